import type { QualityReason } from '../../quality/quality.ts';
import type { Sighting } from '../sequence/sighting.ts';
import type { Baseline, Stance } from './stance.ts';

/** What keeps a head from being taken for at rest. */
export type NeutralHint =
  | 'no-face'
  | 'return-to-centre'
  | 'hold-still'
  | 'too-close'
  /** They have to be open before they can be closed. */
  | 'open-eyes'
  | Exclude<QualityReason, 'turned-away'>;

/**
 * A head this straight, in degrees, can be told from a turned one in both directions. Pitch is another for every face: that of
 * good, straight photographs is between -3 and 29.
 */
const straightYaw = 15;
const straightPitch = 30;
/** A box wider than this share of the frame's shorter side has no room to come closer. */
const roomyShare = 0.55;
/** What a head at rest may move by: degrees, less than half a nod; and a share of the box's width. */
const stillDegrees = 4;
const stillGrowth = 0.12;
/** How much of that it takes. */
const restMs = 500;
const restFrames = 4;

export function isStraight({ yaw, pitch }: Stance): boolean {
  return Math.abs(yaw) <= straightYaw && Math.abs(pitch) <= straightPitch;
}

/** Waits until somebody looks straight and holds still, and finds their baseline. */
export class Neutral {
  hint: NeutralHint | null = null;
  #rest: Stance[] = [];

  /** 0–1. */
  get progress(): number {
    if (this.#rest.length === 0) return 0;
    return Math.min(1, this.#rest.length / restFrames, (this.#restedMs + 1) / (restMs + 1));
  }

  /** Where the head is at rest; `null` while it is not. */
  get baseline(): Baseline | null {
    if (this.#rest.length < restFrames || this.#restedMs < restMs) return null;
    const middle = (part: keyof Baseline) => median(this.#rest.map((stance) => stance[part]));
    return { yaw: middle('yaw'), pitch: middle('pitch'), width: middle('width') };
  }

  /** @param flaw what is wrong with the picture, if anything is */
  add(stance: Stance, { width, height }: Sighting, flaw: NeutralHint | null): void {
    this.hint = flaw ?? faultOf(stance, Math.min(width, height));
    if (this.hint !== null) {
      this.#rest = [];
      return;
    }
    const stillness = this.#rest.filter((before) => isAtRestWith(before, stance));
    if (stillness.length < this.#rest.length) this.hint = 'hold-still';
    // What came before a motion is no part of the rest after it.
    const lastMoved = this.#rest.findLastIndex((before) => !stillness.includes(before));
    this.#rest = [...this.#rest.slice(lastMoved + 1), stance];
  }

  get #restedMs(): number {
    return (this.#rest.at(-1)?.at ?? 0) - (this.#rest[0]?.at ?? 0);
  }
}

function faultOf(stance: Stance, shorterSide: number): NeutralHint | null {
  if (!isStraight(stance)) return 'return-to-centre';
  return stance.width <= roomyShare * shorterSide ? null : 'too-close';
}

function isAtRestWith(before: Stance, now: Stance): boolean {
  return (
    Math.abs(before.yaw - now.yaw) <= stillDegrees &&
    Math.abs(before.pitch - now.pitch) <= stillDegrees &&
    Math.abs(before.width / now.width - 1) <= stillGrowth
  );
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
