import type { LivenessModel } from '../models/descriptor.ts';
import { logit, sigmoid } from './fusion.ts';
import { isNetwork, type LivenessMethod, networks, signals } from './method.ts';
import { miniFasNet } from './minifasnet.ts';
import { surest } from './sequence/scores.ts';

/** What must be said of a face for it to be taken for live. */
export interface LivenessPolicy {
  /** A fused score from here up is live, 0–1. */
  threshold: number;
  /** Least width of the face's box in pixels of the frame: a smaller face shows too little to tell by. */
  minimumFaceSize: number;
  /** The methods that run; those whose model is not loaded are left out. */
  methods: readonly LivenessMethod[];
  /** What each counts for: a network in the mean, a signal in the sum. See docs/guides/liveness.md for the measurement. */
  weights: Readonly<Record<LivenessMethod, number>>;
}

/** How sure of a living person to be: each preset is stricter than the one before, by its threshold and its smallest face. */
export type LivenessPreset = 'relaxed' | 'balanced' | 'strict';

/** A preset by its name, or with changes of the app's own; `balanced` by default. */
export type LivenessPolicyChoice =
  | LivenessPreset
  | (Partial<Omit<LivenessPolicy, 'weights'>> & {
      preset?: LivenessPreset;
      weights?: Partial<LivenessPolicy['weights']>;
    });

/** Equal votes for the networks; a signal counts for what the ablation in docs/guides/liveness.md gives it. */
const weights = { minifasnet: 1, deeppixbis: 1, glare: 0, texture: 0, moire: 0, border: 0 } as const;

/** How far a preset's threshold is from the model's own, in log-odds. */
const presets: Record<LivenessPreset, { strictness: number; minimumFaceSize: number }> = {
  relaxed: { strictness: -1, minimumFaceSize: 40 },
  balanced: { strictness: 0, minimumFaceSize: 60 },
  strict: { strictness: 1, minimumFaceSize: 80 },
};

/**
 * A preset, or one changed in part.
 *
 * @param model the liveness model in use, whose threshold is that of `balanced`
 * @throws TypeError for a preset, method, weight or threshold that there is not
 */
export function completeLivenessPolicy(
  policy: LivenessPolicyChoice = 'balanced',
  model: Pick<LivenessModel, 'threshold'> = miniFasNet,
): LivenessPolicy {
  const { preset = 'balanced', ...changes } = typeof policy === 'string' ? { preset: policy } : policy;
  const base = presets[preset];
  if (base === undefined) throw new TypeError(`there is no liveness preset "${preset}"`);
  const complete = {
    threshold: sigmoid(logit(model.threshold) + base.strictness),
    minimumFaceSize: base.minimumFaceSize,
    methods: networks,
    ...changes,
    weights: { ...weights, ...changes.weights },
  };
  const known: readonly string[] = [...networks, ...signals];
  for (const method of [...complete.methods, ...Object.keys(complete.weights)]) {
    if (!known.includes(method)) throw new TypeError(`there is no liveness method "${method}"`);
  }
  if (!complete.methods.some((method) => isNetwork(method) && complete.weights[method] > 0)) {
    throw new TypeError('a liveness policy needs a network that counts: signals alone can tell no life');
  }
  if (!(complete.threshold >= 1 - surest && complete.threshold <= surest)) {
    throw new TypeError(`a liveness threshold is in ${(1 - surest).toFixed(4)}–${surest}`);
  }
  if (!(typeof complete.minimumFaceSize === 'number' && complete.minimumFaceSize >= 0)) {
    throw new TypeError('a minimum face size is a number of pixels');
  }
  for (const weight of Object.values(complete.weights)) {
    if (!(weight >= 0 && weight < Infinity)) throw new TypeError('a liveness weight is a number from 0 on');
  }
  return complete;
}
