import type { Judge, LivenessSignal } from '../method.ts';
import { borderJudge } from './border.ts';
import { glareJudge } from './glare.ts';
import { moireJudge } from './moire.ts';
import { textureJudge } from './texture.ts';

/** A judge for every signal: none needs a model. Each keeps what it works in. */
export function signalJudges(): Record<LivenessSignal, Judge> {
  return { glare: glareJudge(), texture: textureJudge(), moire: moireJudge(), border: borderJudge() };
}
