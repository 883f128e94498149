import type { Facebank, FaceTemplate } from 'facebank';
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
  reencrypt: (bank) => bank.setEncryption('device'),
};

export function perform(bank: Facebank, operation: Operation): Promise<unknown> {
  return performers[operation.kind](bank, operation as never);
}

/** Some are small; some larger than 64 KB, which Chromium keeps in files beside its database. */
function pictureOf(_template: FaceTemplate, index: number): Blob {
  const bytes = crypto.getRandomValues(new Uint8Array(20_000));
  return new Blob(Array<BlobPart>(1 + (index % 4)).fill(bytes), { type: 'image/jpeg' });
}
