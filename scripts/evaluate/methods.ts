import { fuse } from '../../packages/face-core/src/liveness/fusion.ts';
import type { Liveness } from '../../packages/face-core/src/liveness/liveness.ts';
import { isNetwork, type LivenessMethod, networks, signals } from '../../packages/face-core/src/liveness/method.ts';
import type { LivenessPolicy } from '../../packages/face-core/src/liveness/policy.ts';
import type { JudgedFace } from '../harness/harness.ts';
import { type AttackDetectionRates, attackDetectionRates, type Outcome } from './attack-detection.ts';
import { decimals, percent } from './format.ts';
import type { JudgedPresentation } from './presentations.ts';

/** Every method is run once; what others than the policy's would have made of the images is told from their odds. */

export const allMethods: readonly LivenessMethod[] = [...networks, ...signals];

/** The policy with every method run, those that are not its own without a say: it decides as it did. */
export function withEveryMethod(policy: LivenessPolicy): LivenessPolicy {
  const weights = Object.fromEntries(
    allMethods.map((method) => [method, policy.methods.includes(method) ? policy.weights[method] : 0]),
  ) as Record<LivenessMethod, number>;
  return { ...policy, methods: allMethods, weights };
}

/** The policy with these methods instead of its own, each with a weight of 1. */
export function withOnly(methods: readonly LivenessMethod[], policy: LivenessPolicy): LivenessPolicy {
  const weights = Object.fromEntries(allMethods.map((method) => [method, 1])) as Record<LivenessMethod, number>;
  return { ...policy, methods, weights };
}

/** What a policy makes of a face that was judged by every method. Signals alone stand beside an undecided network. */
export function livenessUnder(policy: LivenessPolicy, { face, quality, liveness }: JudgedFace): Liveness {
  const odds: Partial<Record<LivenessMethod, number>> = {};
  for (const method of policy.methods) {
    const part = liveness.parts[method];
    if (part !== undefined) odds[method] = part.odds;
  }
  const hasNetwork = networks.some((method) => odds[method] !== undefined);
  return fuse(hasNetwork ? odds : { ...odds, minifasnet: 0 }, policy, face, quality);
}

/** What becomes of every presentation where its liveness is decided so. */
export function outcomesBy(
  decide: (judged: JudgedFace) => Liveness,
  presentations: readonly JudgedPresentation[],
): Outcome[] {
  return presentations.map(({ attackType, judged }) => {
    if (judged === null) return { attackType, score: -Infinity, live: false, reasons: [] };
    const { score, live, reasons } = decide(judged);
    return { attackType, score, live, reasons };
  });
}

/** One row of the ablation. */
export interface AblationRow {
  methods: string;
  rates: AttackDetectionRates;
}

/** Each method that ran alone; the policy's own fusion; and that with each of them taken out or put in (weight 1). */
export function ablationOf(presentations: readonly JudgedPresentation[], policy: LivenessPolicy): AblationRow[] {
  const ran = methodsThatRan(presentations);
  if (ran.length === 0) return [];
  const own = policy.methods.filter((method) => ran.includes(method));
  const row = (methods: string, changed: LivenessPolicy): AblationRow => ({
    methods,
    rates: attackDetectionRates(outcomesBy((judged) => livenessUnder(changed, judged), presentations)),
  });
  const without = own
    .map((method) => ({ method, left: own.filter((other) => other !== method) }))
    .filter(({ left }) => left.some(isNetwork));
  const others = ran.filter((method) => !own.includes(method));
  return [
    ...ran.map((method) => row(`${method} alone`, withOnly([method], policy))),
    row(`default: ${own.join(' + ')}`, policy),
    ...without.map(({ method, left }) => row(`default without ${method}`, { ...policy, methods: left })),
    ...others.map((method) =>
      row(`default with ${method}`, {
        ...policy,
        methods: [...own, method],
        weights: { ...policy.weights, [method]: 1 },
      }),
    ),
  ];
}

/** The ablation as a table: its header, and a row for each fusion. */
export function ablationTable(ablation: readonly AblationRow[]) {
  const rows = ablation.map(({ methods, rates }) => [
    methods,
    decimals(rates.auc, 4),
    ...[rates.eer, rates.apcer, rates.bpcer, rates.acer].map(percent),
  ]);
  return { header: ['methods', 'AUC', 'EER', 'APCER', 'BPCER', 'ACER'], rows };
}

/** In the order of their definition. */
export function methodsThatRan(presentations: readonly JudgedPresentation[]): LivenessMethod[] {
  return allMethods.filter((method) =>
    presentations.some(({ judged }) => judged !== null && judged.liveness.parts[method] !== undefined),
  );
}
