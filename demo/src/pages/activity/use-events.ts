import { useSignal } from '@preact/signals';
import type { BankEvent, EventQuery, Facebank } from 'facebank';
import { useEffect } from 'preact/hooks';
import { bank, people } from '../../services/bank.ts';

/** How often it is looked whether something happened: the gallery tells of changes to people, and not of every event. */
const everyMs = 2_000;

interface Reading {
  /** Newest first; `null` until they are read. */
  events: readonly BankEvent[] | null;
  error: unknown;
}

/** The events asked for, kept current whatever tab they come from. */
export function useEvents(query: EventQuery): Reading {
  const reading = useSignal<Reading>({ events: null, error: null });
  const current = bank.value;
  const asked = JSON.stringify(query);
  useEffect(() => {
    if (current === null) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const show = (events: Reading['events'], error: unknown) => {
      if (!isOver) reading.value = { events, error };
    };
    const read = async () => {
      try {
        show(await current.events(query), null);
      } catch (error) {
        show(null, error);
      }
    };
    const watch = async () => {
      const { events } = reading.peek();
      const isDue = !document.hidden && (events === null || (await hasNewer(current, query, events).catch(() => true)));
      if (isDue) await read();
      if (!isOver) timer = setTimeout(watch, everyMs);
    };
    void read().then(() => {
      if (!isOver) timer = setTimeout(watch, everyMs);
    });
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [current, asked, people.value]);
  return reading.value;
}

/** Is there anything besides what is known? Only what is as new as the newest is read for it. */
async function hasNewer(bank: Facebank, query: EventQuery, known: readonly BankEvent[]): Promise<boolean> {
  const newest = known[0]?.at ?? 0;
  const found = await bank.events({ ...query, from: Math.max(newest, query.from ?? 0) });
  return found.length !== known.filter(({ at }) => at === newest).length;
}
