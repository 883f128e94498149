import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

const entry = '\0app';
const traces = ['yolov5', 'yolov8'];

/** Everything that a bundler makes of an app with this one line, its workers included, by the name of the file. */
async function bundled(line: string): Promise<Map<string, string>> {
  const app = {
    name: 'app',
    resolveId: (id: string) => (id === 'app' ? entry : null),
    load: (id: string) => (id === entry ? line : null),
  };
  const result = await build({
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    plugins: [app],
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    worker: { format: 'es' },
    build: { write: false, minify: false, target: 'es2023', rolldownOptions: { input: 'app' } },
  });
  const { output } = result as Rolldown.RolldownOutput;
  return new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : String(file.source)]));
}

const tracesIn = (files: Map<string, string>) => traces.filter((trace) => [...files.values()].join().includes(trace));

test('an app that imports face-core alone carries nothing of face-core/objects', { timeout: 120_000 }, async () => {
  const faces = await bundled("import { FaceEngine } from 'face-core'; FaceEngine.create();");
  expect(tracesIn(faces)).toEqual([]);
  const objects = await bundled("import { ObjectDetector } from 'face-core/objects'; ObjectDetector.create({});");
  expect(tracesIn(objects)).toEqual(traces);
  // Nor does one that detects objects alone carry what finds faces.
  const facesIn = (files: Map<string, string>) => [...files.values()].join().includes('findFaces(');
  expect([facesIn(faces), facesIn(objects)]).toEqual([true, false]);
});
