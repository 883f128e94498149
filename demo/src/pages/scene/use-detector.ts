import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { ObjectDetector } from 'face-core/objects';
import { useEffect, useRef } from 'preact/hooks';
import { settings } from '../../services/settings.ts';
import { adviceFor } from '../../text/advice.ts';
import { openDetector } from './scene.ts';

export interface ChosenDetector {
  detector: ReadonlySignal<ObjectDetector | null>;
  /** The name of the model's file, and why it cannot be used, if it cannot. */
  file: ReadonlySignal<string | null>;
  isBusy: ReadonlySignal<boolean>;
  /** In words for the person, and in the detector's own for who exports the model. */
  error: ReadonlySignal<{ advice: string; message: string } | null>;
  choose: (file: File) => Promise<void>;
}

/** The model that the person chooses; it is closed when the page is left. */
export function useDetector(): ChosenDetector {
  const detector = useSignal<ObjectDetector | null>(null);
  const file = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const error = useSignal<{ advice: string; message: string } | null>(null);
  const current = useRef(new AbortController());
  const drop = () => {
    current.current.abort();
    detector.peek()?.close();
  };
  useEffect(() => drop, []);
  const choose = async (chosen: File) => {
    drop();
    current.current = new AbortController();
    const { signal } = current.current;
    detector.value = error.value = null;
    file.value = chosen.name;
    isBusy.value = true;
    try {
      const opened = await openDetector(chosen, settings.device.peek(), signal);
      if (signal.aborted) return opened.close();
      detector.value = opened;
    } catch (fault) {
      if (!signal.aborted) error.value = { advice: adviceFor(fault), message: (fault as Error).message };
    } finally {
      if (!signal.aborted) isBusy.value = false;
    }
  };
  return { detector, file, isBusy, error, choose };
}
