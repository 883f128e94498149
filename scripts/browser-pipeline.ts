import { createReadStream, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LivenessPolicyChoice } from 'face-core';
import type { Plugin } from 'vite';
import { modelPrefix, openPage } from './browser-page.ts';
import type { Harness, Outcome } from './harness/harness.ts';

/** A failure that a command reports as `{"error": {code, message}}`. */
export class CommandError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface BrowserPipeline {
  readonly browserVersion: string;
  /** Calls a function of the harness page. Throws a CommandError with the code of its FaceError or FacebankError. */
  call<Name extends keyof Harness>(name: Name, ...args: Parameters<Harness[Name]>): Promise<ValueOf<Harness[Name]>>;
  /** The URL under which the page can fetch a file. Throws a CommandError `bad-arguments` where there is no such file. */
  urlOf(path: string): string;
  /** Calls a function of the harness page that ends in a download, and keeps that as a file. */
  download<Name extends keyof Harness>(
    file: string,
    name: Name,
    ...args: Parameters<Harness[Name]>
  ): Promise<ValueOf<Harness[Name]>>;
  close(): Promise<void>;
}

type ValueOf<Call extends (...args: never[]) => unknown> = Extract<
  Awaited<ReturnType<Call>>,
  { value: unknown }
>['value'];

const harnessFolder = fileURLToPath(new URL('./harness', import.meta.url));

/**
 * Starts a server and a Chromium that runs the harness page, with engine and gallery open.
 *
 * @param liveness the engine's policy, where not its default
 */
export async function openBrowserPipeline(liveness?: LivenessPolicyChoice): Promise<BrowserPipeline> {
  const pipeline = await openHarness();
  try {
    await pipeline.call('open', modelPrefix, liveness);
    return pipeline;
  } catch (error) {
    await pipeline.close();
    throw error;
  }
}

/** Starts a server and a Chromium that runs the harness page, with nothing open in it. */
export async function openHarness(): Promise<BrowserPipeline> {
  const files = new Map<string, string>();
  const { page, foreignRequests, close } = await openPage(harnessFolder, [filesPlugin(files)]);
  const pipeline: BrowserPipeline = {
    browserVersion: page.context().browser()!.version(),
    async call(name, ...args) {
      const outcome = await page.evaluate(
        async ([method, given]) => {
          const { harness } = globalThis as unknown as { harness: Record<string, (...args: unknown[]) => unknown> };
          return (await harness[method]!(...given)) as Outcome<never>;
        },
        [name, args] as [string, unknown[]],
      );
      if (foreignRequests.length > 0) throw new Error(`Something was sent elsewhere: ${foreignRequests}`);
      if ('error' in outcome) throw new CommandError(outcome.error.code, outcome.error.message);
      return outcome.value;
    },
    urlOf(path) {
      if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
        throw new CommandError('bad-arguments', `${path} is not a file`);
      }
      const url = `/input/${files.size}`;
      files.set(url, path);
      return url;
    },
    async download(file, name, ...args) {
      const started = page.waitForEvent('download');
      // Where the call fails there will be none.
      started.catch(() => {});
      const value = await pipeline.call(name, ...args);
      await (await started).saveAs(file);
      return value;
    },
    close,
  };
  try {
    await page.waitForFunction(() => 'harness' in globalThis);
    return pipeline;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Serves the command's own input files, wherever they lie, and nothing else of the disk. */
function filesPlugin(files: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'input-files',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const path = files.get(request.url ?? '');
        if (path === undefined) return next();
        createReadStream(path).on('error', next).pipe(response);
      });
    },
  };
}
