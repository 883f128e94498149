import { describe, expect, test } from 'vitest';
import { createCrop } from '../src/image/pixels.ts';
import { fillTensor, type ImageInput, shapeOf } from '../src/image/tensor.ts';
import { cropOf } from './synthetic.ts';

/** Reds 1–4, greens 11–14, blues 21–24, row by row. */
const crop = cropOf(2, (x, y) => [1 + x + 2 * y, 11 + x + 2 * y, 21 + x + 2 * y]);

const raw: ImageInput = { size: 2, channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] };

function tensorOf(input: ImageInput, from = crop): number[] {
  const tensor = new Float32Array(12).fill(Number.NaN);
  fillTensor(from, input, tensor);
  return [...tensor];
}

describe('fillTensor', () => {
  test('lays the channels out as planes', () => {
    expect(tensorOf(raw)).toEqual([1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24]);
  });

  test('turns the planes round for BGR', () => {
    expect(tensorOf({ ...raw, channels: 'bgr' })).toEqual([21, 22, 23, 24, 11, 12, 13, 14, 1, 2, 3, 4]);
  });

  test("takes mean and standard deviation in the planes' order", () => {
    const input: ImageInput = { ...raw, mean: [1, 11, 21], std: [1, 2, 4] };
    expect(tensorOf(input)).toEqual([0, 1, 2, 3, 0, 0.5, 1, 1.5, 0, 0.25, 0.5, 0.75]);
    expect(tensorOf({ ...input, channels: 'bgr' })).toEqual([20, 21, 22, 23, 0, 0.5, 1, 1.5, -5, -4.75, -4.5, -4.25]);
  });

  test('spans what ArcFace wants: (x - 127) / 128', () => {
    const extremes = cropOf(2, (x, y) => [x * 255, 127, y * 255]);
    const arcFace: ImageInput = { size: 2, channels: 'rgb', mean: [127, 127, 127], std: [128, 128, 128] };
    const [low, high] = [-127 / 128, 1];
    expect(tensorOf(arcFace, extremes)).toEqual([low, high, low, high, 0, 0, 0, 0, low, low, high, high]);
  });

  test('makes one plane of luma for a grey input', () => {
    const input: ImageInput = { size: 2, channels: 'gray', mean: [10], std: [2] };
    const tensor = new Float32Array(4);
    fillTensor(crop, input, tensor);
    // BT.601: 0.299 R + 0.587 G + 0.114 B
    const luma = [1, 2, 3, 4].map((red) => 0.299 * red + 0.587 * (red + 10) + 0.114 * (red + 20));
    expect([...tensor]).toEqual(luma.map((value) => expect.closeTo((value - 10) / 2, 5)));
    expect([shapeOf(input), shapeOf(raw)]).toEqual([
      [1, 1, input.size, input.size],
      [1, 3, raw.size, raw.size],
    ]);
    expect(() => fillTensor(crop, input, new Float32Array(12))).toThrow(RangeError);
  });

  test('refuses sizes that differ', () => {
    expect(() => fillTensor(crop, { ...raw, size: 3 }, new Float32Array(27))).toThrow(RangeError);
    expect(() => fillTensor(createCrop(3), raw, new Float32Array(12))).toThrow(RangeError);
    expect(() => fillTensor(crop, raw, new Float32Array(11))).toThrow(RangeError);
    expect(() => fillTensor(crop, raw, new Float32Array(24))).toThrow(RangeError);
  });
});

describe('createCrop', () => {
  test('has three bytes a pixel', () => {
    expect(createCrop(5).size).toBe(5);
    expect(createCrop(5).data).toHaveLength(75);
  });
});
