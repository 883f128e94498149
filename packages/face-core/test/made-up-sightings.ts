import type { TrackedFace } from 'face-core';
import { noAttributes } from '../src/attributes/attributes.ts';
import type { LivenessReason } from '../src/liveness/liveness.ts';
import type { Sighting } from '../src/liveness/sequence/sighting.ts';
import { type FaceView, motionBetween } from '../src/liveness/sequence/view.ts';
import type { QualityReason } from '../src/quality/quality.ts';
import type { Keypoints } from '../src/types.ts';
import { tilted, tracesOf, turned } from './sightings.ts';
import { head, square } from './synthetic.ts';

/** Frames of a video of somebody who moves as they are told, as the engine would see them. */

export interface Look {
  /** In degrees: see `estimatePose`. */
  yaw?: number;
  pitch?: number;
  /** The width of the face's box in pixels; the frame is 640×480. */
  width?: number;
  /** How open the eyes are, 0–1; `null`: no model looked. */
  eyes?: number | null;
  keypoints?: Keypoints;
  person?: Float32Array;
  /** The passive score. */
  score?: number;
  quality?: QualityReason[];
  liveness?: LivenessReason[];
  /** Whether it shows no relief, though the keypoints move. */
  isFlat?: boolean;
}

/** People who have nothing in common: unit vectors along one axis each. */
export function personOf(axis: number): Float32Array {
  return Float32Array.from({ length: 512 }, (_, i) => (i === axis ? 1 : 0));
}

export const ada = personOf(0);
export const berta = personOf(1);

export function faceOf(look: Look, at: number): TrackedFace {
  const { yaw = 0, pitch = 0, width = 160, eyes = 1, person = ada, score = 0.9 } = look;
  const keypoints = look.keypoints ?? head({ yaw, pitch }, { x: 320, y: 240 }, width * 0.4);
  const face = { box: square(320 - width / 2, 240 - width / 2, width), score: 0.9, keypoints };
  const parts = { sharpness: 1, brightness: 1, contrast: 1, size: 1, pose: 1, framing: 1 };
  const quality = { score: 95, parts, reasons: look.quality ?? [] };
  const reasons = look.liveness ?? [];
  const liveness = { score, threshold: 0.5, live: score >= 0.5 && reasons.length === 0, reasons, parts: {} };
  const analysis = {
    ...face,
    ...noAttributes,
    eyes: eyes === null ? null : { right: eyes, left: eyes },
    embedding: person,
    modelId: 'model@1',
    digest: String(at),
    liveness,
    quality,
    analyzedAt: at,
  };
  return { ...face, id: 1, quality, analysis };
}

/** What takes sightings in. */
interface Looker {
  reference: FaceView | null;
}

/** A frame with these faces, as the worker sees it for whoever looks; no two frames have the same pixels. */
export function sightingOf(looker: Looker, at: number, ...looks: Look[]): Sighting {
  const faces = looks.map((look) => faceOf(look, at));
  return {
    at,
    isCut: false,
    width: 640,
    height: 480,
    faces,
    hash: at,
    view: null,
    motion: null,
    ...tracesFor(looker, looks),
  };
}

const traces = new Map<string, ReturnType<typeof tracesOf>>();
const nobody: Looker = { reference: null };

/** Of the only face; kept, as they take long to draw and to compare. */
function tracesFor({ reference }: Looker, [look, another]: Look[]) {
  if (look === undefined || another !== undefined) return {};
  const { yaw = 0, pitch = 0, isFlat = false } = look;
  const warp = (isFlat ? tilted : turned)({ yaw, pitch });
  const pose = `${Math.round(yaw)} ${Math.round(pitch)} ${isFlat}`;
  const view = kept(pose, () => tracesOf(nobody, warp)).view!;
  if (reference === null) return { view };
  const from = [...traces].find(([, { view }]) => view === reference)![0];
  return kept(`${from} to ${pose}`, () => ({ view, motion: motionBetween(reference, view) }));
}

function kept(key: string, make: () => ReturnType<typeof tracesOf>) {
  const made = traces.get(key) ?? make();
  traces.set(key, made);
  return made;
}
