import { type ReadonlySignal, useSignal } from '@preact/signals';
import { sizeOf } from 'face-core';
import { useEffect, useRef } from 'preact/hooks';
import { engine } from '../../services/engine.ts';
import { adviceFor } from '../../text/advice.ts';
import { shownPicture } from '../../ui/shown-picture.ts';

/** A photograph that was chosen, to be shown and asked about. */
export interface ChosenPhotograph {
  file: File;
  picture: HTMLCanvasElement;
  /** In pixels of the file. */
  width: number;
  height: number;
}

export function usePhotograph(): {
  shown: ReadonlySignal<ChosenPhotograph | null>;
  /** Why the last file cannot be shown, in words. */
  error: ReadonlySignal<string | null>;
  choose: (file: File) => Promise<void>;
} {
  const shown = useSignal<ChosenPhotograph | null>(null);
  const error = useSignal<string | null>(null);
  const current = useRef(new AbortController());
  useEffect(() => () => current.current.abort(), []);
  const choose = async (file: File) => {
    current.current.abort();
    current.current = new AbortController();
    const { signal } = current.current;
    shown.value = error.value = null;
    try {
      const picture = await engine.value!.decode(file, { signal });
      shown.value = { file, ...sizeOf(picture), picture: shownPicture(picture) };
      picture.close();
    } catch (fault) {
      if (!signal.aborted) error.value = adviceFor(fault);
    }
  };
  return { shown, error, choose };
}
