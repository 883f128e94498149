import type { Box } from '../geometry/box.ts';
import type { Face } from '../types.ts';
import { blazeFace, type Range } from './blazeface.ts';
import { isFaceBeforeFace, isSameFace, mergeDuplicates } from './merge.ts';

/**
 * Runs one detector on a region of the frame, black where the region sticks out. Faces come back in pixels of the whole
 * frame, weak candidates included.
 */
export type RunDetector = (range: Range, region: Box) => Face[];

/*
 * Sizes below are a box's width over the frame's longer side, which is what a model sees of it, since a frame is
 * letterboxed. They come from a sweep of 49 faces over sizes: docs/decisions.md, "Detection".
 */

/** The full range alone settles a frame with a face of this size or more: one smaller may be a bystander's. */
const usualSize = 0.2;
/** A face under this size gets a second look. */
const smallSize = 0.15;
/** A full-range candidate this large and this unsure may be a face that fills the frame. */
const nearSize = 0.4;
const sureScore = 0.75;
/** From this size up the short range draws the better box; below, the full range alone is believed. */
const shortRangeSize = 0.3;
/** The short range sees a frame with a border around it, because it misplaces the keypoints of a face without one. */
const borderedFrame = 1.7;
/** Below this size the full range starts to miss faces, so a far group is looked at again in tiles. */
const farSize = 0.08;
/**
 * Tiles show faces down to 2.5 % of the frame. In a frame of fewer pixels a side than this, such a face would have under 38,
 * too few to recognise anybody by: the empty frames of a 720p webcam are not searched nine times more.
 */
const worthTiling = 1500;
/**
 * A tile's side over the frame's, each way: three a side share a sixth of the frame, which is more than a far face is wide
 * even in a 16:9 frame's height.
 */
const tileShare = 0.45;
const tilePlaces = [0, 0.5, 1];
/** A second look at a small face has it this large: its keypoints are then a model's pixel apart, not several. */
const closeUpSize = 0.35;

/**
 * Finds every face of a frame, from one that fills it to a group across a room. The usual frame, one face at arm's
 * length, costs one run of the full-range model; a frame without such a face costs a run of the short range as well; small
 * faces cost a close-up each; and a large picture of a far group, or one where nobody was found, is searched again in nine
 * tiles.
 *
 * @returns faces by descending score, none twice
 */
export function findFaces(run: RunDetector, width: number, height: number): Face[] {
  const frame: Box = { x: 0, y: 0, width, height };
  const sizeOf = ({ box }: Face) => box.width / Math.max(width, height);
  const full = (region: Box) => run('full', region).filter(({ score }) => score >= blazeFace.full.threshold);

  const candidates = run('full', frame);
  let faces = candidates.filter(({ score }) => score >= blazeFace.full.threshold);

  const isSettled =
    faces.some((face) => sizeOf(face) >= usualSize) &&
    !candidates.some((face) => sizeOf(face) >= nearSize && face.score < sureScore);
  if (!isSettled) {
    const near = run('short', scaled(frame, borderedFrame))
      .filter((face) => face.score >= blazeFace.short.threshold && sizeOf(face) >= shortRangeSize)
      // The short range takes a person with a small face for a large one: a face behind a face has to be seen again.
      .filter((face) => !faces.some((seen) => isFaceBeforeFace(seen, face)) || closeUp(full, face));
    faces = mergeDuplicates([...near, ...faces]);
  }
  const seenInFrame = faces;
  const isFar = faces.length === 0 || faces.some((face) => sizeOf(face) < farSize);
  if (isFar && Math.max(width, height) >= worthTiling) {
    faces = mergeDuplicates([...faces, ...tilesOf(frame).flatMap(full)].sort(byScore));
  }
  const looked = faces.flatMap((face) => {
    // Nine tiles are nine chances of a false alarm, so a face seen in a tile alone has to be seen again.
    const isSure = seenInFrame.some((seen) => isSameFace(seen, face));
    if (isSure && sizeOf(face) >= smallSize) return face;
    return closeUp(full, face) ?? (isSure ? face : []);
  });
  return mergeDuplicates(looked.sort(byScore));
}

/** The same face, seen larger, if a second look finds it. */
function closeUp(run: (region: Box) => Face[], face: Face): Face | undefined {
  const { x, y, width, height } = face.box;
  const side = width / closeUpSize;
  const again = run({ x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side });
  return again.sort(byScore).find((seen) => isSameFace(seen, face));
}

function tilesOf({ width, height }: Box): Box[] {
  const tile = { width: width * tileShare, height: height * tileShare };
  const [freeWidth, freeHeight] = [width - tile.width, height - tile.height];
  return tilePlaces.flatMap((v) => tilePlaces.map((u) => ({ x: u * freeWidth, y: v * freeHeight, ...tile })));
}

/** The box, `factor` times as large about the same centre. */
function scaled({ x, y, width, height }: Box, factor: number): Box {
  const [newWidth, newHeight] = [width * factor, height * factor];
  return { x: x + (width - newWidth) / 2, y: y + (height - newHeight) / 2, width: newWidth, height: newHeight };
}

function byScore(a: Face, b: Face): number {
  return b.score - a.score;
}
