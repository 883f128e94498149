import type { CapturedFace, FaceEngine, Picture } from 'face-core';
import type { Candidate, Facebank } from 'facebank';

/** A face of a photograph: with its template, or with what is held against it; and who it is, where somebody knows. */
export type FoundFace = CapturedFace & { person: Candidate | null };

/** Everybody in the picture, from left to right. A photograph shows no living people, so that is not asked. */
export async function facesIn(engine: FaceEngine, picture: Picture): Promise<CapturedFace[]> {
  const faces = await engine.captureAll(picture, { liveness: 'skip' });
  return faces.sort((a, b) => a.face.box.x - b.face.box.x);
}

export function recognise(bank: Facebank, faces: readonly CapturedFace[]): Promise<FoundFace[]> {
  return Promise.all(
    faces.map(async (face) => {
      const person = face.template && (await bank.identify(face.template)).match;
      return { ...face, person };
    }),
  );
}
