import type { Sighting } from '../src/liveness/sequence/sighting.ts';
import { type FaceView, motionBetween } from '../src/liveness/sequence/view.ts';
import type { AnalyzedFace } from '../src/types.ts';
import { analyzed } from './analyzed.ts';
import { type Turn, tiltedPicture, turningHead, type Warp } from './head-motion.ts';

/** Made-up frames of a video. */

/** Two people whose embeddings have nothing in common. */
export const ada = Float32Array.of(1, 0);
export const bob = Float32Array.of(0, 1);

/** Good shots of people; whatever is said may be otherwise. */
export function faceOf(embedding: Float32Array | null, overrides: Partial<AnalyzedFace> = {}): AnalyzedFace {
  return analyzed({ embedding, ...overrides });
}

let hashes = 0;

/** A frame of a sensor: no two have the same hash. */
export function sighting(at: number, faces: AnalyzedFace[], overrides: Partial<Sighting> = {}): Sighting {
  return {
    at,
    isCut: false,
    width: 640,
    height: 480,
    faces: faces.map((face) => ({ ...face, id: 1, analysis: { ...face, analyzedAt: at } })),
    hash: ++hashes,
    view: faces.length === 1 ? viewOf() : null,
    motion: null,
    ...overrides,
  };
}

/** Where the close-up has the eyes. */
const head = { x: 56, y: 52, eyes: 35.2 };

export const turned = (turn: Turn) => turningHead(turn, head);
export const tilted = (turn: Turn) => tiltedPicture(turn, { x: head.x, y: head.y, distance: 6 * head.eyes });

/** Something with as much to see as a face, under a warp. */
export function closeUp(warp: Warp = (x, y) => [x, y]): Uint8Array {
  return Uint8Array.from({ length: 112 * 112 }, (_, i) => {
    const [x, y] = warp(i % 112, Math.floor(i / 112));
    return (
      128 + 45 * Math.sin(0.31 * x + 0.05 * y) + 40 * Math.cos(0.27 * y - 0.09 * x) + 25 * Math.sin(0.17 * (x + y))
    );
  });
}

/** That as a face's view, 112 pixels of the frame a side. */
function viewOf(warp?: Warp): FaceView {
  return { luma: closeUp(warp), toImage: { a: 1, b: 0, c: 264, d: 0, e: 1, f: 184 } };
}

/** Its traces, as the worker takes them for whoever has this reference. */
export function tracesOf({ reference }: { reference: FaceView | null }, warp: Warp): Pick<Sighting, 'view' | 'motion'> {
  const view = viewOf(warp);
  return { view, motion: reference && motionBetween(reference, view) };
}
