import manifest from 'models';
import { describe, expect, test } from 'vitest';
import { FaceError } from '../src/errors.ts';
import { createCrop } from '../src/image/pixels.ts';
import { deepPixBis, deepPixBisJudge } from '../src/liveness/deeppixbis.ts';
import { sigmoid } from '../src/liveness/fusion.ts';
import type { MappedOdds } from '../src/liveness/method.ts';
import { type Judges, judgeLiveness } from '../src/liveness/passive.ts';
import { completeLivenessPolicy } from '../src/liveness/policy.ts';
import type { Quality } from '../src/quality/quality.ts';
import { analyzed } from './analyzed.ts';
import { fakeSession } from './fake-session.ts';
import { faceAt, imageOf, square } from './synthetic.ts';

const side = 224;
const plane = side * side;
const patches = (value: number) => new Array<number>(196).fill(value);
const sessionOf = (map: number[], binary: number) => fakeSession(3 * plane, [map, [binary]]);

/** A frame whose red says x, whose green says y; blue is 200. */
const frame = imageOf(250, 250, (x, y) => [x, y, 200]);
const presentation = (box = square(10, 20, side)) => ({ frame, face: { ...faceAt(0, 0, 100), box }, crop: createCrop });
const judged = async (session: ReturnType<typeof sessionOf>, box = square(10, 20, side)) =>
  (await deepPixBisJudge(session)(presentation(box))) as MappedOdds;

test('the descriptor is what the manifest says', () => {
  const { input, outputs } = manifest.optional.deeppixbis;
  expect(input.shape).toEqual([1, 3, deepPixBis.input.size, deepPixBis.input.size]);
  const lengthOf = (shape: number[]) => shape.reduce((product, length) => product * length, 1);
  expect(outputs.map(({ name, shape }) => ({ name, length: lengthOf(shape) }))).toEqual(deepPixBis.outputs);
});

describe('what the model is shown', () => {
  test('the box, pixel for pixel, in RGB, over 255, less the mean, over the deviation', async () => {
    const session = sessionOf(patches(0.5), 0.5);
    await judged(session);
    const [tensor] = session.seen as [Float32Array];
    for (const [x, y] of [
      [0, 0],
      [223, 0],
      [0, 223],
      [100, 37],
    ] as const) {
      const i = y * side + x;
      expect(tensor[i]).toBeCloseTo(((10 + x) / 255 - 0.485) / 0.229, 5);
      expect(tensor[plane + i]).toBeCloseTo(((20 + y) / 255 - 0.456) / 0.224, 5);
      expect(tensor[2 * plane + i]).toBeCloseTo((200 / 255 - 0.406) / 0.225, 5);
    }
  });

  test('a larger box, reduced without aliasing', async () => {
    // Columns of black and white, a pixel each: grey from afar.
    const stripes = imageOf(1000, 1000, (x) => (x % 2 === 0 ? [0, 0, 0] : [255, 255, 255]));
    const session = sessionOf(patches(0.5), 0.5);
    await deepPixBisJudge(session)({ ...presentation(square(0, 0, 4 * side)), frame: stripes });
    const grey = (127.5 / 255 - 0.485) / 0.229;
    expect(session.seen[0]!.slice(0, plane).every((value) => Math.abs(value - grey) < 0.05)).toBe(true);
  });

  test("beyond the frame, the frame's edge drawn out", async () => {
    const session = sessionOf(patches(0.5), 0.5);
    await judged(session, square(-100, 20, side));
    const red = (i: number) => session.seen[0]![i]! * 0.229 * 255 + 0.485 * 255;
    // The first 100 columns are the frame's first one, whose red is 0.
    for (const [column, value] of [
      [0, 0],
      [99, 0],
      [101, 1],
      [223, 123],
    ] as const) {
      expect(red(column)).toBeCloseTo(value, 3);
    }
  });
});

describe('what it says', () => {
  test('the odds of (mean of the map + the whole) / 2', async () => {
    // Half of the patches 0.9, half 0.5: a mean of 0.7.
    const map = patches(0.9).fill(0.5, 98);
    const { odds } = await judged(sessionOf(map, 0.3));
    expect(sigmoid(odds)).toBeCloseTo(0.5, 6);
    expect(sigmoid((await judged(sessionOf(map, 0.9))).odds)).toBeCloseTo(0.8, 6);
  });

  test('the map, in a copy of its own', async () => {
    const session = sessionOf(patches(0.5), 0.5);
    const own = Float32Array.from(patches(0).map((_, i) => i / 196));
    session.run = async () => [own, Float32Array.of(0.5)];
    const { map } = await judged(session);
    expect(map).toEqual(own);
    expect(map).not.toBe(own);
  });

  test.each([
    [0, -13.8155],
    [1, 13.8155],
  ])('finite odds where it is as sure as a number can say: %d', async (value, odds) => {
    expect((await judged(sessionOf(patches(value), value))).odds).toBeCloseTo(odds, 4);
  });

  test.each([
    ['a patch is NaN', patches(0.9).fill(Number.NaN, 7, 8), 0.9],
    ['the whole is NaN', patches(0.9), Number.NaN],
    ['a patch is infinite', patches(0.9).fill(Infinity, 7, 8), 0.9],
    ['a patch is a logit', patches(0.9).fill(1.5, 7, 8), 0.9],
    ['the whole is a logit', patches(0.9), -0.2],
  ])('no number where %s', async (_what, map, binary) => {
    expect((await judged(sessionOf(map, binary))).odds).toBeNaN();
  });
});

describe('in the fusion', () => {
  const good: Quality = { ...analyzed().quality!, reasons: [] };
  const liveness = (judges: Judges, methods = completeLivenessPolicy().methods) =>
    judgeLiveness(judges, { ...completeLivenessPolicy(), methods }, presentation(), good);
  const minifasnet = () => 3;

  test('the mean of both networks, with the map in its part', async () => {
    const deeppixbis = deepPixBisJudge(sessionOf(patches(0.5), 0.5));
    expect(await liveness({ minifasnet, deeppixbis })).toMatchObject({
      score: expect.closeTo(sigmoid(1.5), 6),
      parts: {
        minifasnet: { odds: 3, weight: 1 },
        deeppixbis: { odds: expect.closeTo(0, 6), weight: 1, map: Float32Array.from(patches(0.5)) },
      },
    });
  });

  test('without its model: MiniFASNet alone, and no part', async () => {
    expect(await liveness({ minifasnet })).toMatchObject({
      score: sigmoid(3),
      parts: { minifasnet: { odds: 3, weight: 1 } },
    });
    expect((await liveness({ minifasnet })).parts).not.toHaveProperty('deeppixbis');
  });

  test('asked for alone and not there: an error, not a life', async () => {
    await expect(liveness({}, ['deeppixbis'])).rejects.toThrow(FaceError);
    await expect(liveness({ minifasnet }, ['deeppixbis'])).rejects.toThrow(FaceError);
  });

  test.each([
    ['gives NaN', deepPixBisJudge(sessionOf(patches(Number.NaN), 1))],
    ['does not run', () => Promise.reject(new Error('out of memory'))],
  ])('a model that %s is an error, however live the other finds the face', async (_what, deeppixbis) => {
    await expect(liveness({ minifasnet: () => 50, deeppixbis })).rejects.toThrow();
  });
});
