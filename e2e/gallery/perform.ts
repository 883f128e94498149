import type { Facebank, FaceTemplate } from 'facebank';
import { type ExportedPerson, writeGallery } from '../../packages/facebank/src/exchange/index.ts';
import { syntheticPerson } from '../../packages/facebank/test/synthetic.ts';
import type { Operation, OperationKind } from './operations.ts';

type Performers = {
  [Kind in OperationKind]: (bank: Facebank, operation: Extract<Operation, { kind: Kind }>) => Promise<unknown>;
};

const performers: Performers = {
  enrol(bank, { label, seed, earlier, count }) {
    const templates = syntheticPerson(seed)
      .shots(earlier + count)
      .slice(earlier);
    return bank.enroll(label, templates, { pictures: templates.map(pictureOf) });
  },
  remove: (bank, { label }) => bank.remove(label),
  rename: (bank, { label, to }) => bank.rename(label, to),
  async reject(bank, { label }) {
    const { match } = await bank.verify(label, syntheticPerson(-1).shot());
    if (match) throw new Error('A stranger was taken for somebody.');
  },
  async import(bank, { people }) {
    const records = await Promise.all(
      people.map(({ label, seed, count }) => recordOf(label, syntheticPerson(seed).shots(count))),
    );
    const templates = records.reduce((sum, { person }) => sum + person.templates, 0);
    const counts = { people: people.length, templates, events: 0 };
    const file = await writeGallery({ counts, records }, { passphrase: null });
    return bank.import(file, { mode: 'replace', passphrase: null });
  },
  reencrypt: (bank) => bank.setEncryption('device'),
};

export function perform(bank: Facebank, operation: Operation): Promise<unknown> {
  return performers[operation.kind](bank, operation as never);
}

async function recordOf(label: string, shots: readonly FaceTemplate[]): Promise<ExportedPerson> {
  const said = { label, displayName: label, notes: '', consentAt: null, createdAt: 1, updatedAt: 1 };
  return {
    type: 'person',
    person: { ...said, templates: shots.length, modelId: shots[0]!.modelId },
    templates: shots.map((shot) => ({ ...shot, source: null, addedAt: shot.capturedAt })),
    crops: await Promise.all(
      shots.map(async (shot, index) => {
        const picture = pictureOf(shot, index);
        const bytes = new Uint8Array(await picture.arrayBuffer());
        return { digest: shot.digest, type: picture.type, bytes, addedAt: shot.capturedAt };
      }),
    ),
  };
}

/** Some are small; some larger than 64 KB, which Chromium keeps in files beside its database. */
function pictureOf(_template: FaceTemplate, index: number): Blob {
  const bytes = crypto.getRandomValues(new Uint8Array(20_000));
  return new Blob(Array<BlobPart>(1 + (index % 4)).fill(bytes), { type: 'image/jpeg' });
}
