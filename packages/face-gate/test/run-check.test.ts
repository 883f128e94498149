import { FaceError } from 'face-core';
import { FacebankError } from 'facebank/matching';
import { describe, expect, test } from 'vitest';
import type { Check, CheckContext, Finding } from '../src/index.ts';
import { runCheck } from '../src/run-check.ts';

const context = {} as CheckContext;
const run = (finding: Check['run'], name = 'a-check') => runCheck({ name, run: finding }, context, 2);

describe('a check', () => {
  test('passes where it says so', async () => {
    expect(await run(() => ({ passed: true, figures: { score: 0.5, list: [1, 'two'] } }))).toEqual({
      check: 'a-check',
      picture: 2,
      passed: true,
      reasons: [],
      figures: { score: 0.5, list: [1, 'two'] },
      ms: expect.any(Number),
    });
  });

  const wrong: Record<string, unknown> = {
    nothing: undefined,
    null: null,
    'a word': 'passed',
    'true alone': true,
    'no boolean': { passed: 'yes' },
    'no word of it': {},
    'a pass with a reason against it': { passed: true, reasons: [{ code: 'but', message: 'But.' }] },
    'figures that are no JSON': { passed: true, figures: { big: 1n } },
    'reasons that are no list': { passed: false, reasons: 7 },
  };
  test.each(Object.entries(wrong))('fails that answers %s', async (_, finding) => {
    const { passed, reasons } = await run(() => finding as Finding);
    expect(passed).toBe(false);
    expect(reasons.length).toBeGreaterThan(0);
  });

  test('that fails keeps its reasons and figures', async () => {
    const reasons = [
      { code: 'a', message: 'A.' },
      { code: 'b', message: 'B.' },
    ];
    expect(await run(async () => ({ passed: false, reasons, figures: { x: 1 } }))).toMatchObject({
      passed: false,
      reasons,
      figures: { x: 1 },
    });
  });

  test('that throws fails with the code and the numbers of the error', async () => {
    const cases: [unknown, string, object][] = [
      [new FaceError('no-face', 'Nobody.', { faces: 0 }), 'no-face', { faces: 0 }],
      [new FacebankError('too-many-failures', 'Wait.', { retryAt: 5 }), 'too-many-failures', { retryAt: 5 }],
      [new Error('Oops.'), 'check-failed', {}],
      [new FaceError('no-face', 'Nobody.', { big: 1n }), 'no-face', {}],
      [Object.assign(new Error('Odd.'), { code: 'odd', details: { big: 1n } }), 'odd', {}],
      ['Oops.', 'check-failed', {}],
      [undefined, 'check-failed', {}],
      [new DOMException('Full.', 'QuotaExceededError'), 'check-failed', {}],
    ];
    for (const [error, code, figures] of cases) {
      const verdict = await run(() => {
        throw error;
      });
      expect(verdict).toMatchObject({ passed: false, reasons: [{ code }], figures });
    }
  });

  test('that throws a FaceError of several faults gives all of them', async () => {
    const faults = ['not-live', 'low-quality'].map((code) => ({ code, message: `${code}.`, details: {} }));
    const error = FaceError.fromFaults(faults as unknown as Parameters<typeof FaceError.fromFaults>[0]);
    const verdict = await run(() => Promise.reject(error));
    expect(verdict.reasons.map(({ code }) => code)).toEqual(['not-live', 'low-quality']);
  });
});
