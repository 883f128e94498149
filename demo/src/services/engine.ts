import { batch, effect, signal } from '@preact/signals';
import { type EngineInfo, type EngineOptions, FaceEngine, type LoadProgress } from 'face-core';
import { installedModels } from '../../../models/installed.ts';
import { settings } from './settings.ts';

/** The app's one engine, as signals. It is made anew where a setting changes that it is made with. */

export type EngineState =
  /** Nothing can be asked of it yet. */
  | 'starting'
  /** Faces can be found, for a preview; the other models are on their way, and calls that need them wait. */
  | 'detecting'
  | 'ready'
  | 'failed';

/** `null` while there is none: whoever uses it reads it anew. An engine that was replaced rejects its calls with `closed`. */
export const engine = signal<FaceEngine | null>(null);
export const engineState = signal<EngineState>('starting');
export const engineProgress = signal<LoadProgress | null>(null);
export const engineInfo = signal<EngineInfo | null>(null);
/** Why it failed. */
export const engineError = signal<unknown>(null);

let loading = new AbortController();
const attempts = signal(0);

/** Starts the engine, and keeps it as the settings want it. */
export function startEngine(): void {
  effect(() => {
    attempts.value;
    const options: EngineOptions = {
      device: settings.device.value,
      liveness: settings.preset.value,
      // For a challenge: whether somebody blinks.
      attributes: settings.livenessCheck.value === 'challenge' ? ['eyes'] : [],
    };
    void replaceEngine(options);
  });
}

/** After a failure: tries again. */
export function restartEngine(): void {
  attempts.value += 1;
}

async function replaceEngine(options: EngineOptions): Promise<void> {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const show = (state: EngineState, current: FaceEngine | null, error: unknown = null) =>
    batch(() => {
      engine.value = current;
      engineState.value = state;
      engineInfo.value = current?.info ?? null;
      engineError.value = error;
    });
  engine.peek()?.close();
  show('starting', null);
  engineProgress.value = null;
  try {
    const created = await FaceEngine.create({
      ...options,
      modelBaseUrl: '/models/',
      models: installedModels,
      readyWhen: 'detection',
      // The service worker does.
      keepModels: !('serviceWorker' in navigator),
      signal,
      onProgress: (progress) => {
        if (!signal.aborted) engineProgress.value = progress;
      },
      onEvent: () => {
        if (!signal.aborted) engineInfo.value = created.info;
      },
    });
    if (signal.aborted) return created.close();
    show('detecting', created);
    await created.ready;
    if (!signal.aborted) show('ready', created);
  } catch (error) {
    if (signal.aborted) return;
    engine.peek()?.close();
    show('failed', null, error);
  }
}
