import type { Facebank, FaceTemplate } from 'facebank';
import type { Shot, Subject } from './subject.ts';

/** Does with a gallery all that leaves something of these people in it. */
export async function liveWith(bank: Facebank, subjects: readonly Subject[]): Promise<void> {
  for (const { texts, shots, probe } of subjects) {
    const { label, displayName, notes, remark } = texts;
    await bank.enroll(label, shots.map(templateOf), { pictures: shots.map(pictureOf), displayName, notes });
    await bank.verify(label, templateOf(probe), { picture: pictureOf(probe) });
    await bank.identify(templateOf(probe));
    await bank.note({ label, reason: 'remark', details: { remark } });
  }
}

function templateOf({ template, embedding }: Shot): FaceTemplate {
  return { ...template, embedding: Float32Array.from(embedding) };
}

function pictureOf({ picture }: Shot): Blob {
  return new Blob([Uint8Array.from(picture)], { type: 'image/jpeg' });
}
