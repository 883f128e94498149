import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { expectQuiet, visit } from './demo.ts';
import { DirectedCamera } from './directed-camera.ts';
import { urlOf } from './url-of.ts';

/** An example, started by its command as people start it, and a browser with a camera that a test directs. */
export interface Example {
  page: Page;
  camera: DirectedCamera;
  /** Throws where anything left the origin, or the page or its policy objected to anything. */
  close(): Promise<void>;
}

export async function openExample(name: 'login' | 'attendance' | 'group-photo'): Promise<Example> {
  const command = start(name);
  const leave = () => stop(command);
  try {
    const visited = await visit({ site: { url: await urlOf(command) } });
    const { page } = visited;
    const camera = await DirectedCamera.install(page);
    await page.reload();
    const close = async () => {
      await visited.close();
      await leave();
      expectQuiet(visited.record);
    };
    return { page, camera, close };
  } catch (error) {
    await leave();
    throw error;
  }
}

function start(name: string): ChildProcess {
  const root = fileURLToPath(new URL('..', import.meta.url));
  // Vitest's own variable would make a build for development.
  const { NODE_ENV: _, ...env } = process.env;
  return spawn(process.execPath, ['scripts/bootstrap.mjs', 'example', name], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
}

/** With all that it started. */
async function stop(command: ChildProcess): Promise<void> {
  if (command.exitCode !== null) return;
  const ended = once(command, 'exit');
  process.kill(-command.pid!);
  await ended;
}
