import { randomBytes } from 'node:crypto';
import type { FaceTemplate } from 'facebank';
import { centroidOf } from 'facebank/matching';
import { syntheticPerson } from '../../packages/facebank/test/synthetic.ts';
import { type Secrets, tracesOfBytes, tracesOfText } from './traces.ts';

/** A person, and all that a gallery is told of them, in a form that can be handed to a page. */
export interface Subject {
  texts: { label: string; displayName: string; notes: string; remark: string };
  shots: Shot[];
  /** A shot that is not enrolled. */
  probe: Shot;
}

export interface Shot {
  template: Omit<FaceTemplate, 'embedding'>;
  embedding: number[];
  picture: number[];
}

export function subjectOf(seed: number, texts: Subject['texts']): Subject {
  const [probe, ...shots] = syntheticPerson(seed)
    .shots(3)
    .map(({ embedding, ...template }, index) => ({
      template,
      embedding: [...embedding],
      // Of two sizes: Chromium keeps the larger in files beside its database.
      picture: [...randomBytes(index === 1 ? 100_000 : 5_000)],
    }));
  return { texts, shots, probe: probe! };
}

/** What a gallery keeps of somebody, and is to keep to itself. */
export function secretsOf({ texts, shots, probe }: Subject): Secrets {
  const secrets: Secrets = {};
  const add = (name: string, traces: Buffer[]) => {
    secrets[`${name} of ${texts.label}`] = traces;
  };
  for (const [name, text] of Object.entries(texts)) add(name, tracesOfText(text));
  const embeddings = shots.map(({ embedding }) => Float32Array.from(embedding));
  for (const [index, embedding] of embeddings.entries()) add(`embedding ${index}`, tracesOfBytes(bytesOf(embedding)));
  add('centroid', tracesOfBytes(bytesOf(centroidOf(embeddings))));
  for (const [index, { picture }] of shots.entries()) add(`picture ${index}`, tracesOfBytes(Buffer.from(picture)));
  add('picture of the probe', tracesOfBytes(Buffer.from(probe.picture)));
  return secrets;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
