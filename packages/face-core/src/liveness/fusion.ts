import { FaceError } from '../errors.ts';
import type { Quality } from '../quality/quality.ts';
import type { Face } from '../types.ts';
import type { Liveness, LivenessReason } from './liveness.ts';
import { type LivenessMethod, networks, signals } from './method.ts';
import type { LivenessPolicy } from './policy.ts';

/** Odds so little under the threshold are no accusation. */
const unsureBand = 2;

/** The log-odds of one class against all others under softmax: `z_k - log Σ_{i≠k} exp z_i`. */
export function logOdds(logits: ArrayLike<number>, index: number): number {
  let maximum = -Infinity;
  for (let i = 0; i < logits.length; i++) if (i !== index) maximum = Math.max(maximum, logits[i]!);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) if (i !== index) sum += Math.exp(logits[i]! - maximum);
  return logits[index]! - maximum - Math.log(sum);
}

/** The log-odds of a probability. */
export function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** The probability of log-odds. */
export function sigmoid(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

/**
 * The score of all that the methods said: the sigmoid of the networks' weighted mean odds and the signals' weighted sum.
 * Unlike scores, odds do not saturate: a method that is sure counts for more. Where one network is sure of an attack, its odds
 * alone are taken.
 *
 * @throws FaceError `model-corrupt` where no network that counts gave odds, or a method gave no number
 */
export function fuse(
  odds: Partial<Record<LivenessMethod, number>>,
  { threshold, minimumFaceSize, weights }: LivenessPolicy,
  face: Face,
  quality: Quality,
): Liveness {
  const given = (methods: readonly LivenessMethod[]) =>
    methods.flatMap((method) => (odds[method] === undefined ? [] : { odds: odds[method], weight: weights[method] }));
  const sum = (parts: { odds: number; weight: number }[]) =>
    parts.reduce((all, part) => all + part.odds * part.weight, 0);
  const votes = given(networks);
  const mean = sum(votes) / votes.reduce((all, { weight }) => all + weight, 0);
  // No network makes up for another that is sure of an attack.
  const lowest = Math.min(...votes.filter(({ weight }) => weight > 0).map(({ odds }) => odds));
  const suspicious = logit(threshold) - unsureBand;
  const total = (lowest < suspicious ? lowest : mean) + sum(given(signals));
  // Infinite odds are a broken model's, not a sure one's.
  if (!Number.isFinite(total)) {
    const message = 'Liveness gave no number: a model that the policy counts on is not loaded, or broken.';
    throw new FaceError('model-corrupt', message, { odds, weights });
  }
  const score = sigmoid(total);
  const lacks = lacksOf(quality, face.box.width >= minimumFaceSize);
  const suspicion = total < suspicious ? 'presentation-attack' : 'unsure';
  const isLikely = score >= threshold;
  const live = isLikely && lacks.length === 0;
  const parts: Liveness['parts'] = {};
  for (const [method, value] of Object.entries(odds) as [LivenessMethod, number][]) {
    parts[method] = { odds: value, weight: weights[method] };
  }
  return { score, live, threshold, reasons: isLikely || lacks.length > 0 ? lacks : [suspicion], parts };
}

/**
 * What a picture lacks to tell life by. A blurred or dark attack scores like a person, so that no score makes up for it; and "find more
 * light" helps a person, "not live" does not.
 */
function lacksOf({ reasons }: Quality, isLargeEnough: boolean): LivenessReason[] {
  const lacks: LivenessReason[] = reasons.filter(
    (reason) => reason !== 'turned-away' && reason !== 'tilted' && reason !== 'too-small',
  );
  return isLargeEnough ? lacks : ['too-small', ...lacks];
}
