import type { BankEvent, Person } from 'facebank';
import sharp from 'sharp';
import { type ExportedPerson, type GalleryRecord, writeGallery } from '../../packages/facebank/src/exchange/index.ts';
import { MODEL, syntheticPerson } from '../../packages/facebank/test/synthetic.ts';
import { ada as adaScene } from '../demo.ts';

/** Made-up people and what happened to them, as a file that the demo imports. Times are where the tests run. */

const enrolledAt = new Date(2026, 0, 5, 9, 30).getTime();
export const minute = 60_000;
export const day = (date: number, hour: number, minutes = 0) => new Date(2026, 2, date, hour, minutes).getTime();

/** @param seed tells people apart */
export function personOf(
  seed: number,
  label: string,
  about: Partial<Person> = {},
  crop?: Uint8Array<ArrayBuffer>,
): ExportedPerson {
  const createdAt = about.createdAt ?? enrolledAt;
  const templates = syntheticPerson(seed)
    .shots(about.templates ?? 3)
    .map((template, index) => ({
      ...template,
      capturedAt: createdAt - minute + index,
      quality: 62 + 9 * index,
      source: 'webcam',
      addedAt: createdAt,
    }));
  const said = { displayName: label, notes: '', consentAt: createdAt, createdAt, updatedAt: createdAt };
  return {
    type: 'person',
    person: { ...said, ...about, label, templates: templates.length, modelId: MODEL },
    templates,
    ...(crop && { crops: [{ digest: templates[0]!.digest, type: 'image/jpeg', addedAt: createdAt, bytes: crop }] }),
  };
}

/** What the gate notes of somebody whom it lets in. */
export function arrival(label: string, at: number): BankEvent {
  const details = { question: 'identify', reasons: null, similarity: 0.71, liveness: 0.93, quality: 84 };
  return { at, kind: 'noted', label, reason: 'gate-approved', details };
}

export function rejection(at: number, reasons: string, label: string | null = null): BankEvent {
  const details = { question: 'verify', reasons, similarity: 0.12, liveness: 0.91, quality: 80 };
  return { at, kind: 'noted', label, reason: 'gate-rejected', details };
}

export async function fileOf(
  people: readonly ExportedPerson[],
  events: readonly BankEvent[],
  passphrase: string | null = null,
): Promise<Buffer> {
  const records: GalleryRecord[] = [...people, ...events.map((event) => ({ type: 'event' as const, event }))];
  const templates = people.reduce((sum, person) => sum + person.templates.length, 0);
  const counts = { people: people.length, templates, events: events.length };
  return Buffer.from(await (await writeGallery({ counts, records }, { passphrase })).arrayBuffer());
}

/** Three people, one of them with a picture, who came and went on two days in March. */
export async function threePeople(passphrase: string | null = null): Promise<Buffer> {
  const { x, y } = adaScene.region!;
  const crop = await sharp(adaScene.photograph)
    .extract({ left: x + 150, top: y + 40, width: 300, height: 300 })
    .resize(160, 160)
    .jpeg()
    .toBuffer();
  return fileOf(
    [
      personOf(1, 'ada@example.org', { displayName: 'Ada Lovelace', notes: 'Writes programs.' }, Uint8Array.from(crop)),
      personOf(2, 'Zoë', { templates: 2, createdAt: enrolledAt + 60 * minute, consentAt: null }),
      personOf(3, '=Berta', { createdAt: enrolledAt + 120 * minute }),
    ],
    [
      arrival('ada@example.org', day(3, 8, 15)),
      arrival('Zoë', day(3, 8, 40)),
      arrival('ada@example.org', day(3, 12, 5)),
      arrival('ada@example.org', day(3, 17, 30)),
      rejection(day(3, 18), 'nobody'),
      arrival('=Berta', day(4, 7, 55)),
      rejection(day(4, 8), 'not-this-person not-live', 'Zoë'),
      arrival('Zoë', day(4, 8, 20)),
    ],
    passphrase,
  );
}
