import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { isolationHeaders } from '../../../scripts/static-folders.ts';

interface Answer {
  status: number;
  body: Buffer | string;
}

const embedder = 'arcface-mobilefacenet.onnx';
const missing = (): Answer => ({ status: 404, body: 'not found' });

/** The damage that a host can do to a file: URL folder under `/damaged/` → the file and the answer. */
const damages: Record<string, [file: string, answer: (content: Buffer) => Answer]> = {
  flipped: [
    embedder,
    (content) => {
      const body = Buffer.from(content);
      body[body.length >> 1]! ^= 1;
      return { status: 200, body };
    },
  ],
  truncated: [embedder, (content) => ({ status: 200, body: content.subarray(0, content.length >> 1) })],
  html: [embedder, () => ({ status: 200, body: '<!doctype html><title>Not found</title>' })],
  missing: [embedder, missing],
  'no-onnx-runtime': ['runtime/ort-wasm-simd-threaded.wasm', missing],
  'no-webgpu-runtime': ['runtime/ort-wasm-simd-threaded.asyncify.wasm', missing],
  'no-onnx-loader': ['runtime/ort-wasm-simd-threaded.mjs', missing],
};

/** Serves the prepared models under `/damaged/DAMAGE/`, all of them good but for one. */
export function damagedModels(folder: string): Plugin {
  return {
    name: 'damaged-models',
    configureServer({ middlewares }) {
      middlewares.use('/damaged', async (request, response, next) => {
        const [, damage, ...path] = (request.url ?? '').split('?')[0]!.split('/');
        try {
          const file = path.join('/');
          const content = await readFile(join(folder, file));
          const [target, answer] = damages[damage!]!;
          const { status, body } = file === target ? answer(content) : { status: 200, body: content };
          const type = file.endsWith('js') ? 'text/javascript' : file.endsWith('.wasm') ? 'application/wasm' : '';
          response.writeHead(status, { ...isolationHeaders, 'Content-Type': type || 'application/octet-stream' });
          response.end(body);
        } catch (error) {
          next(error);
        }
      });
    },
  };
}
