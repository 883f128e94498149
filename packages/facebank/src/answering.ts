import { eventRecord, isRemoved, putEvents } from './events.ts';
import { oneMore } from './failures.ts';
import { pictureRecord, requirePicture } from './pictures.ts';
import type { BankEvent } from './records.ts';
import { eventOf, type Session } from './session.ts';
import type { FaceTemplate } from './template.ts';

export interface ProofOption {
  /** A crop of the probe to keep with the event, encrypted like the rest. Without it no picture is stored. */
  picture?: Blob | undefined;
}

/** @throws FacebankError `bad-options` */
export function requireProof({ picture }: ProofOption): void {
  if (picture !== undefined) requirePicture(picture);
}

/** The events of a probe that was compared: what came of it, and whether it seemed to be a living person's. */
export function eventsOf(
  kind: 'verified' | 'identified' | 'rejected',
  label: string | null,
  probe: FaceTemplate,
  details: { reason?: string; similarity: number | null; threshold: number },
): BankEvent[] {
  const { liveness, quality } = probe;
  const figures = { ...details, quality, livenessScore: liveness?.score ?? null };
  const events = [eventOf(kind, label, figures)];
  if (liveness?.live === false) events.push(eventOf('spoof-suspected', label, figures));
  return events;
}

/**
 * Notes what came of a probe. Only a picture is waited for; the rest is written soon.
 *
 * @param person the `id` of whom it was said, or found, to be of
 */
export async function note(
  { gallery, log }: Session,
  person: string | null,
  events: readonly BankEvent[],
  probe: FaceTemplate,
  picture?: Blob,
): Promise<void> {
  if (picture === undefined) {
    for (const event of events) log.add(event, person);
    return;
  }
  const records = await Promise.all(events.map((event) => eventRecord(gallery, event, person)));
  const kept = await pictureRecord(gallery, { person, template: null }, probe.digest, picture);
  await gallery.write(['events', 'templates', 'pictures'], async (tx) => {
    await putEvents(tx, records);
    if (!(await isRemoved(tx, person))) await tx.objectStore('pictures').put(kept);
  });
}

/**
 * Counts a rejected probe against the person it was said to be of, on disk and before anybody is told: closing the page
 * does not bring the tries back.
 */
export async function countFailure({ gallery, rules }: Session, person: string, label: string): Promise<void> {
  const now = Date.now();
  const suspicion = await eventRecord(
    gallery,
    eventOf('suspicious-series', label, { failures: rules.maximumFailures }),
    person,
  );
  await gallery.write(['failures', 'events', 'templates'], async (tx) => {
    if (await isRemoved(tx, person)) return;
    const failures = tx.objectStore('failures');
    const counted = oneMore(await failures.get(person), person, now);
    await failures.put(counted);
    if (counted.count === rules.maximumFailures) await tx.objectStore('events').put(suspicion);
  });
}
