import type { OnnxGraph } from '../../../models/onnx-model.ts';
import { seededDeepPixBis } from '../../../models/test/seeded-deeppixbis.ts';
import { patchBias, patchWeights, wholeWeights } from './patch-means.ts';

/** Models of DeepPixBiS's contract, and some that break it, by the name of their file. */
export const deepPixBisGraphs: Record<string, () => OnnxGraph> = {
  'deeppixbis.onnx': () => patchMeans(),
  'deeppixbis-nan.onnx': () => patchMeans({ bias: Number.NaN }),
  'deeppixbis-logits.onnx': () => patchMeans({ bias: 30 }),
  'deeppixbis-of-112.onnx': () => patchMeans({ size: 112, side: 14 }),
  'deeppixbis-to-7.onnx': () => patchMeans({ side: 7 }),
  'deeppixbis-failing.onnx': failing,
  'deeppixbis-seeded.onnx': () => seededDeepPixBis(),
};

/** Each patch: a weighted sum of the means of its three planes. The whole: a weighted sum of the patches. */
export function patchMeans({ size = 224, side = 14, bias = patchBias } = {}): OnnxGraph {
  const stride = size / side;
  return {
    inputs: [{ name: 'input', shape: [1, 3, size, size] }],
    outputs: [
      { name: 'output_pixel', shape: [1, 1, side, side] },
      { name: 'output_binary', shape: [1, 1] },
    ],
    constants: [
      { name: 'weights', shape: [1, 3, 1, 1], data: Float32Array.from(patchWeights) },
      { name: 'bias', shape: [1], data: Float32Array.of(bias) },
      { name: 'whole', shape: [side * side, 1], data: wholeWeights(side * side) },
    ],
    nodes: [
      {
        op: 'AveragePool',
        inputs: ['input'],
        outputs: ['means'],
        attributes: { kernel_shape: [stride, stride], strides: [stride, stride] },
      },
      {
        op: 'Conv',
        inputs: ['means', 'weights', 'bias'],
        outputs: ['output_pixel'],
        attributes: { kernel_shape: [1, 1] },
      },
      { op: 'Flatten', inputs: ['output_pixel'], outputs: ['flat'] },
      { op: 'MatMul', inputs: ['flat', 'whole'], outputs: ['output_binary'] },
    ],
  };
}

/** Runs on the zeros that it is opened with, and on no picture: it looks for a row of a table that has one. */
function failing(): OnnxGraph {
  const { inputs, outputs, constants, nodes } = patchMeans();
  return {
    inputs,
    outputs,
    constants: [
      ...constants,
      { name: 'table', shape: [1, 1], data: Float32Array.of(0) },
      { name: 'sum', shape: [1, 3, 1, 1], data: Float32Array.of(1e4, 1e4, 1e4) },
    ],
    nodes: [
      ...nodes.map((node) => (node.op === 'MatMul' ? { ...node, outputs: ['score'] } : node)),
      { op: 'Abs', inputs: ['input'], outputs: ['magnitudes'] },
      { op: 'GlobalAveragePool', inputs: ['magnitudes'], outputs: ['strengths'] },
      { op: 'Conv', inputs: ['strengths', 'sum'], outputs: ['strength'], attributes: { kernel_shape: [1, 1] } },
      { op: 'Cast', inputs: ['strength'], outputs: ['row'], attributes: { to: 7 } },
      { op: 'Flatten', inputs: ['row'], outputs: ['rows'] },
      { op: 'Gather', inputs: ['table', 'rows'], outputs: ['found'] },
      { op: 'Flatten', inputs: ['found'], outputs: ['nothing'] },
      { op: 'Add', inputs: ['score', 'nothing'], outputs: ['output_binary'] },
    ],
  };
}
