import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { bank, people } from '../../services/bank.ts';
import { adviceFor } from '../../text/advice.ts';
import { type GalleryPerson, readGallery } from './gallery.ts';

/** Everybody's templates, read anew whenever somebody changes; `null` until they are there. */
export function useGallery(): {
  gallery: ReadonlySignal<readonly GalleryPerson[] | null>;
  error: ReadonlySignal<string | null>;
} {
  const gallery = useSignal<readonly GalleryPerson[] | null>(null);
  const error = useSignal<string | null>(null);
  useSignalEffect(() => {
    const [current, list] = [bank.value, people.value];
    if (current === null) return;
    const change = new AbortController();
    const { signal } = change;
    readGallery(current, list, signal).then(
      (read) => {
        if (!signal.aborted) gallery.value = read;
      },
      (fault) => {
        if (!signal.aborted) error.value = adviceFor(fault);
      },
    );
    return () => change.abort();
  });
  return { gallery, error };
}
