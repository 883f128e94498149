import { describe, expect, test } from 'vitest';
import { statusOf } from '../src/decision.ts';
import { failed, passed } from './verdicts.ts';

describe('a status', () => {
  test('is approved where every check has passed', () => {
    expect(statusOf([passed('quality'), passed('match')])).toEqual({ status: 'approved', reasons: [] });
  });

  test('has all reasons of all checks, each once, in their order', () => {
    const verdicts = [
      failed('single-face', 'no-face'),
      failed('quality', 'no-face'),
      failed('scene-task', 'task-not-shown'),
    ];
    expect(statusOf([passed('image-size'), ...verdicts])).toEqual({
      status: 'rejected',
      reasons: [
        { code: 'no-face', message: 'no-face.' },
        { code: 'task-not-shown', message: 'task-not-shown.' },
      ],
    });
  });

  test('is rejected where nothing was checked, or a check did not pass and did not say why', () => {
    expect(statusOf([]).status).toBe('rejected');
    expect(statusOf([passed('quality'), { ...failed('match', ''), reasons: [] }]).status).toBe('rejected');
  });
});
