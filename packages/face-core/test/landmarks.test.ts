import { describe, expect, test } from 'vitest';
import { findLandmarks, inFrame, landmarks68 } from '../src/attributes/landmarks.ts';
import { Viewer } from '../src/attributes/viewer.ts';
import { fakeSession } from './fake-session.ts';
import { imageOf, similarity } from './synthetic.ts';

/** Grey says x; the aligned face lies at (50, 30). */
const face = { frame: imageOf(250, 250, (x) => [x, x, x]), toImage: similarity(0, 1, 50, 30) };

/** The session's answers to the three looks, each with all points in one place. */
const session = (...places: [x: number, y: number][]) =>
  fakeSession(64 * 64, ...places.map(([x, y]) => [Array.from({ length: 136 }, (_, i) => (i % 2 === 0 ? x : y))]));

const find = (fake: ReturnType<typeof session>) => findLandmarks(new Viewer(fake, landmarks68.input), face);

describe('findLandmarks', () => {
  test('takes shares of the square of 96 pixels at (8, 28) to pixels of the aligned face', async () => {
    // What does not move with the looks: 4 of 96 pixels down and up.
    const { points, spread } = await find(session([0.25, 0.5], [0.25, 0.5 + 4 / 96], [0.25, 0.5 - 4 / 96]));
    expect(points).toHaveLength(68);
    expect(new Set(points.map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`))).toEqual(new Set(['31.500 75.500']));
    expect(spread).toBeCloseTo(0, 6);
  });

  test('averages the looks; the spread is how far they are apart, in eye distances', async () => {
    // The points move with the crop: 0, -4 and 4 pixels down.
    const { points, spread } = await find(session([0.5, 0.5], [0.5, 0.5], [0.5, 0.5]));
    expect(points[67]).toEqual({ x: expect.closeTo(55.5, 4), y: expect.closeTo(75.5, 4) });
    expect(spread).toBeCloseTo(Math.sqrt(32 / 3) / 35.24, 5);
  });

  test('shows the model the luma of that square, 0–1', async () => {
    const fake = session([0, 0], [0, 0], [0, 0]);
    await find(fake);
    // A crop of 64 pixels: the centre of the first is at 8 + 0.75 - 0.5, that of the last at 104 - 0.75 - 0.5.
    expect(fake.seen[0]![0]! * 255).toBeCloseTo(58, 4);
    expect(fake.seen[0]![63]! * 255).toBeCloseTo(153, 4);
  });

  test('throws where the model gives no numbers', async () => {
    await expect(find(session([0.5, 0.5], [0.5, Number.NaN], [0.5, 0.5]))).rejects.toThrow(RangeError);
  });
});

test('inFrame moves the points alone', () => {
  const landmarks = { points: [{ x: 10, y: 20 }], spread: 0.01 };
  expect(inFrame(landmarks, similarity(90, 2, 100, 0))).toEqual({
    points: [{ x: expect.closeTo(60, 9), y: expect.closeTo(20, 9) }],
    spread: 0.01,
  });
});
