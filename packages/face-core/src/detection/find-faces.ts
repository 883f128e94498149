import type { Box } from '../geometry/box.ts';
import type { Face } from '../types.ts';
import { blazeFace, type Range } from './blazeface.ts';
import type { DetectorSize } from './detector-size.ts';
import { isFaceBeforeFace, isSameFace, mergeDuplicates } from './merge.ts';

/**
 * Runs one detector on the square around a region of the frame, black where it sticks out. Faces come back in pixels of the
 * whole frame, weak candidates included.
 */
export type RunDetector = (range: Range, region: Box) => Promise<Face[]>;

/*
 * Sizes below are a box's width over the frame's longer side, which is what a model sees of it, since a frame is
 * letterboxed. They come from a sweep of 49 faces over sizes: docs/decisions.md, "Detection". What the full range makes of
 * a face depends on the pixels that it sees of it, so with a larger input it does the same with a smaller face.
 */

/** The full range's input in that sweep. */
const sweptInput: DetectorSize = 192;

/**
 * The full range alone settles a frame with a face of this size or more: one smaller may be a bystander's, beside a face too
 * near to be seen. The larger the input, the farther off is too near, and the larger such a bystander.
 */
const usualSize = 0.2;
/** A face under this size gets a second look. */
const smallSize = 0.15;
/** A full-range candidate this large and this unsure may be a face that fills the frame. */
const nearSize = 0.4;
const sureScore = 0.75;
/** From this size up the short range draws the better box; below, the full range alone is believed. */
const shortRangeSize = 0.35;
/** The short range sees a frame with a border around it, because it misplaces the keypoints of a face without one. */
const borderedFrame = 1.7;
/** Below this size the full range starts to miss faces, so a far group is looked at again in tiles. */
const farSize = 0.08;
/**
 * Tiles show faces down to 2.5 % of the frame. In a frame of fewer pixels a side than this, such a face would have under 38,
 * too few to recognise anybody by: the empty frames of a 720p webcam are not searched nine times more. A larger input
 * finds such a face without tiles; with a smaller one they are still not worth the time.
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
 * @param inputSize the side of the full range's input in pixels
 * @returns faces by descending score, none twice
 */
export async function findFaces(run: RunDetector, width: number, height: number, inputSize: number): Promise<Face[]> {
  const frame: Box = { x: 0, y: 0, width, height };
  const zoom = inputSize / sweptInput;
  const sizeOf = ({ box }: Face) => box.width / Math.max(width, height);
  /** The size of a face that the swept input would see as this one sees the face. */
  const seenSizeOf = (face: Face) => sizeOf(face) * zoom;
  const full = async (region: Box) =>
    (await run('full', region)).filter(({ score }) => score >= blazeFace.full.threshold);
  /** The same face, seen larger, if a second look finds it. */
  const closeUp = async (face: Face) => {
    const again = await full(scaled(face.box, zoom / closeUpSize));
    return again.sort(byScore).find((seen) => isSameFace(seen, face));
  };

  const candidates = await run('full', frame);
  let faces = candidates.filter(({ score }) => score >= blazeFace.full.threshold);

  const isSettled =
    faces.some((face) => sizeOf(face) >= usualSize * zoom) &&
    !candidates.some((face) => seenSizeOf(face) >= nearSize && face.score < sureScore);
  if (!isSettled) {
    const near: Face[] = [];
    for (const face of await run('short', scaled(frame, borderedFrame))) {
      if (face.score < blazeFace.short.threshold || sizeOf(face) < shortRangeSize) continue;
      // The short range takes a person with a small face for a large one: a face behind a face has to be seen again.
      const isDoubtful = faces.some((seen) => isFaceBeforeFace(seen, face));
      if (!isDoubtful || (await closeUp(face))) near.push(face);
    }
    faces = mergeDuplicates([...near, ...faces]);
  }
  const seenInFrame = faces;
  const isFar = faces.length === 0 || faces.some((face) => seenSizeOf(face) < farSize);
  if (isFar && Math.max(width, height) >= worthTiling * Math.max(1, zoom)) {
    const inTiles: Face[] = [];
    for (const tile of tilesOf(frame)) inTiles.push(...(await full(tile)));
    faces = mergeDuplicates([...faces, ...inTiles].sort(byScore));
  }
  const looked: Face[] = [];
  for (const face of faces) {
    // Nine tiles are nine chances of a false alarm, so a face seen in a tile alone has to be seen again.
    const isSure = seenInFrame.some((seen) => isSameFace(seen, face));
    const again = isSure && seenSizeOf(face) >= smallSize ? face : await closeUp(face);
    if (again !== undefined) looked.push(again);
    else if (isSure) looked.push(face);
  }
  return mergeDuplicates(looked.sort(byScore));
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
