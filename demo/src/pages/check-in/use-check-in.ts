import { useSignal, useSignalEffect } from '@preact/signals';
import type { FaceEngine } from 'face-core';
import type { Facebank } from 'facebank';
import { useEffect } from 'preact/hooks';
import { holdUpdates } from '../../services/app-update.ts';
import { bank } from '../../services/bank.ts';
import { cameraState } from '../../services/camera.ts';
import { engine } from '../../services/engine.ts';
import { matchThreshold, settings } from '../../services/settings.ts';
import { attend } from './attendance.ts';
import { type CheckInDecision, checkIn } from './check-in.ts';
import { excludedSteps, interval, mode } from './choices.ts';
import { challenge, type LivenessCheck, observation } from './liveness.ts';
import { awaitFace, lookOut } from './look-out.ts';
import type { Progress } from './progress.ts';
import { thumbnailOf } from './thumbnail-of.ts';

/** What came of a try. */
export type Outcome =
  | ({ status: 'decided'; decision: CheckInDecision } & Seen)
  | { status: 'failed'; error: unknown }
  | { status: Ending };

/** What was looked at; `thumbnail` is `null` also for a photograph that the page cannot draw. */
interface Seen {
  isPhotograph: boolean;
  thumbnail: HTMLCanvasElement | null;
}

const byCamera: Seen = { isPhotograph: false, thumbnail: null };

/** Why a try was given up. */
type Ending = 'cancelled' | 'camera-ended';

/** One thing at a time is done with the camera: it is looked out for faces, somebody checks in, or whoever comes is asked after. */
export function useCheckIn() {
  const video = useSignal<HTMLVideoElement | null>(null);
  const progress = useSignal<Progress | null>(null);
  const outcome = useSignal<Outcome | null>(null);
  /** The try under way. */
  const attempt = useSignal<AbortController | null>(null);
  /** What keeps the camera from being looked at. */
  const fault = useSignal<unknown>(null);

  const show = (state: Progress) => {
    progress.value = state;
    fault.value = null;
  };
  const give = (ending: Ending) => attempt.peek()?.abort(ending);
  const terms = (eyes: FaceEngine, gallery: Facebank) => ({
    engine: eyes,
    bank: gallery,
    threshold: matchThreshold.peek(),
  });
  const livenessBy = (eyes: FaceEngine): LivenessCheck =>
    settings.livenessCheck.peek() === 'challenge'
      ? challenge(eyes, excludedSteps.peek(), show)
      : observation(eyes, show);

  /** Runs a try to its outcome. */
  const run = async (task: (eyes: FaceEngine, gallery: Facebank, signal: AbortSignal) => Promise<Outcome>) => {
    const [eyes, gallery] = [engine.peek(), bank.peek()];
    if (eyes === null || gallery === null || attempt.peek() !== null) return;
    const controller = new AbortController();
    const { signal } = controller;
    attempt.value = controller;
    outcome.value = null;
    try {
      outcome.value = await task(eyes, gallery, signal);
    } catch (error) {
      outcome.value = signal.aborted ? { status: signal.reason as Ending } : { status: 'failed', error };
    } finally {
      progress.value = null;
      attempt.value = null;
    }
  };

  const start = (label: string | null) =>
    run(async (eyes, gallery, signal) => {
      const camera = video.peek()!;
      // A camera that stops leaves its last picture behind, which nobody must be judged by.
      const unsubscribe = video.subscribe((current) => {
        if (current !== camera) give(cameraState.peek() === 'ended' ? 'camera-ended' : 'cancelled');
      });
      try {
        await awaitFace(eyes, camera, signal, (flaw) => show({ status: 'waiting', flaw }));
        show({ status: 'asking' });
        const decision = await checkIn(camera, { ...terms(eyes, gallery), label, liveness: livenessBy(eyes), signal });
        return { status: 'decided', decision, ...byCamera };
      } finally {
        unsubscribe();
      }
    });

  const startWith = (photograph: File, label: string | null) =>
    run(async (eyes, gallery, signal) => {
      show({ status: 'asking' });
      const [decision, thumbnail] = await Promise.all([
        checkIn(photograph, { ...terms(eyes, gallery), label, liveness: null, signal }),
        thumbnailOf(photograph),
      ]);
      return { status: 'decided', decision, isPhotograph: true, thumbnail };
    });

  /** Asks after whoever comes. */
  const attendAll = async (eyes: FaceEngine, gallery: Facebank, camera: HTMLVideoElement, signal: AbortSignal) => {
    const ask = async () => {
      const liveness = livenessBy(eyes);
      const decision = await checkIn(camera, { ...terms(eyes, gallery), label: null, liveness, signal });
      return { decision, person: liveness.person };
    };
    const intervalMs = interval.peek() * 1000;
    for await (const state of attend({ engine: eyes, video: camera, ask, intervalMs, signal })) {
      if (state.status === 'decided') {
        outcome.value = { ...state, ...byCamera };
        show({ status: 'known', decision: state.decision });
      } else {
        show(state);
      }
    }
  };

  useSignalEffect(() => {
    const [camera, eyes, gallery] = [video.value, engine.value, bank.value];
    const isAttending = mode.value === 'attend';
    // Begins anew, with a memory of nobody.
    interval.value;
    if (camera === null || eyes === null || gallery === null || attempt.value !== null) return;
    const { signal, end } = ending();
    void keepOn(
      signal,
      async () => {
        if (isAttending) return attendAll(eyes, gallery, camera, signal);
        for await (const flaw of lookOut(eyes, camera, signal)) show({ status: 'waiting', flaw });
      },
      (error) => {
        fault.value = error;
      },
    );
    return () => {
      end();
      progress.value = null;
    };
  });

  useSignalEffect(() => (attempt.value === null ? undefined : holdUpdates()));
  useEffect(() => () => give('cancelled'), []);

  return { video, progress, outcome, attempt, fault, start, startWith, cancel: () => give('cancelled') };
}

function ending(): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, end: () => controller.abort() };
}

const restMs = 2000;

/** Does a task to its end; after an error, which is told, once more. */
async function keepOn(signal: AbortSignal, task: () => Promise<void>, onError: (error: unknown) => void) {
  while (!signal.aborted) {
    try {
      return await task();
    } catch (error) {
      if (signal.aborted) return;
      onError(error);
    }
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
}
