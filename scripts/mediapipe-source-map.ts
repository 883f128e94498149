import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

/** MediaPipe's bundle names a source map that its package does not have; without the name, Vite does not complain of it. */
export function withoutMediaPipeSourceMap(): Plugin {
  return {
    name: 'without-mediapipe-source-map',
    async load(id) {
      const path = id.split('?')[0]!;
      if (!path.endsWith('tasks-vision/vision_bundle.mjs')) return null;
      const code = await readFile(path, 'utf8');
      return { code: code.replace(/\n\/\/# sourceMappingURL=.*/, ''), map: null };
    },
  };
}
