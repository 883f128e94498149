import { describe, expect, test } from 'vitest';
import { anchorCentres } from '../src/detection/anchors.ts';
import { blazeFace, detectorOutputs, fullRange } from '../src/detection/blazeface.ts';
import { decodeFaces } from '../src/detection/decode.ts';
import { detectorSizes, requireDetectorSize } from '../src/detection/detector-size.ts';

describe('anchorCentres', () => {
  test('are the centres of the cells, row by row, each as often as a cell has anchors', () => {
    expect([...anchorCentres([{ side: 2, perCell: 1 }])]).toEqual([0.25, 0.25, 0.75, 0.25, 0.25, 0.75, 0.75, 0.75]);
    expect([
      ...anchorCentres([
        { side: 1, perCell: 2 },
        { side: 1, perCell: 1 },
      ]),
    ]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  });

  test("are as many as MediaPipe's models have", () => {
    expect(anchorCentres(blazeFace.short.anchors)).toHaveLength(2 * 896);
    expect(anchorCentres(blazeFace.full.anchors)).toHaveLength(2 * 2304);
    expect(detectorOutputs(blazeFace.short)).toEqual([896 * 16, 896]);
    expect(detectorOutputs(blazeFace.full)).toEqual([2304 * 16, 2304]);
  });
});

describe('the full range at another size', () => {
  test.each(detectorSizes)('has an anchor for every four pixels of %i, as at 192', (size) => {
    const { anchors, input } = fullRange(size);
    expect(input).toEqual({ ...blazeFace.full.input, size });
    expect(detectorOutputs(fullRange(size))).toEqual([size ** 2, size ** 2 / 16]);
    const inPixels = anchorCentres(anchors).map((share) => share * size);
    expect([...inPixels.slice(0, 4)]).toEqual([2, 2, 6, 2]);
    expect([...inPixels.slice(-2)]).toEqual([size - 2, size - 2]);
  });

  test('is the bundled one at 192', () => {
    expect(fullRange(192)).toEqual(blazeFace.full);
  });

  test.each([0, -192, 96, 193, 200, 1024, 192.5, Number.NaN, '192', null])('can be no %j', (size) => {
    expect(() => requireDetectorSize(size as never)).toThrow(
      new TypeError("a detector's size is one of 128, 192, 256, 320, 384"),
    );
  });
});

/** One anchor's values: a box about an offset from the anchor, and six keypoints one pixel apart from there. */
function valuesOf(x: number, y: number, side: number): number[] {
  return [x, y, side, side, ...[0, 1, 2, 3, 4, 5].flatMap((k) => [x + k, y - k])];
}

const logit = (score: number) => Math.log(score / (1 - score));

/** Decodes anchors at the given places of a 100-pixel input. */
function decode(anchors: { at: [number, number]; values: number[]; score: number }[], threshold = 0.5) {
  return decodeFaces(
    Float32Array.from(anchors.flatMap(({ values }) => values)),
    Float32Array.from(anchors.map(({ score }) => logit(score))),
    Float32Array.from(anchors.flatMap(({ at }) => at)),
    100,
    threshold,
  );
}

describe('decodeFaces', () => {
  test('gives the box and the keypoints of an anchor in pixels', () => {
    const [face, ...others] = decode([{ at: [0.5, 0.25], values: valuesOf(2, -3, 20), score: 0.8 }]);
    expect(others).toEqual([]);
    expect(face!.score).toBeCloseTo(0.8, 6);
    expect(face!.box).toEqual({ x: 42, y: expect.closeTo(12, 9), width: 20, height: 20 });
    expect(Object.entries(face!.keypoints)).toEqual(
      ['rightEye', 'leftEye', 'noseTip', 'mouthCenter', 'rightEar', 'leftEar'].map((name, k) => [
        name,
        { x: expect.closeTo(52 + k, 4), y: expect.closeTo(22 - k, 4) },
      ]),
    );
  });

  test('leaves out what is under the threshold, and what is no number', () => {
    const at: [number, number] = [0.5, 0.5];
    expect(decode([{ at, values: valuesOf(0, 0, 20), score: 0.49 }])).toEqual([]);
    expect(decode([{ at, values: valuesOf(0, 0, 20), score: 0.49 }], 0.4)).toHaveLength(1);
    expect(decode([{ at, values: valuesOf(0, 0, 20), score: Number.NaN }])).toEqual([]);
  });

  test('blends what overlaps, weighted with the scores, and keeps the best score', () => {
    const faces = decode([
      { at: [0.5, 0.5], values: valuesOf(0, 0, 20), score: 0.6 },
      { at: [0.5, 0.5], values: valuesOf(3, 0, 20), score: 0.9 },
      { at: [0.1, 0.1], values: valuesOf(0, 0, 10), score: 0.7 },
    ]);
    expect(faces.map(({ score }) => score)).toEqual([expect.closeTo(0.9, 6), expect.closeTo(0.7, 6)]);
    // (0.6 × 40 + 0.9 × 43) / 1.5
    expect(faces[0]!.box.x).toBeCloseTo(41.8, 4);
    expect(faces[0]!.keypoints.rightEye).toEqual({ x: expect.closeTo(51.8, 4), y: expect.closeTo(50, 4) });
    expect(faces[1]!.box.x).toBeCloseTo(5, 4);
  });

  test('ends with boxes that have no area', () => {
    const at: [number, number] = [0.5, 0.5];
    const empty = { at, values: valuesOf(0, 0, 0), score: 0.9 };
    expect(decode([empty, empty])).toHaveLength(2);
  });
});
