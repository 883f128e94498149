import { createHash } from 'node:crypto';
import { join } from 'node:path';
import sirv from 'sirv';
import type { Plugin } from 'vite';
import { writeOnnx } from '../../../models/onnx-model.ts';
import { patchMeans } from '../../../packages/face-core/test/generated-deeppixbis.ts';
import { exported, squareFinder } from '../../../packages/face-core/test/generated-objects.ts';
import { isolationHeaders } from '../../static-folders.ts';
import { readPages, root } from '../markdown.ts';
import { type Snippet, snippetsIn } from './snippets.ts';

const index = 'virtual:snippets';

/** A Vite plugin that serves each snippet as a module beside its page, and the files that snippets ask for. */
export function snippetModules(): Plugin {
  let snippets: Snippet[] = [];
  const pathOf = ({ file }: Snippet) => join(root, file);
  const entryOf = (snippet: Snippet) => {
    const [name, markup, path] = [snippet.name, snippet.markup, pathOf(snippet)].map((text) => JSON.stringify(text));
    return `{ name: ${name}, markup: ${markup}, run: () => import(${path}) },`;
  };
  return {
    name: 'snippets',
    enforce: 'pre',
    async buildStart() {
      snippets = snippetsIn(await readPages());
    },
    resolveId(id) {
      if (id === index) return id;
      const snippet = snippets.find((one) => id === pathOf(one) || id === `/${one.file}`);
      return snippet && pathOf(snippet);
    },
    load(id) {
      if (id !== index) return snippets.find((snippet) => id === pathOf(snippet))?.code;
      const run = snippets.filter(({ noRun }) => noRun === null);
      return `export const snippets = [${run.map(entryOf).join('\n')}];`;
    },
    configureServer({ middlewares }) {
      const files = madeUpFiles();
      middlewares.use('/models', (request, response, next) => {
        for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
        const file = files[request.url!.slice(1).split('?')[0]!];
        if (file === undefined) next();
        else response.end(file);
      });
      // What is not there goes on to Vite, for which this is the workspace package of that name.
      middlewares.use('/models', sirv(join(root, 'models/dist'), { dev: true }));
    },
  };
}

/** Models that an app has of its own: an object model with the classes of the docs, and DeepPixBiS with its record. */
function madeUpFiles(): Record<string, Uint8Array | string> {
  const names = "{0: 'person-collecting-waste', 1: 'broom', 2: 'dustpan'}";
  const deepPixBis = writeOnnx(patchMeans());
  const sha256 = createHash('sha256').update(deepPixBis).digest('hex');
  const weights = { url: 'deeppixbis.onnx', sha256, bytes: deepPixBis.length };
  return {
    'chores.onnx': writeOnnx(squareFinder({ layout: 'yolov8', metadata: { ...exported, names } })),
    'deeppixbis.onnx': deepPixBis,
    'deeppixbis.json': JSON.stringify({ id: 'deeppixbis', version: 'made-up', weights }),
  };
}
