import { type AnalysisParts, type FaceSource, type FaceTemplate, freshFrames } from 'face-core';
import type { Check, Question, Verdict } from './check.ts';
import type { SeenPicture } from './decision.ts';
import { isWorthAnother } from './retry.ts';
import { causeOf, runCheck } from './run-check.ts';
import { type Eyes, Sight } from './sight.ts';

/** What is asked of a picture. */
export interface Inquiry {
  question: Question;
  label: string | null;
  checks: readonly Check[];
  attempts: number;
  nearMiss: number;
  onVerdict: (verdict: Verdict) => void;
  signal: AbortSignal;
}

/** What came of it. */
export interface Looked {
  verdicts: readonly Verdict[];
  picture: SeenPicture;
  /** `null` where some check did not pass. */
  template: FaceTemplate | null;
}

/**
 * Looks at a picture with all checks at once; at further frames of a video, while the last one was no good.
 *
 * @param index which of the pictures it is
 * @throws the signal's reason; whatever else fails is a verdict
 */
export async function look(eyes: Eyes, source: FaceSource, index: number, inquiry: Inquiry): Promise<Looked> {
  let looked: Looked | null = null;
  let attempts = 0;
  for await (const frame of freshFrames(source, inquiry.attempts, inquiry.signal)) {
    attempts += 1;
    looked = await lookOnce(eyes, frame, index, inquiry);
    looked.picture.attempts = attempts;
    if (!isWorthAnother(looked.verdicts, inquiry.nearMiss)) break;
  }
  return looked!;
}

async function lookOnce(eyes: Eyes, source: FaceSource, index: number, inquiry: Inquiry): Promise<Looked> {
  const { question, label, checks, onVerdict, signal } = inquiry;
  const started = performance.now();
  let sight: Sight;
  try {
    sight = await Sight.take(eyes, source, partsFor(checks), signal);
  } catch (error) {
    signal.throwIfAborted();
    const verdict = {
      check: 'picture',
      picture: index,
      passed: false,
      ...causeOf(error),
      ms: performance.now() - started,
    };
    onVerdict(verdict);
    return { verdicts: [verdict], picture: { ...unseen }, template: null };
  }
  try {
    const { picture, width, height } = sight;
    const shared = { question, label, source, picture, width, height, signal };
    const context = { ...shared, faces: () => sight.faces(), face: () => sight.face(), probe: () => sight.probe() };
    const verdicts = await Promise.all(
      checks.map(async (check) => {
        const verdict = await runCheck(check, context, index);
        if (!signal.aborted) onVerdict(verdict);
        return verdict;
      }),
    );
    signal.throwIfAborted();
    const faces = await sight.faces().catch(() => []);
    const { decodeMs, analyzeMs } = sight;
    return {
      verdicts,
      picture: { width, height, faces: faces.map(({ box }) => box), attempts: 1, decodeMs, analyzeMs },
      template: verdicts.every(({ passed }) => passed) ? await sight.probe() : null,
    };
  } finally {
    sight.close();
  }
}

const unseen: SeenPicture = { width: null, height: null, faces: [], attempts: 1, decodeMs: null, analyzeMs: null };

/** Embedding and quality, and what else the checks read. */
function partsFor(checks: readonly Check[]): AnalysisParts {
  const parts: AnalysisParts = { embedding: true, quality: true, liveness: false };
  for (const { needs = [] } of checks) for (const part of needs) parts[part] = true;
  return parts;
}
