import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { engine } from '../../services/engine.ts';
import { adviceFor } from '../../text/advice.ts';
import { type Examined, examine } from './examine.ts';

export interface Examining {
  examined: ReadonlySignal<Examined | null>;
  isBusy: ReadonlySignal<boolean>;
  /** Why the last file could not be examined, in words. */
  error: ReadonlySignal<string | null>;
  /** Looks at another photograph; a look at an earlier one is given up. */
  look: (file: File) => Promise<void>;
}

/** A photograph that a person chooses, and what is found in it. */
export function useExamined(): Examining {
  const examined = useSignal<Examined | null>(null);
  const isBusy = useSignal(false);
  const error = useSignal<string | null>(null);
  const current = useRef(new AbortController());
  useEffect(() => () => current.current.abort(), []);
  const look = async (file: File) => {
    current.current.abort();
    current.current = new AbortController();
    const { signal } = current.current;
    examined.value = error.value = null;
    isBusy.value = true;
    try {
      const found = await examine(engine.value!, file, signal);
      if (!signal.aborted) examined.value = found;
    } catch (fault) {
      if (!signal.aborted) error.value = adviceFor(fault);
    } finally {
      if (!signal.aborted) isBusy.value = false;
    }
  };
  return { examined, isBusy, error, look };
}
