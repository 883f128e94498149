import { cp, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { run } from './run.ts';

export const packageNames = ['face-core', 'facebank', 'face-gate'];
export const tarballOf = (name: string) => join(inject('workshop'), `${name}.tgz`);

/** The folder of what every app is served with. */
export const host = () => join(inject('workshop'), 'host');

const consumers = fileURLToPath(new URL('..', import.meta.url));

/** A throw-away copy of a consumer, with the packages and its own bundler installed from npm, and the workers beside the models. */
export async function installed(name: string): Promise<string> {
  const folder = await emptyFolder();
  for (const file of ['index.html', 'app.js']) await cp(join(consumers, file), join(folder, file));
  await cp(join(consumers, name), folder, { recursive: true });
  await installPackages(folder, join(host(), 'models'));
  return folder;
}

/** It goes with the workshop. */
export function emptyFolder(): Promise<string> {
  return mkdtemp(join(inject('workshop'), 'app-'));
}

/** What the README tells to do, but for the names of the packages, which are tarballs here. */
export async function installPackages(folder: string, models: string): Promise<void> {
  await run(folder, 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...packageNames.map(tarballOf)]);
  await run(folder, 'npx', ['face-core-models', models]);
}
