import type { Facebank } from 'facebank';
import { centroidOf, rankCandidates } from 'facebank/matching';
import { Connection } from '../../packages/facebank/src/connection.ts';
import { unsealEvent } from '../../packages/facebank/src/events.ts';
import type { Gallery } from '../../packages/facebank/src/gallery.ts';
import { openGallery } from '../../packages/facebank/src/opening.ts';
import { unsealPerson, unsealTemplate } from '../../packages/facebank/src/people.ts';
import { unsealPicture } from '../../packages/facebank/src/pictures.ts';
import type { PersonRecord } from '../../packages/facebank/src/schema.ts';

/** What is in a gallery, and what is wrong with it. */
export interface Inspection {
  /** By label; the digests of templates, oldest shot first, and how many events tell of an enrolment. */
  people: Record<string, { templates: string[]; enrolments: number }>;
  /** The id of the keys that everything is sealed with. */
  keys: string;
  faults: string[];
}

/** Reads every record past the gallery's own methods, unseals it, and holds the methods' answers against it. */
export async function inspect(name: string, bank: Facebank): Promise<Inspection> {
  const connection = await Connection.open(name);
  try {
    const { gallery } = await openGallery(name, connection, 'device', {});
    return await inspectGallery(gallery!, bank);
  } finally {
    connection.close();
  }
}

type Records = Awaited<ReturnType<typeof readRecords>>;
type Member = Awaited<ReturnType<typeof readMember>>;

async function inspectGallery(gallery: Gallery, bank: Facebank): Promise<Inspection> {
  const records = await readRecords(gallery);
  const members = await Promise.all(records.people.map((record) => readMember(gallery, records, record)));
  const people = members.map(({ label, templates, events }) => {
    const enrolments = events.filter(({ kind }) => kind === 'enrolled').length;
    return [label, { templates: templates.map(({ digest }) => digest), enrolments }];
  });
  const faults = [
    ...members.flatMap(faultsOfMember),
    ...faultsOfRest(records),
    ...(await faultsOfAnswers(bank, members)),
  ];
  return { people: Object.fromEntries(people), keys: gallery.keysId, faults };
}

function readRecords(gallery: Gallery) {
  return gallery.read(['people', 'templates', 'events', 'pictures', 'failures', 'staged'], async (tx) => ({
    people: await tx.objectStore('people').getAll(),
    templates: await tx.objectStore('templates').getAll(),
    events: await tx.objectStore('events').getAll(),
    pictures: await tx.objectStore('pictures').getAll(),
    failures: await tx.objectStore('failures').getAll(),
    staged: await tx.objectStore('staged').count(),
  }));
}

/** A person with what can be read of all that refers to them, and how many records of it cannot be. */
async function readMember(gallery: Gallery, records: Records, record: PersonRecord) {
  const { person, centroid } = await unsealPerson(gallery, record);
  const of = <Item extends { person: string | null }>(all: Item[]) => all.filter((item) => item.person === record.id);
  const [templates, pictures, events] = await Promise.all([
    Promise.all(of(records.templates).map((template) => unsealTemplate(gallery, template))),
    Promise.all(of(records.pictures).map((picture) => unsealPicture(gallery, picture))),
    Promise.all(of(records.events).map((event) => unsealEvent(gallery, event))),
  ]);
  return {
    ...person,
    centroid,
    said: person.templates,
    templates: templates.filter((template) => template !== null).sort((a, b) => a.capturedAt - b.capturedAt),
    pictures: pictures.filter((picture) => picture !== null),
    events: events.filter((event) => event !== null),
    unreadable: [...templates, ...pictures, ...events].filter((item) => item === null).length,
  };
}

function faultsOfMember({ label, centroid, said, templates, pictures, unreadable }: Member): string[] {
  const mean = centroidOf(templates.map(({ embedding }) => embedding));
  const shown = pictures.map(({ digest }) => digest).sort();
  const enrolled = templates.map(({ digest }) => digest).sort();
  return faultsIn({
    [`${unreadable} records of ${label} cannot be read`]: unreadable > 0,
    [`${label} has ${templates.length} templates and is said to have ${said}`]: templates.length !== said,
    [`the centroid of ${label} is not the mean`]: mean.some((value, i) => Math.abs(value - centroid[i]!) > 1e-6),
    [`the pictures of ${label} are not those of the templates`]: !isSame(shown, enrolled),
  });
}

/** What would refer to somebody who is not there, or wait for what never comes. */
function faultsOfRest({ people, staged, ...records }: Records): string[] {
  const ids = new Set<string | null>([...people.map(({ id }) => id), null]);
  const templates = new Set<string | null>([...records.templates.map(({ id }) => id), null]);
  const orphans = (store: readonly { person: string | null }[]) =>
    store.filter(({ person }) => !ids.has(person)).length;
  return faultsIn({
    [`${staged} records are staged`]: staged > 0,
    'templates are of nobody': orphans(records.templates) > 0,
    'pictures are of nobody': orphans(records.pictures) > 0,
    'pictures are of no template': records.pictures.some(({ template }) => !templates.has(template)),
    'events are of nobody': orphans(records.events) > 0,
    'failures are of nobody': orphans(records.failures) > 0,
  });
}

/** Does the gallery list everybody, and rank them for every probe as comparing it with each of them does? */
async function faultsOfAnswers(bank: Facebank, members: Member[]): Promise<string[]> {
  const listed = (await bank.list()).map(({ label }) => label).sort();
  const labels = members.map(({ label }) => label).sort();
  const faults = isSame(listed, labels) ? [] : [`${listed} are listed instead of ${labels}`];
  for (const { label, templates } of members) {
    const probe = { ...templates.at(-1)!, digest: `probe of ${label}` };
    // Everybody, so that nobody is missing; and a few, so that they are found by what the search has in memory.
    for (const k of [members.length, 3]) {
      const answer = await bank.identify(probe, { k });
      if (!isSame(answer, rankCandidates(members, probe, { k }))) faults.push(`${label} is identified wrongly`);
    }
  }
  return faults;
}

/** The sentences that are true. */
function faultsIn(sentences: Record<string, boolean>): string[] {
  return Object.keys(sentences).filter((sentence) => sentences[sentence]);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
