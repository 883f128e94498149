import type { Reason } from 'face-gate';
import { t } from '../../text/index.ts';

/** A reason of the gate in the language on show; one of a check that has no words here, in its own. */
export function wordsFor({ code, message }: Reason): string {
  const words: Record<string, string> = { ...t().advice.face, ...t().advice.bank, ...t().scene.reasons };
  return words[code] ?? message;
}
