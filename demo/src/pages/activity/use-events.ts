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
    const read = async () => {
      try {
        const { events } = reading.peek();
        if (!isFirst && events !== null && (document.hidden || !(await hasNewer(current, query, events)))) return;
        const found = await current.events(query);
        if (!isOver) reading.value = { events: found, error: null };
      } catch (error) {
        if (!isOver) reading.value = { events: null, error };
      }
    };
    let isFirst = true;
    const keepReading = async () => {
      await read();
      isFirst = false;
      if (!isOver) timer = setTimeout(keepReading, everyMs);
    };
    void keepReading();
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
