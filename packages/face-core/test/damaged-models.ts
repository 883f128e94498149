import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { isolationHeaders } from '../../../scripts/static-folders.ts';

/** The damage that a host can do to the embedding model: URL folder under `/damaged/` → the answer. */
const damages: Record<string, (model: Buffer) => { status: number; body: Buffer | string }> = {
  flipped: (model) => {
    const body = Buffer.from(model);
    body[body.length >> 1]! ^= 1;
    return { status: 200, body };
  },
  truncated: (model) => ({ status: 200, body: model.subarray(0, model.length >> 1) }),
  html: () => ({ status: 200, body: '<!doctype html><title>Not found</title>' }),
  missing: () => ({ status: 404, body: 'not found' }),
};

/** Serves the prepared models under `/damaged/DAMAGE/`, all of them good but for the embedding model. */
export function damagedModels(folder: string): Plugin {
  return {
    name: 'damaged-models',
    configureServer({ middlewares }) {
      middlewares.use('/damaged', async (request, response, next) => {
        const [, damage, ...path] = (request.url ?? '').split('?')[0]!.split('/');
        try {
          const file = path.join('/');
          const content = await readFile(join(folder, file));
          const isTarget = file === 'arcface-mobilefacenet.onnx';
          const { status, body } = isTarget ? damages[damage!]!(content) : { status: 200, body: content };
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
