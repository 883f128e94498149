import { spawn } from 'node:child_process';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { urlOf } from '../../e2e/url-of.ts';
import { host, installed } from './app.ts';
import { expectToWork } from './expect-to-work.ts';
import { run } from './run.ts';
import { serve, visit } from './visit.ts';

async function built(name: string): Promise<string> {
  const folder = await installed(name);
  await run(folder, 'npm', ['run', 'build']);
  return folder;
}

test('Vite builds it, and serves it in development', async () => {
  const folder = await built('vite');
  expectToWork(await visit(await serve([join(folder, 'dist'), host()])), 1);

  await symlink(host(), join(folder, 'public'), 'junction');
  expectToWork(
    await visit(await start(folder, 'vite/bin/vite.js', '--host', '127.0.0.1', '--port', '0', '--strictPort')),
    1,
  );
});

test('webpack builds it', async () => {
  const folder = await built('webpack');
  expectToWork(await visit(await serve([join(folder, 'dist'), folder, host()])), 1);
});

test('Rollup builds it', async () => {
  const folder = await built('rollup');
  expectToWork(await visit(await serve([join(folder, 'dist'), folder, host()])), 0);
});

test('esbuild builds it, and of an app that only compares no more than that', async () => {
  const folder = await built('esbuild');
  const site = [join(folder, 'dist'), folder, host()];
  expectToWork(await visit(await serve(site)), 0);
  // With facebank's worker beside its script, that is used too.
  await writeFile(
    join(folder, 'dist/search-worker.js'),
    await readFile(join(folder, 'node_modules/facebank/dist/search-worker.js')),
  );
  expectToWork(await visit(await serve(site)), 1);

  await writeFile(join(folder, 'compare.js'), "import { compare } from 'facebank/matching'; console.log(compare);");
  await run(folder, 'npx', ['esbuild', 'compare.js', '--bundle', '--format=esm', '--minify', '--outdir=dist']);
  const traces = ['indexedDB', 'modelBaseUrl', 'new Worker'];
  const tracesIn = async (file: string) => {
    const code = await readFile(join(folder, 'dist', file), 'utf8');
    return traces.filter((trace) => code.includes(trace));
  };
  expect(await tracesIn('app.js')).toEqual(traces);
  expect(await tracesIn('compare.js')).toEqual([]);
});

test('Next.js builds it, and renders a page that imports it', async () => {
  const folder = await built('next');
  await symlink(host(), join(folder, 'public'), 'junction');
  expectToWork(
    await visit(await start(folder, 'next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port', '0')),
    1,
  );
});

/** Starts a bundler's server, by a file of its package, and gives its address. */
function start(folder: string, program: string, ...args: string[]): Promise<string> {
  const command = [join(folder, 'node_modules', program), ...args];
  const server = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void server.kill());
  return urlOf(server);
}
