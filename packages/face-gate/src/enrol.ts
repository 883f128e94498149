import type { FaceTemplate } from 'face-core';
import type { Enrolment, EnrolOptions, Facebank } from 'facebank';
import type { Verdict } from './check.ts';
import { figuresOf } from './json.ts';
import { causeOf } from './run-check.ts';

/** What came of enrolling somebody whose pictures passed every check, and the verdict on it. */
export async function enrol(
  bank: Pick<Facebank, 'enroll'>,
  label: string,
  templates: readonly FaceTemplate[],
  options: EnrolOptions,
): Promise<{ verdict: Verdict; answer: Enrolment | null }> {
  const started = performance.now();
  const about = { check: 'enrolment', picture: 0 };
  try {
    const answer = await bank.enroll(label, templates, options);
    const verdict = {
      ...about,
      passed: true,
      reasons: [],
      figures: figuresOf(answer),
      ms: performance.now() - started,
    };
    return { verdict, answer };
  } catch (error) {
    options.signal?.throwIfAborted();
    return { verdict: { ...about, passed: false, ...causeOf(error), ms: performance.now() - started }, answer: null };
  }
}
