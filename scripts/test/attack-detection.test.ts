import { describe, expect, test } from 'vitest';
import { attackDetectionRates, errorsByType, type Outcome, worstType } from '../evaluate/attack-detection.ts';

/** What a failure to acquire scores. */
const failed = -Infinity;

/** Outcomes at a threshold of 0.5. */
const outcomes = (attackType: string | null, ...scores: number[]): Outcome[] =>
  scores.map((score) => ({ attackType, score, live: score >= 0.5, reasons: [] }));

describe('attackDetectionRates', () => {
  test("APCER is the worst type's, not the mean over all attacks", () => {
    const rates = attackDetectionRates([
      ...outcomes(null, 0.9, 0.8, 0.4, 0.7),
      ...outcomes('print', 0.1, 0.2, 0.3, 0.6),
      ...outcomes('mask', 0.55, 0.2),
    ]);
    expect(rates.apcer).toBe(1 / 2); // of print 1/4, of all 2/6
    expect(rates.bpcer).toBe(1 / 4);
    expect(rates.acer).toBe((1 / 2 + 1 / 4) / 2);
    // Of 24 pairs 0.9, 0.8 and 0.7 win 6 each, and 0.4 wins over 0.1, 0.2, 0.3 and 0.2.
    expect(rates.auc).toBeCloseTo(22 / 24, 12);
    // From 0.55 (2 of 6 pass, 1 of 4 is rejected) to 0.6 (1 of 6, 1 of 4): they meet at 1/4.
    expect(rates.eer).toBeCloseTo(1 / 4, 12);
  });

  test('a failure to acquire is a rejected presentation, of a person and of an attack', () => {
    const rates = attackDetectionRates([
      ...outcomes(null, 0.9, failed),
      ...outcomes('print', failed, 0.6),
      ...outcomes('mask', failed, failed, 0.7, 0.1),
    ]);
    expect(rates.bpcer).toBe(1 / 2);
    expect(rates.apcer).toBe(1 / 2); // of print; of mask 1/4
    // 0.9 wins over all 6; the failure ties with 3 failures.
    expect(rates.auc).toBeCloseTo((6 + 3 / 2) / 12, 12);
  });

  test('the decision counts, not the score: a face may be too small to tell by', () => {
    const [small] = outcomes(null, 0.99) as [Outcome];
    const rates = attackDetectionRates([{ ...small, live: false }, ...outcomes('print', 0.1)]);
    expect(rates).toEqual({ auc: 1, eer: 0, apcer: 0, bpcer: 1, acer: 0.5 });
  });

  test('what cannot be measured is null', () => {
    const unmeasured = { auc: null, eer: null, acer: null };
    expect(attackDetectionRates(outcomes(null, 0.9))).toEqual({ ...unmeasured, apcer: null, bpcer: 0 });
    expect(attackDetectionRates(outcomes('print', 0.9))).toEqual({ ...unmeasured, apcer: 1, bpcer: null });
    expect(attackDetectionRates([])).toEqual({ ...unmeasured, apcer: null, bpcer: null });
  });
});

describe('errorsByType', () => {
  test('counts each type by itself, and no bona fide', () => {
    const all = [...outcomes(null, 0.9), ...outcomes('print', 0.6, 0.1), ...outcomes('mask', failed, 0.2, 0.3)];
    expect(errorsByType(all)).toEqual({ print: { attacks: 2, apcer: 1 / 2 }, mask: { attacks: 3, apcer: 0 } });
  });

  test('takes a type by any name', () => {
    const errors = errorsByType(outcomes('__proto__', 0.9));
    expect(JSON.stringify(errors)).toBe('{"__proto__":{"attacks":1,"apcer":1}}');
  });
});

describe('worstType', () => {
  test('is the type with the largest share that passes, with its counts', () => {
    const all = [...outcomes('print', 0.6, 0.1, 0.1), ...outcomes('mask', 0.9, 0.2), ...outcomes('screen', failed)];
    expect(worstType(all)).toEqual({ type: 'mask', attacks: 2, passed: 1 });
  });

  test('is none without an attack', () => {
    expect(worstType(outcomes(null, 0.9))).toBeNull();
  });
});
