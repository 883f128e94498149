import type { Identity } from './encryption/vault.ts';
import { type Gallery, isThere, type Writing } from './gallery.ts';
import type { BankEvent, EventKind } from './records.ts';
import type { EventRecord } from './schema.ts';

/** Which events to read. */
export interface EventQuery {
  /** Only of this kind, or these. */
  kind?: EventKind | readonly EventKind[] | undefined;
  /** Only of the person with this label. */
  label?: string | undefined;
  /** Only from this time on: ms since the epoch. */
  from?: number | undefined;
  /** Only before this time: ms since the epoch. */
  to?: number | undefined;
  /** How many at most, the newest ones. Default 1,000. */
  limit?: number | undefined;
}

const batchSize = 500;

/** An event, its key, and the `id` of the person it tells of. */
interface Entry {
  id: string;
  event: BankEvent;
  person: string | null;
}

/** Long enough that a kiosk's next question does not wait for the event of the last; short enough to lose little. */
const burstMs = 100;

/**
 * Events that nobody waits for: they are written together, within a tenth of a second, and are lost only if the page dies
 * before. `settled` writes them at once.
 */
export class EventLog {
  /** How many could not be written. */
  lost = 0;
  readonly #gallery: Gallery;
  #waiting: Entry[] = [];
  #pending = 0;
  #written: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(gallery: Gallery) {
    this.#gallery = gallery;
  }

  add(event: BankEvent, person: string | null): void {
    this.#waiting.push({ id: eventId(event.at), event, person });
    this.#pending += 1;
    if (this.#waiting.length === 1) this.#timer = setTimeout(() => this.settled(), burstMs);
  }

  /** Is everything written? */
  get isIdle(): boolean {
    return this.#pending === 0;
  }

  settled(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#waiting.length > 0) this.#written = this.#written.then(() => this.#write());
    return this.#written;
  }

  async #write(): Promise<void> {
    const entries = this.#waiting;
    if (entries.length === 0) return;
    this.#waiting = [];
    try {
      const records = await Promise.all(
        entries.map(({ id, event, person }) => eventRecord(this.#gallery, event, person, id)),
      );
      await this.#gallery.write(['events', 'templates'], (tx) => putEvents(tx, records), 'relaxed');
    } catch {
      this.lost += entries.length;
    } finally {
      this.#pending -= entries.length;
    }
  }
}

/** Within a transaction: of somebody who was removed in the meantime nothing comes back. */
export async function putEvents(tx: Writing, records: readonly EventRecord[]): Promise<void> {
  for (const record of records) {
    if (record.person === null || (await isThere(tx, record.person))) await tx.objectStore('events').put(record);
  }
}

export async function eventRecord(
  { vault }: Gallery,
  event: BankEvent,
  person: string | null,
  id = eventId(event.at),
): Promise<EventRecord> {
  return { id, person, sealed: await vault.seal(event, eventIdentity({ id, person })) };
}

export function eventIdentity({ id, person }: Omit<EventRecord, 'sealed'>): Identity {
  return ['events', id, person];
}

/**
 * The events asked for that can be read, newest first.
 *
 * @param person the `id` of whom they must tell; `null`: anybody or nobody
 */
export async function readEvents(gallery: Gallery, query: EventQuery, person: string | null): Promise<BankEvent[]> {
  const { from = 0, to = Number.POSITIVE_INFINITY, limit = 1_000 } = query;
  const kinds = query.kind === undefined ? null : new Set([query.kind].flat());
  const ids = await gallery.read(['events'], (tx) =>
    person === null
      ? tx.objectStore('events').getAllKeys()
      : tx.objectStore('events').index('person').getAllKeys(person),
  );
  const wanted = ids.filter((id) => timeOf(id) >= from && timeOf(id) < to).sort();

  const found: BankEvent[] = [];
  while (wanted.length > 0 && found.length < limit) {
    const batch = wanted.splice(-batchSize).reverse();
    const events = await eventsOf(gallery, batch);
    found.push(...events.filter(({ kind }) => kinds === null || kinds.has(kind)));
  }
  return found.slice(0, limit);
}

async function eventsOf(gallery: Gallery, ids: readonly string[]): Promise<BankEvent[]> {
  const records = await gallery.read(['events'], (tx) =>
    Promise.all(ids.map((id) => tx.objectStore('events').get(id))),
  );
  const events = await Promise.all(records.map((record) => record && unsealEvent(gallery, record)));
  return events.filter((event) => event != null);
}

/** `null`: it cannot be read. */
export async function unsealEvent({ vault }: Gallery, record: EventRecord): Promise<BankEvent | null> {
  const event = await vault.unseal(record.sealed, eventIdentity(record)).catch(() => null);
  // In clear it may be anything.
  return typeof event?.kind === 'string' ? event : null;
}

const timeDigits = 9;
let eventsOfThisPage = 0;

/** A key that sorts by time, and within a millisecond of one page by the order of calls. */
function eventId(at: number): string {
  eventsOfThisPage += 1;
  const order = eventsOfThisPage.toString(36).padStart(6, '0');
  return `${at.toString(36).padStart(timeDigits, '0')}-${order}-${crypto.randomUUID()}`;
}

function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, timeDigits), 36);
}

/** All keys of events before this time. */
export function eventsBefore(at: number): IDBKeyRange {
  return IDBKeyRange.upperBound(at.toString(36).padStart(timeDigits, '0'), true);
}
