import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CDPSession, Page } from 'playwright';

/** What a page and its workers hold, in bytes. The threads of a WASM runtime share its memory and are not counted. */
export interface Memory {
  /** The objects of JavaScript and its array buffers. */
  jsHeap: number;
  wasm: number;
}

export interface Heap {
  /** The memory as it is, with what is not yet collected. */
  now(): Promise<Memory>;
  /** The memory after a garbage collection. */
  settled(): Promise<Memory>;
}

/** Sends a command of the DevTools protocol to a page or a worker. */
type Send = (method: string, params?: object) => Promise<unknown>;

const probe = readFileSync(fileURLToPath(new URL('./wasm-probe.js', import.meta.url)), 'utf8');

/** Of workers, the bundles of the app are a page's own; other scripts are the threads of a runtime. */
export function isThread(url: string): boolean {
  return !new URL(url).pathname.startsWith('/assets/');
}

/**
 * Watches the memory of a page that has not been navigated yet, and of its workers, through the DevTools protocol:
 * `performance.measureUserAgentSpecificMemory` leaves out shared WASM memory, and takes up to a minute.
 *
 * @param isThread tells the script of a runtime's thread, which sleeps and would not answer
 */
export async function watchHeap(page: Page, isThread: (url: string) => boolean): Promise<Heap> {
  await page.addInitScript({ content: probe });
  const session = await page.context().newCDPSession(page);
  const targets = [session.send.bind(session) as Send];
  const sendTo = workerChannel(session);
  session.on('Target.attachedToTarget', async ({ sessionId, targetInfo }) => {
    const send: Send = (method, params) => sendTo(sessionId, method, params);
    await send('Runtime.evaluate', { expression: probe });
    await send('Runtime.runIfWaitingForDebugger');
    if (!isThread(targetInfo.url)) targets.push(send);
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: false });

  const now = async () => {
    const all = await Promise.all(targets.map(memoryOf));
    return all.reduce((sum, { jsHeap, wasm }) => ({ jsHeap: sum.jsHeap + jsHeap, wasm: sum.wasm + wasm }));
  };
  return {
    now,
    async settled() {
      await Promise.all(targets.map((send) => send('HeapProfiler.collectGarbage')));
      return now();
    },
  };
}

/** Playwright gives no session of a worker, so that its messages go through that of the page. */
function workerChannel(session: CDPSession) {
  const replies = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result, error } = JSON.parse(message) as { id?: number; result?: unknown; error?: { message: string } };
    const reply = replies.get(id ?? 0);
    replies.delete(id ?? 0);
    if (error === undefined) reply?.resolve(result);
    else reply?.reject(new Error(error.message));
  });
  return (sessionId: string, method: string, params = {}) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++lastId;
      replies.set(id, { resolve, reject });
      const message = JSON.stringify({ id, method, params });
      session.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
}

async function memoryOf(send: Send): Promise<Memory> {
  const heap = (await send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize: number };
  const { result } = (await send('Runtime.evaluate', { expression: 'globalThis.wasmBytes?.() ?? 0' })) as {
    result: { value: number };
  };
  return { jsHeap: heap.usedSize + heap.backingStorageSize, wasm: result.value };
}
