import { describe, expect, test } from 'vitest';
import { estimateAge, ssrNetAge } from '../src/attributes/age.ts';
import { estimateGender, ssrNetGender } from '../src/attributes/gender.ts';
import { regress, ssrNetOutputs, stagewise } from '../src/attributes/ssr-net.ts';
import { Viewer } from '../src/attributes/viewer.ts';
import { fakeSession } from './fake-session.ts';
import { imageOf, similarity } from './synthetic.ts';

/** Outputs whose regression is a given number: the first stage's middle class, scaled. */
const saying = (value: number) => [
  [0, value * 3, 0],
  [0],
  [0, 0, 0],
  [0, 0, 0],
  [0],
  [0, 0, 0],
  [0, 0, 0],
  [0],
  [0, 0, 0],
];

const plane = 64 * 64;
const session = (...values: number[]) => fakeSession(3 * plane, ...values.map(saying));

/** Red says x, green says y, blue is 200; the aligned face lies at (60, 40). */
const face = { frame: imageOf(250, 250, (x, y) => [x, y, 200]), toImage: similarity(0, 1, 60, 40) };

describe('stagewise', () => {
  test("is the paper's sum over three stages", () => {
    const outputs = [
      ...[[0.2, 0.5, 0.3], [0], [0, 0, 0]],
      ...[[0, 1, 0], [0.5], [0, 0.5, 0]],
      ...[[1, 0, 0], [-0.5], [-1, 0, 0]],
    ];
    // (0.5 + 2 · 0.3) / 3 + 1.5 / (3 · 4.5) - 1 / (3 · 4.5 · 1.5)
    const expected = 1.1 / 3 + 1.5 / 13.5 - 1 / 20.25;
    expect(stagewise(outputs.map((output) => Float32Array.from(output)))).toBeCloseTo(expected, 6);
  });

  test('takes the outputs in the order in which they are asked for', () => {
    expect(ssrNetOutputs.map(({ name, length }) => [name, length])).toEqual([
      ...[
        ['prob_stage_1', 3],
        ['stage1_delta_k', 1],
        ['index_offset_stage1', 3],
      ],
      ...[
        ['prob_stage_2', 3],
        ['stage2_delta_k', 1],
        ['index_offset_stage2', 3],
      ],
      ...[
        ['prob_stage_3', 3],
        ['stage3_delta_k', 1],
        ['index_offset_stage3', 3],
      ],
    ]);
  });
});

describe('regress', () => {
  test('is the mean over the face and its mirror image', async () => {
    const fake = session(0.2, 0.5);
    expect(await regress(new Viewer(fake, ssrNetAge.input), face)).toBeCloseTo(0.35, 6);
    const [seen, mirror] = fake.seen as [Float32Array, Float32Array];
    const reversed = Array.from({ length: plane * 3 }, (_, i) => seen[i - (i % 64) + 63 - (i % 64)]!);
    expect([...mirror]).toEqual(reversed);
    expect([...mirror]).not.toEqual([...seen]);
  });

  test.each([
    [-0.1, 0],
    [1.04, 1],
  ])('%d is %d: a model leaves its range by a little', async (value, expected) => {
    expect(await regress(new Viewer(session(value, value), ssrNetAge.input), face)).toBe(expected);
  });

  test('throws where the model gives no number', async () => {
    const viewer = new Viewer(session(0.5, Number.NaN), ssrNetAge.input);
    await expect(regress(viewer, face)).rejects.toThrow(RangeError);
  });
});

/** The bytes that a model was shown in the middle of the crop, plane by plane: the four middle pixels' mean. */
function middle(seen: Float32Array): number[] {
  const { mean, std } = ssrNetAge.input;
  return [0, 1, 2].map((p) => {
    const pixels = [31 * 64 + 31, 31 * 64 + 32, 32 * 64 + 31, 32 * 64 + 32].map((i) => seen[p * plane + i]!);
    return (pixels.reduce((sum, value) => sum + value, 0) / 4) * std[p]! + mean[p]!;
  });
}

test('an age is the regression of 101 years, from the head in RGB with the eyes in the middle', async () => {
  const fake = session(0.4, 0.4);
  expect(await estimateAge(new Viewer(fake, ssrNetAge.input), face)).toBeCloseTo(40.4, 4);
  // The region's middle is (55.5, 51.5) in the aligned face.
  expect(middle(fake.seen[0]!)).toEqual([115.5, 91.5, 200].map((value) => expect.closeTo(value, 3)));
  // A region of 148 pixels begins at -18: its first pixel's centre is at -18 + 148 / 128 - 0.5.
  const left = Math.round(60 - 18 + 148 / 128 - 0.5);
  expect(fake.seen[0]![31 * 64]! * 58.395 + 123.675).toBeCloseTo(left, 3);
});

test('gender is two scores, from the same head in BGR', async () => {
  const fake = session(0.9, 0.7);
  const gender = await estimateGender(new Viewer(fake, ssrNetGender.input), face);
  expect(gender).toEqual({ female: expect.closeTo(0.2, 6), male: expect.closeTo(0.8, 6) });
  expect(middle(fake.seen[0]!)).toEqual([200, 91.5, 115.5].map((value) => expect.closeTo(value, 3)));
});
