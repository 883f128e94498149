import { basename, join } from 'node:path';
import type { Asset, Assets } from '../../models/assets.ts';
import { sha256 } from '../../models/prepare-asset.ts';
import { bundle, type Script } from './bundle.ts';

/**
 * face-core: its two entries, the scripts of their workers, and `face-core-models`, which puts the scripts where the entries
 * look for them.
 */
export async function buildFaceCore(root: string, version: string): Promise<Script[]> {
  const source = (path: string) => join(root, 'packages/face-core/src', path);
  const workers = {
    engine: await workerScript('face-core-worker', source('worker/worker.ts')),
    objects: await workerScript('face-core-objects-worker', source('objects/worker.ts')),
  };

  const published = source('worker/published.ts');
  const entries = await bundle({
    entries: { index: source('index.ts'), objects: source('objects/index.ts') },
    plugins: [
      {
        name: 'published-workers',
        resolveId: (id, importer) => (importer !== published && basename(id) === 'script.ts' ? published : null),
      },
    ],
    define: {
      workerScripts: JSON.stringify({ engine: fileOf(workers.engine), objects: fileOf(workers.objects) }),
    },
  });

  const workerAssets: Assets = {
    'engine-worker': assetOf(workers.engine, version),
    'objects-worker': assetOf(workers.objects, version),
  };
  const bin = await bundle({
    entries: { 'face-core-models': join(root, 'models/command/face-core-models.ts') },
    platform: 'node',
    define: { workerAssets: JSON.stringify(workerAssets) },
    banner: '#!/usr/bin/env node',
  });
  return [...entries, ...bin, workers.engine, workers.objects];
}

/** A worker in one file, named by its content: a script of another version has another name, and is never taken for this one. */
async function workerScript(name: string, entry: string): Promise<Script> {
  const [script] = (await bundle({ entries: { [name]: entry }, minify: true })) as [Script];
  const digest = sha256(Buffer.from(script.code));
  return { ...script, file: `workers/${name}-${digest.slice(0, 8)}.js` };
}

/** Its path under `modelBaseUrl`. */
function fileOf({ file }: Script): string {
  return `runtime/${basename(file)}`;
}

function assetOf(script: Script, version: string): Asset {
  const bytes = Buffer.from(script.code);
  const digest = sha256(bytes);
  return {
    file: fileOf(script),
    source: { package: `face-core@${version}`, path: script.file, sha256: digest },
    prepare: 'copy',
    sha256: digest,
    bytes: bytes.length,
    licence: 'MIT',
  };
}
