import {
  type CapturedFace,
  completePolicy,
  estimatePose,
  type FaceEngine,
  FaceError,
  type FaceSource,
  type Faults,
  faultsOfCount,
  faultsOfImage,
  type Picture,
  type Pose,
  sizeOf,
} from 'face-core';
import type { Enrolment, Facebank, Threshold } from 'facebank';
import { cosineSimilarity, type FaceTemplate, thresholdFor } from 'facebank/matching';
import { crop } from './crop.ts';

/**
 * What this page asks of the packages: the faces of a picture, whether two shots are of one person, and that they be kept. A
 * camera is looked at in `guided.ts`, and for a living person in `camera-session.ts`.
 */

/** A face of a picture, with what is held against it, and what it looks like. */
export type FoundFace = CapturedFace & { picture: HTMLCanvasElement; angles: Pose };

/** @throws FaceError what keeps the picture from being read, and `no-face` */
export async function facesIn(engine: FaceEngine, source: FaceSource, signal: AbortSignal): Promise<FoundFace[]> {
  // Decoded once, so that what is drawn of a face is what was judged. A living person was asked for before, or cannot be.
  const picture = await engine.decode(source, { signal });
  try {
    const found = await engine.captureAll(picture, { liveness: 'report', signal });
    if (found.length === 0) throw nobodyIn(picture);
    return found.map((each) => ({
      ...each,
      picture: crop(picture, each.face.box),
      angles: estimatePose(each.face.keypoints),
    }));
  } finally {
    picture.close();
  }
}

function nobodyIn(picture: Picture): FaceError {
  return FaceError.fromFaults([
    ...faultsOfCount(0),
    ...faultsOfImage(sizeOf(picture), completePolicy({})),
  ] as unknown as Faults);
}

export function isSamePerson(a: FaceTemplate, embedding: Float32Array, threshold: Threshold | undefined): boolean {
  return cosineSimilarity(a.embedding, embedding) >= thresholdFor(a.modelId, threshold);
}

interface Details {
  displayName: string | undefined;
  consentAt: number | undefined;
  source: string;
  /** One for each template, where they are to be kept. */
  pictures: Blob[] | undefined;
  threshold: Threshold | undefined;
}

/**
 * @param isKnownElsewhere whether somebody was told that another person here has this face, and wants it all the same
 * @throws FacebankError `already-enrolled` where another person has this face, and nobody was told
 */
export function enrol(
  bank: Facebank,
  label: string,
  templates: readonly FaceTemplate[],
  details: Details,
  isKnownElsewhere: boolean,
): Promise<Enrolment> {
  return bank.enroll(label, templates, { ...details, duplicates: isKnownElsewhere ? 'report' : 'refuse' });
}
