import type { Baseline, Stance } from './stance.ts';
import type { StepEvidence, StepExtremes } from './state.ts';
import type { ChallengeStep } from './steps.ts';

/** What is kept of one prompt. */
export class StepRecord {
  readonly evidence: StepEvidence;
  readonly #baseline: Baseline;

  constructor(step: ChallengeStep, baseline: Baseline, shownAt: number) {
    const extremes: StepExtremes = {
      yaw: { least: 0, most: 0 },
      pitch: { least: 0, most: 0 },
      growth: 1,
      openness: null,
    };
    this.evidence = { step, shownAt, begunAt: null, doneAt: null, extremes };
    this.#baseline = baseline;
  }

  add(stance: Stance): void {
    const { extremes } = this.evidence;
    for (const axis of ['yaw', 'pitch'] as const) {
      const turned = stance[axis] - this.#baseline[axis];
      extremes[axis].least = Math.min(extremes[axis].least, turned);
      extremes[axis].most = Math.max(extremes[axis].most, turned);
    }
    extremes.growth = Math.max(extremes.growth, stance.width / this.#baseline.width);
    if (stance.openness !== null) extremes.openness = Math.min(extremes.openness ?? 1, stance.openness);
  }
}
