import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { clara, dora } from '../../e2e/turning-head.ts';
import { readScene, type Scene } from '../../scripts/films/film.ts';
import { run } from './run.ts';

/** Once for all consumers: the packages as npm gets them, photographs, and a folder of models that lacks only the workers. */

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder with the tarballs and, in `host`, `photographs` and `models`. Apps are made in it. */
    workshop: string;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

export default async function setup({ provide }: TestProject) {
  const workshop = await mkdtemp(join(await realpath(tmpdir()), 'consumers-'));
  const remove = () => rm(workshop, { recursive: true, force: true, maxRetries: 5 });
  try {
    await run(root, process.execPath, ['--import', 'tsx', 'scripts/build-packages.ts']);
    const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    for (const name of ['face-core', 'facebank', 'face-gate']) {
      const target = join(workshop, `${name}.tgz`);
      await run(join(root, 'packages', name), 'npx', ['--yes', packageManager, 'pack', '--out', target]);
    }
    await cp(join(root, 'models/dist'), join(workshop, 'host/models'), { recursive: true });
    // A browser asks for it, and tells of an error where there is none.
    await writeFile(join(workshop, 'host/favicon.ico'), '');
    const photographs = join(workshop, 'host/photographs');
    await mkdir(photographs);
    for (const [name, scene] of Object.entries({
      ada: clara.scene,
      'ada-again': nearer(clara.scene),
      stranger: dora.scene,
    })) {
      await readScene(scene)
        .jpeg({ quality: 92 })
        .toFile(join(photographs, `${name}.jpg`));
    }
  } catch (error) {
    await remove();
    throw error;
  }
  provide('workshop', workshop);
  return remove;
}

/** Another shot of the same person. */
function nearer({ photograph, region }: Scene): Scene {
  const { x, y, width, height } = region!;
  return { photograph, region: { x: x + width / 20, y: y + height / 20, width: width * 0.9, height: height * 0.9 } };
}
