import { describe, expect, test } from 'vitest';
import { cryptographic, drawSteps } from '../src/liveness/challenge/draw.ts';
import { allowedSteps, type ChallengeStep, challengeSteps } from '../src/liveness/challenge/steps.ts';
import { uniform } from './synthetic.ts';

describe('allowedSteps', () => {
  test('are all but those excluded', () => {
    expect(allowedSteps([], true)).toEqual(challengeSteps);
    expect(allowedSteps(['nod', 'turn-left'], true)).toEqual(['turn-right', 'blink', 'move-closer']);
  });

  test('without a model of the eyes nobody is asked to blink', () => {
    expect(allowedSteps([], false)).toEqual(['turn-left', 'turn-right', 'nod', 'move-closer']);
  });

  test.each<[ChallengeStep[], boolean]>([
    [[...challengeSteps], true],
    [['turn-left', 'turn-right', 'nod', 'move-closer'], true],
    [['turn-left', 'turn-right', 'nod'], false],
    [['jump' as ChallengeStep], true],
  ])('without %j, eyes %s, there is no challenge', (exclude, hasEyes) => {
    expect(() => allowedSteps(exclude, hasEyes)).toThrow(TypeError);
  });
});

describe('drawSteps', () => {
  const seeded = (seed: number) => {
    const next = uniform(seed, 0, 2 ** 32);
    return () => Math.floor(next());
  };

  /** How often each sequence was drawn. */
  function tally(count: number, allowed: readonly ChallengeStep[], draws: number): Map<string, number> {
    const random = seeded(5);
    const counts = new Map<string, number>();
    for (let i = 0; i < draws; i++) {
      const sequence = drawSteps(count, allowed, random).join();
      counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
    }
    return counts;
  }

  test('draws the same for the same source, and another for another', () => {
    expect(drawSteps(8, challengeSteps, seeded(1))).toEqual(drawSteps(8, challengeSteps, seeded(1)));
    expect(drawSteps(8, challengeSteps, seeded(1))).not.toEqual(drawSteps(8, challengeSteps, seeded(2)));
  });

  test('every sequence without a repeated step, and with a turn of the head, is as likely as any', () => {
    const counts = tally(3, challengeSteps, 7800);
    // 5·4·4 without a repeat, less blink-closer-blink and closer-blink-closer.
    expect(counts.size).toBe(78);
    for (const [sequence, count] of counts) {
      const steps = sequence.split(',');
      for (let i = 1; i < steps.length; i++) expect(steps[i]).not.toBe(steps[i - 1]);
      // 100 expected, with a deviation of 10.
      expect(count).toBeGreaterThan(55);
      expect(count).toBeLessThan(145);
    }
  });

  test('does without a turn of the head where none is allowed', () => {
    expect([...tally(2, ['blink', 'move-closer'], 100).keys()].sort()).toEqual([
      'blink,move-closer',
      'move-closer,blink',
    ]);
  });

  test('draws again what would favour the first steps', () => {
    // 2³² is 1 more than a multiple of 5: its last word is one too many for the first.
    const words = [2 ** 32 - 1, 4];
    expect(drawSteps(1, ['nod', 'turn-left', 'turn-right', 'blink', 'turn-left'], () => words.shift()!)).toEqual([
      'turn-left',
    ]);
    expect(words).toEqual([]);
  });

  test('takes the browser’s cryptographic numbers by default', () => {
    const words = new Set(Array.from({ length: 50 }, cryptographic));
    expect(words.size).toBeGreaterThan(45);
    for (const word of words) expect(Number.isInteger(word) && word >= 0 && word < 2 ** 32).toBe(true);
    const drawn = new Set(Array.from({ length: 200 }, () => drawSteps(3, challengeSteps).join()));
    expect(drawn.size).toBeGreaterThan(40);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('a count of %s is none', (count) => {
    expect(() => drawSteps(count, challengeSteps)).toThrow(TypeError);
  });
});
