import { computed, effect, signal } from '@preact/signals';
import { Workbox } from 'workbox-window';
import { engineState } from './engine.ts';

/** The service worker, by which the app works offline, and the newer version of the app that it may bring. */

export type AppUpdate =
  | 'none'
  /** Another version is here, and waits to be asked for. */
  | 'waiting'
  /** Another window has asked for it: what this one has not loaded yet is gone. */
  | 'taken';

const found = signal<AppUpdate>('none');
const flows = signal(0);

/** What to tell a person: nothing while they are in the midst of something. */
export const appUpdate = computed((): AppUpdate => (flows.value > 0 ? 'none' : found.value));

let worker: Workbox | null = null;
let isAsked = false;

/** Installs the service worker once the engine has what it needs, so that neither waits for the other's download. */
export function startAppUpdates(): void {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  const stop = effect(() => {
    const state = engineState.value;
    if (state !== 'ready' && state !== 'failed') return;
    queueMicrotask(() => {
      stop();
      void register();
    });
  });
}

/** Loads the newer version. */
export function loadUpdate(): void {
  if (found.value === 'taken') {
    location.reload();
  } else {
    isAsked = true;
    worker?.messageSkipWaiting();
  }
}

/** Until the next visit. */
export function dismissUpdate(): void {
  found.value = 'none';
}

/** Keeps the question for an update back during a flow that a person would lose. Call what it gives at the flow's end. */
export function holdUpdates(): () => void {
  flows.value = flows.peek() + 1;
  return () => {
    flows.value = flows.peek() - 1;
  };
}

async function register(): Promise<void> {
  worker = new Workbox('/service-worker.js');
  worker.addEventListener('waiting', () => {
    found.value = 'waiting';
  });
  worker.addEventListener('controlling', () => {
    if (isAsked) location.reload();
    else found.value = 'taken';
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void worker?.update().catch(() => {});
  });
  // Where storage is forbidden or full the app works as before, with a network.
  await worker.register().catch(() => {});
}
