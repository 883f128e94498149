import type { Plugin } from 'vite';
import { type OnnxGraph, writeOnnx } from '../../../models/onnx-model.ts';
import { isolationHeaders } from '../../../scripts/static-folders.ts';
import { deepPixBisGraphs } from './generated-deeppixbis.ts';
import { objectGraphs } from './generated-objects.ts';

/** Small models of the contracts that an app's own must keep, whose outputs can be computed by hand. */
const models: Record<string, OnnxGraph> = {
  /** 64×64 to 128 numbers: the mean of each plane, then zeros. Its first output is a decoy. */
  'embedder-128.onnx': {
    ...planeMeans(64),
    outputs: [
      { name: 'means', shape: [1, 3] },
      { name: 'embedding', shape: [1, 128] },
    ],
    constants: [
      { name: 'weights', shape: [3, 128], data: Float32Array.from({ length: 384 }, (_, i) => (i % 129 === 0 ? 1 : 0)) },
    ],
    nodes: [...planeMeans(64).nodes, { op: 'MatMul', inputs: ['means', 'weights'], outputs: ['embedding'] }],
  },
  /** 32×32 to two logits, 0 and the mean of the first plane. */
  'liveness-2.onnx': {
    ...planeMeans(32),
    outputs: [{ name: 'logits', shape: [1, 2] }],
    constants: [{ name: 'weights', shape: [3, 2], data: Float32Array.of(0, 1, 0, 0, 0, 0) }],
    nodes: [...planeMeans(32).nodes, { op: 'MatMul', inputs: ['means', 'weights'], outputs: ['logits'] }],
  },
};

function planeMeans(size: number): OnnxGraph {
  return {
    inputs: [{ name: 'image', shape: [1, 3, size, size] }],
    outputs: [],
    constants: [],
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['image'], outputs: ['pooled'] },
      { op: 'Flatten', inputs: ['pooled'], outputs: ['means'] },
    ],
  };
}

/** Serves them under `/generated/`. */
export function generatedModels(): Plugin {
  return {
    name: 'generated-models',
    configureServer({ middlewares }) {
      middlewares.use('/generated', (request, response, next) => {
        const name = (request.url ?? '').slice(1).split('?')[0]!;
        const graph = models[name] ?? deepPixBisGraphs[name]?.() ?? objectGraphs[name]?.();
        if (graph === undefined) return next();
        response.writeHead(200, { ...isolationHeaders, 'Content-Type': 'application/octet-stream' });
        response.end(writeOnnx(graph));
      });
    },
  };
}
