import type { Facebank, FaceTemplate, Person, Threshold } from 'facebank';
import {
  centroidOf,
  type GalleryEntry,
  type Identification,
  matchPerson,
  rankCandidates,
  type Verification,
} from 'facebank/matching';

/**
 * The gallery, asked without a trace: `bank.verify` and `bank.identify` write down that somebody was seen, which somebody in
 * a photograph that is looked at here was not.
 */

export interface GalleryPerson extends GalleryEntry {
  displayName: string;
  templates: readonly FaceTemplate[];
}

/** Everybody's templates, and their centroid. */
export async function readGallery(
  bank: Facebank,
  people: readonly Person[],
  signal: AbortSignal,
): Promise<GalleryPerson[]> {
  const read: GalleryPerson[] = [];
  for (const { label, displayName, modelId } of people) {
    signal.throwIfAborted();
    const templates = await bank.templates(label);
    if (templates.length === 0) continue;
    const centroid = centroidOf(templates.map(({ embedding }) => embedding));
    read.push({ label, displayName, modelId, centroid, templates });
  }
  return read;
}

/** Is the probe of the person of these templates? */
export function compareWith(
  templates: readonly FaceTemplate[],
  probe: FaceTemplate,
  threshold: Threshold | undefined,
): Verification {
  const centroid = centroidOf(templates.map(({ embedding }) => embedding));
  return matchPerson({ centroid, templates }, probe, { threshold });
}

/** Who of the gallery is it? */
export function whoIs(
  gallery: readonly GalleryPerson[],
  probe: FaceTemplate,
  threshold: Threshold | undefined,
): Identification {
  return rankCandidates(gallery, probe, { threshold, k: 1 });
}
