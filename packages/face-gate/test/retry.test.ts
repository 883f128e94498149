import { expect, test } from 'vitest';
import { isWorthAnother } from '../src/retry.ts';
import { failed, passed } from './verdicts.ts';

const missedBy = (similarity: number, code = 'not-this-person') =>
  failed('match', code, { similarity, threshold: 0.4 });

test.each(['no-face', 'low-quality', 'face-too-small'])('a frame that is poor (%s) is worth another', (code) => {
  expect(isWorthAnother([failed('quality', code), failed('scene-task', 'task-not-shown')], 0)).toBe(true);
  expect(isWorthAnother([failed('quality', code), failed('liveness', 'not-live')], 0)).toBe(true);
});

test.each(['not-live', 'image-too-small', 'task-not-shown', 'too-many-failures', 'bad-image'])(
  '%s is final',
  (code) => {
    expect(isWorthAnother([passed('quality'), failed('another', code)], 0.05)).toBe(false);
  },
);

test('a second face is final, however poor the frame is', () => {
  expect(isWorthAnother([failed('single-face', 'multiple-faces'), failed('quality', 'low-quality')], 0.05)).toBe(false);
});

test('so is an approval', () => {
  expect(isWorthAnother([passed('quality'), passed('match', { similarity: 0.41, threshold: 0.4 })], 0.05)).toBe(false);
});

test('a near miss is worth another only where nothing else is wrong', () => {
  expect(isWorthAnother([passed('quality'), missedBy(0.36)], 0.05)).toBe(true);
  expect(isWorthAnother([passed('quality'), missedBy(0.36, 'nobody')], 0.05)).toBe(true);
  expect(isWorthAnother([passed('quality'), missedBy(0.34)], 0.05)).toBe(false);
  expect(isWorthAnother([passed('quality'), missedBy(0.39)], 0)).toBe(false);
  expect(isWorthAnother([failed('liveness', 'not-live'), missedBy(0.36)], 0.05)).toBe(false);
  expect(isWorthAnother([missedBy(0.36, 'unknown-person')], 0.05)).toBe(false);
  expect(isWorthAnother([missedBy(Number.NaN)], 0.05)).toBe(false);
});
