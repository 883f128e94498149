import type { Gallery } from '../src/gallery.ts';
import { type Identification, type IdentifyOptions, rankCandidates } from '../src/matching/index.ts';
import { readPeople, writePerson } from '../src/people.ts';
import type { FaceTemplate } from '../src/template.ts';

/** What `identify` must answer: everybody in the database, compared one by one. */
export async function bruteForce(
  gallery: Gallery,
  probe: FaceTemplate,
  options?: IdentifyOptions,
): Promise<Identification> {
  const { people } = await readPeople(gallery);
  const entries = people.map(({ person, centroid }) => ({ ...person, centroid }));
  return rankCandidates(entries, probe, options);
}

/** Enrols many people at once, each with one shot, sparing them the look for others like them. */
export async function enrolMany(gallery: Gallery, people: { label: string; shot: FaceTemplate }[]): Promise<void> {
  await Promise.all(
    people.map(async ({ label, shot }) => {
      const times = { createdAt: shot.capturedAt, updatedAt: shot.capturedAt };
      await writePerson(gallery, await gallery.vault.personKey(label), null, {
        person: {
          label,
          displayName: label,
          notes: '',
          consentAt: null,
          templates: 1,
          modelId: shot.modelId,
          ...times,
        },
        centroid: shot.embedding,
        insert: [{ ...shot, source: null, addedAt: shot.capturedAt }],
        drop: [],
        pictures: new Map(),
        event: { at: shot.capturedAt, kind: 'enrolled', label, reason: null, details: {} },
      });
    }),
  );
}
