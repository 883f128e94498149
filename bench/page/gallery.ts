import { Facebank } from 'facebank';
import { type GalleryRecord, writeGallery } from '../../packages/facebank/src/exchange/index.ts';
import { centroid, shot } from '../people.ts';

/** A real gallery, encrypted, in IndexedDB. */
export interface GalleryPage {
  /** Imports so many made-up people with a template each; the time is that of the import, in milliseconds. */
  build(people: number): Promise<number>;
  /** Opens the gallery anew and takes everybody into memory. */
  open(): Promise<Opened>;
  /** Identifies a shot of each of these people, one after the other. */
  identify(people: readonly number[]): Promise<{ ms: number; isRight: boolean }[]>;
}

export interface Opened {
  /** Until a person can be verified, and until everybody can be identified: milliseconds. */
  openMs: number;
  loadMs: number;
  /** Of what a search needs in memory, and of the site's storage. */
  searchBytes: number;
  storedBytes: number;
}

const modelId = 'arcface-mobilefacenet@1';
let bank: Facebank;

function* records(people: number): Generator<GalleryRecord> {
  const said = { notes: '', consentAt: null, createdAt: 0, updatedAt: 0, templates: 1, modelId };
  const taken = { modelId, quality: 80, liveness: null, capturedAt: 0, source: null, addedAt: 0 };
  for (let i = 0; i < people; i++) {
    const templates = [{ ...taken, digest: `${i}`, embedding: centroid(i) }];
    yield { type: 'person', person: { ...said, label: `${i}`, displayName: `${i}` }, templates };
  }
}

const bench: GalleryPage = {
  async build(people) {
    const counts = { people, templates: people, events: 0 };
    const file = await writeGallery({ counts, records: records(people) }, { passphrase: null });
    bank = await Facebank.open();
    const start = performance.now();
    await bank.import(file, { mode: 'replace', passphrase: null });
    return performance.now() - start;
  },
  async open() {
    await bank.close();
    const start = performance.now();
    bank = await Facebank.open();
    const openMs = performance.now() - start;
    await bank.load();
    const loadMs = performance.now() - start;
    const { search, storage } = await bank.stats();
    return { openMs, loadMs, searchBytes: search.bytes, storedBytes: storage.usedBytes! };
  },
  async identify(people) {
    const answers = [];
    for (const [i, probe] of people.map(shot).entries()) {
      const template = {
        modelId,
        quality: 80,
        liveness: null,
        capturedAt: 0,
        digest: `${people[i]}`,
        embedding: probe,
      };
      const start = performance.now();
      const { match } = await bank.identify(template);
      answers.push({ ms: performance.now() - start, isRight: match?.label === `${people[i]}` });
    }
    return answers;
  },
};

Object.assign(globalThis, { bench });
