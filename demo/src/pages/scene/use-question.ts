import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { Verdict, VerifyDecision } from 'face-gate';
import { useEffect, useRef } from 'preact/hooks';
import { adviceFor } from '../../text/advice.ts';
import { ask, type Means, type Question } from './scene.ts';

export interface Asking {
  /** By the check's name, as they come; `null` before anything is asked. */
  verdicts: ReadonlySignal<ReadonlyMap<string, Verdict> | null>;
  /** `null` until all verdicts are there. */
  decision: ReadonlySignal<VerifyDecision | null>;
  error: ReadonlySignal<string | null>;
  ask: (question: Question, means: Means) => Promise<void>;
  /** Gives the question up, and its answer. */
  forget: () => void;
}

/** A question to the gate, and its answer as it comes. */
export function useQuestion(): Asking {
  const verdicts = useSignal<ReadonlyMap<string, Verdict> | null>(null);
  const decision = useSignal<VerifyDecision | null>(null);
  const error = useSignal<string | null>(null);
  const current = useRef(new AbortController());
  useEffect(() => () => current.current.abort(), []);
  const forget = () => {
    current.current.abort();
    verdicts.value = decision.value = error.value = null;
  };
  const put = async (question: Question, means: Means) => {
    forget();
    current.current = new AbortController();
    const { signal } = current.current;
    verdicts.value = new Map();
    const onVerdict = (verdict: Verdict) => {
      if (!signal.aborted) verdicts.value = new Map(verdicts.value).set(verdict.check, verdict);
    };
    try {
      const answer = await ask(question, means, { onVerdict, signal });
      if (!signal.aborted) decision.value = answer;
    } catch (fault) {
      if (!signal.aborted) error.value = adviceFor(fault);
    }
  };
  return { verdicts, decision, error, ask: put, forget };
}
