import { FaceError } from 'face-core';
import type { Check, CheckContext, Reason, Verdict } from './check.ts';
import { type Figures, figuresOf } from './json.ts';

/** Runs a check to its verdict. Whatever it throws or says wrongly is no pass. */
export async function runCheck(check: Check, context: CheckContext, picture: number): Promise<Verdict> {
  const started = performance.now();
  const outcome = await settle(check, context);
  return { check: check.name, picture, ...outcome, ms: performance.now() - started };
}

type Outcome = Pick<Verdict, 'passed' | 'reasons' | 'figures'>;

async function settle(check: Check, context: CheckContext): Promise<Outcome> {
  try {
    const { passed, reasons = [], figures = {} } = await check.run(context);
    const isPassed = passed === true && reasons.length === 0;
    const why =
      isPassed || reasons.length > 0 ? reasons : [{ code: 'check-failed', message: `${check.name} did not pass.` }];
    return {
      passed: isPassed,
      reasons: why.map(({ code, message }) => ({ code, message })),
      figures: figuresOf(figures),
    };
  } catch (error) {
    return { passed: false, ...causeOf(error) };
  }
}

/** Why something failed: all that a FaceError lists, the code of any other coded error, else `check-failed`. */
export function causeOf(error: unknown): { reasons: readonly Reason[]; figures: Figures } {
  if (error instanceof FaceError) {
    return { reasons: error.faults.map(({ code, message }) => ({ code, message })), figures: detailsOf(error.details) };
  }
  const { code, message, details } = Object(error) as { code?: unknown; message?: unknown; details?: unknown };
  const reason = {
    code: typeof code === 'string' ? code : 'check-failed',
    message: typeof message === 'string' ? message : String(error),
  };
  return { reasons: [reason], figures: typeof code === 'string' ? detailsOf(details) : {} };
}

/** What is no JSON is left out: it must not hide why something failed. */
function detailsOf(details: unknown): Figures {
  try {
    return details instanceof Object ? figuresOf(details) : {};
  } catch {
    return {};
  }
}
