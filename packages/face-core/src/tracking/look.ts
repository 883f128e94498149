import { overlapArea } from '../geometry/box.ts';
import type { AnalyzedFace, Face } from '../types.ts';
import type { AnalysisParts, TrackOptions } from '../worker/protocol.ts';
import { linkOf } from './link.ts';
import { isSamePerson, similarityOf } from './same-person.ts';
import type { TrackAnalysis, TrackedFace, Tracking } from './track.ts';

/** A face that was out of sight for longer, in milliseconds, is a new one when it comes back. */
const memoryMs = 500;

/**
 * What the next frame of a watch shows. Every face gets its quality. The other parts are computed of each face that is
 * new or was out of sight, and of one more: that whose analysis is the oldest, if it is `refreshMs` old. A face keeps
 * its number only if the new embedding is the same person's.
 *
 * @param detected the frame's faces, by descending score
 * @param analyze computes the given parts of one face of the frame
 */
export async function look(
  last: Tracking,
  detected: readonly Face[],
  { width, height }: { width: number; height: number },
  { parts, at, refreshMs }: TrackOptions,
  analyze: (face: Face, parts: AnalysisParts) => Promise<AnalyzedFace>,
): Promise<Tracking> {
  // Boxes of another size of frame cannot be compared.
  const isSameSize = last.width === width && last.height === height;
  const seenBefore = [...last.faces.map((face) => ({ face, seenAt: last.lookedAt })), ...last.lost];
  const remembered = isSameSize ? seenBefore.filter(({ seenAt }) => at - seenAt <= memoryMs) : [];
  const known = remembered.map(({ face }) => face);
  const links = detected.map((face) => linkOf(face, detected, known));
  const stalest = stalestOf(links, at, refreshMs);

  let { nextId } = last;
  const faces: TrackedFace[] = [];
  for (const [i, face] of detected.entries()) {
    const link = links[i];
    const carried = link !== undefined && link !== stalest && last.faces.includes(link) ? link.analysis : null;
    const seen = await analyze(face, carried ? { embedding: false, liveness: false, quality: parts.quality } : parts);
    const analysis = carried ?? { ...seen, analyzedAt: at };
    const id = link !== undefined && continues(link.analysis, analysis) ? link.id : nextId++;
    faces.push({ ...face, id, quality: seen.quality, analysis });
  }
  // Where somebody is now, nobody else is waited for.
  const lost = remembered.filter((before) => detected.every(({ box }) => overlapArea(box, before.face.box) === 0));
  return { lookedAt: at, width, height, faces, lost, nextId };
}

/** The face whose analysis is the oldest of those that reached the age. An age that is no number counts as reached. */
function stalestOf(
  links: readonly (TrackedFace | undefined)[],
  at: number,
  refreshMs: number,
): TrackedFace | undefined {
  return links
    .filter((face) => face !== undefined)
    .filter(({ analysis }) => !(at - analysis.analyzedAt < refreshMs))
    .sort((a, b) => a.analysis.analyzedAt - b.analysis.analyzedAt)[0];
}

/** Where no embedding was asked for there is none to tell people apart by. */
function continues(before: TrackAnalysis, after: TrackAnalysis): boolean {
  if (before.embedding === null || after.embedding === null) return true;
  return isSamePerson(similarityOf(before.embedding, after.embedding));
}
