import { type FaceTemplate, faultsOfQuality, faultsOfSize } from 'face-core';
import type { Facebank, Identification, Verification } from 'facebank';
import { thresholdFor } from 'facebank/matching';
import type { Check, Finding } from '../check.ts';
import type { CompleteGatePolicy } from '../policy.ts';
import { findingOf } from './finding.ts';

/** A comparison with the gallery, in one call. */
export interface Match<Answer> extends Check {
  /** What the gallery said last; `null` where nothing was compared. */
  readonly answer: Answer | null;
}

/** Is it the person with this label? */
export function matchPerson(
  bank: Pick<Facebank, 'verify'>,
  policy: CompleteGatePolicy,
  label: string,
): Match<Verification> {
  const { threshold } = policy;
  return matching(
    policy,
    (probe) => bank.verify(label, probe, { threshold }),
    (answer) => finding(answer.match, 'not-this-person', answer),
  );
}

/** Is it anybody who is enrolled? */
export function matchAnybody(bank: Pick<Facebank, 'identify'>, policy: CompleteGatePolicy): Match<Identification> {
  const { threshold } = policy;
  return matching(
    policy,
    (probe, signal) => bank.identify(probe, { threshold, signal }),
    ({ match, candidates }, { modelId }) =>
      finding(match !== null, 'nobody', {
        similarity: candidates[0]?.similarity,
        threshold: thresholdFor(modelId, threshold),
        candidates,
      }),
  );
}

/**
 * A face that is too small or too poor is not compared: its similarity says nothing, and the gallery would count it against
 * the person.
 */
function matching<Answer>(
  policy: CompleteGatePolicy,
  compare: (probe: FaceTemplate, signal: AbortSignal) => Promise<Answer>,
  judge: (answer: Answer, probe: FaceTemplate) => Finding,
): Match<Answer> {
  let answer: Answer | null = null;
  return {
    name: 'match',
    get answer() {
      return answer;
    },
    async run({ face, probe, signal }) {
      answer = null;
      const shown = await face();
      const faults = [...faultsOfSize(shown, policy), ...faultsOfQuality(shown, policy)];
      if (faults.length > 0) return findingOf(faults, {});
      const template = await probe();
      signal.throwIfAborted();
      answer = await compare(template, signal);
      return judge(answer, template);
    },
  };
}

const messages = {
  'not-this-person': 'This is not the person who is enrolled under this label.',
  nobody: 'This is nobody who is enrolled.',
};

function finding(passed: boolean, code: keyof typeof messages, figures: object): Finding {
  return { passed, reasons: passed ? [] : [{ code, message: messages[code] }], figures };
}
