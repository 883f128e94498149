import type { Quality } from '../quality/quality.ts';
import { fuse } from './fusion.ts';
import type { Liveness } from './liveness.ts';
import type { Judge, LivenessMethod, Presentation } from './method.ts';
import type { LivenessPolicy } from './policy.ts';

/** The judges at hand: every signal's, and a network's only where its model is loaded. */
export type Judges = Partial<Record<LivenessMethod, Judge>>;

/** The passive liveness of one face in one frame, by the methods of a policy. */
export async function judgeLiveness(
  judges: Judges,
  policy: LivenessPolicy,
  presentation: Presentation,
  quality: Quality,
): Promise<Liveness> {
  const odds: Partial<Record<LivenessMethod, number>> = {};
  const maps: [LivenessMethod, Float32Array][] = [];
  for (const method of policy.methods) {
    const judge = judges[method];
    if (judge === undefined) continue;
    const said = await judge(presentation);
    if (typeof said === 'number') {
      odds[method] = said;
    } else {
      odds[method] = said.odds;
      maps.push([method, said.map]);
    }
  }
  const liveness = fuse(odds, policy, presentation.face, quality);
  for (const [method, map] of maps) liveness.parts[method]!.map = map;
  return liveness;
}
