import { type Gallery, nextSequence } from '../src/gallery.ts';
import { type Identification, type IdentifyOptions, rankCandidates } from '../src/matching/index.ts';
import { personRecord, readPeople, templateRecord } from '../src/people.ts';
import type { FaceTemplate } from '../src/template.ts';

/** What `identify` must answer: everybody in the database, compared one by one. */
export async function bruteForce(
  gallery: Gallery,
  probe: FaceTemplate,
  options?: IdentifyOptions,
): Promise<Identification> {
  const people = await readPeople(gallery);
  const entries = people.map(({ person, centroid }) => ({ ...person, centroid }));
  return rankCandidates(entries, probe, options);
}

/** Enrols many people at once, each with one shot: in one transaction, and without the look for others like them. */
export async function enrolMany(gallery: Gallery, people: { label: string; shot: FaceTemplate }[]): Promise<void> {
  const records = await Promise.all(
    people.map(async ({ label, shot }) => {
      const { modelId, embedding: centroid, capturedAt: addedAt } = shot;
      const times = { createdAt: addedAt, updatedAt: addedAt };
      const person = { label, displayName: label, notes: '', consentAt: null, templates: 1, modelId, ...times };
      const place = { key: await gallery.vault.personKey(label), id: crypto.randomUUID() };
      return {
        person: await personRecord(gallery, place, { person, centroid }),
        template: await templateRecord(gallery, place.id, { ...shot, source: null, addedAt }),
      };
    }),
  );
  await gallery.write(['people', 'templates'], async (tx, state) => {
    for (const { person, template } of records) {
      await tx.objectStore('people').put({ ...person, sequence: await nextSequence(tx, state) });
      await tx.objectStore('templates').put(template);
    }
  });
}
