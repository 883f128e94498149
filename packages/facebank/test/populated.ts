import { eventRecord } from '../src/events.ts';
import type { Facebank } from '../src/index.ts';
import { personRecord, templateRecord } from '../src/people.ts';
import { staged } from '../src/staging.ts';
import { rawGallery } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

/** What tests tell people by: it occurs nowhere else. */
export const ada = { label: 'Ada Lovelace', notes: 'wrote the first program', person: syntheticPerson(1) };
export const eve = { label: 'Eve Arden', notes: 'lives next door', person: syntheticPerson(2) };

/** Bytes that no encryption produces by chance. */
export const picture = new Blob(['a picture of a face, as a test has it'], { type: 'image/png' });

/** Two people in a gallery that has something in every store: templates, pictures, events and, of Ada, a failure. */
export async function populate(bank: Facebank): Promise<void> {
  for (const { label, notes, person } of [ada, eve]) {
    await bank.enroll(label, person.shots(2), { notes, source: 'webcam', pictures: [picture, null] });
    await bank.verify(label, person.shot(), { picture });
    await bank.identify(person.shot());
    await bank.note({ label, reason: 'let-in' });
  }
  await bank.verify(ada.label, syntheticPerson(3).shot());
  // Until everything is written.
  await bank.events();
}

/** Everything that a gallery tells of the two of them, without the changes of its encryption. */
export async function toldBy(bank: Facebank) {
  const people = await Promise.all(
    [ada, eve].map(async ({ label }) => ({
      person: await bank.get(label),
      templates: await bank.templates(label),
      pictures: await Promise.all(
        (await bank.pictures(label)).map(async (kept) => ({ ...kept, picture: await kept.picture.text() })),
      ),
    })),
  );
  const events = await bank.events();
  return { people, events: events.filter(({ kind }) => kind !== 'encryption-changed') };
}

/** Writes many people with a template and an event each, in one step, to a gallery of a device: their labels. */
export async function crowd(name: string, count: number): Promise<string[]> {
  const gallery = await rawGallery(name);
  const labels = Array.from({ length: count }, (_, i) => `person ${String(i).padStart(4, '0')}`);
  await staged(gallery, async (staging) => {
    for (const [i, label] of labels.entries()) {
      const id = crypto.randomUUID();
      const key = await gallery.vault.personKey(label);
      const shot = { ...syntheticPerson(i + 1).shot(), source: null, addedAt: 1 };
      const said = { label, displayName: label, notes: '', consentAt: null, createdAt: 1, updatedAt: 1 };
      const body = { person: { ...said, templates: 1, modelId: shot.modelId }, centroid: shot.embedding };
      const event = { at: i + 1, kind: 'enrolled', label, reason: null, details: {} } as const;
      await staging.add(
        { store: 'people', put: { ...(await personRecord(gallery, { key, id }, body)), sequence: 0 } },
        { store: 'templates', put: await templateRecord(gallery, id, shot) },
        { store: 'events', put: await eventRecord(gallery, event, id) },
      );
    }
    await staging.commit({ replace: false });
  });
  return labels;
}
