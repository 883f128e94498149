import { describe, expect, test } from 'vitest';
import type { RgbaImage } from '../src/image/pixels.ts';
import { fillLetterbox, letterboxOf, unletterboxed } from '../src/objects/letterbox.ts';

const size = (width: number, height: number) => ({ width, height });

/** An image by a function of its place to RGB. */
function picture(width: number, height: number, colour: (x: number, y: number) => [number, number, number]): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) data.set([...colour(i % width, Math.floor(i / width)), 255], i * 4);
  return { data, width, height };
}

/** The bytes of one plane of the input that an image becomes, row by row. */
function planes(image: RgbaImage, width: number, height: number): number[][][] {
  const input = size(width, height);
  const tensor = new Float32Array(3 * width * height).fill(Number.NaN);
  fillLetterbox(image, letterboxOf(image, input), input, tensor);
  const row = (plane: number, y: number) =>
    Array.from({ length: width }, (_, x) => Number((tensor[(plane * height + y) * width + x]! * 255).toFixed(3)));
  return [0, 1, 2].map((plane) => Array.from({ length: height }, (_, y) => row(plane, y)));
}

describe('letterboxOf', () => {
  // As ultralytics.data.augment.LetterBox(auto=False) computes them.
  test.each([
    ['square', size(640, 640), size(640, 640), { x: 0, y: 0, width: 640, height: 640 }],
    ['wide', size(1920, 1080), size(640, 640), { x: 0, y: 140, width: 640, height: 360 }],
    ['tall', size(1080, 1920), size(640, 640), { x: 140, y: 0, width: 360, height: 640 }],
    ['small', size(100, 50), size(640, 640), { x: 0, y: 160, width: 640, height: 320 }],
    ['an odd rest', size(640, 425), size(640, 640), { x: 0, y: 107, width: 640, height: 425 }],
    ['a line', size(10_000, 1), size(640, 640), { x: 0, y: 319, width: 640, height: 1 }],
    ['one pixel', size(1, 1), size(640, 384), { x: 128, y: 0, width: 384, height: 384 }],
    ['a half, to the even number', size(1280, 5), size(640, 640), { x: 0, y: 319, width: 640, height: 2 }],
    ['another half', size(1280, 7), size(640, 640), { x: 0, y: 318, width: 640, height: 4 }],
    ['into a rectangle', size(1000, 1000), size(640, 384), { x: 128, y: 0, width: 384, height: 384 }],
  ])('%s', (_, image, input, box) => {
    expect(letterboxOf(image, input)).toEqual(box);
  });
});

describe('fillLetterbox', () => {
  test('a wide image lies in the middle of grey', () => {
    const [red, green, blue] = planes(
      picture(4, 2, (x, y) => [x * 10, y * 10, 200]),
      4,
      4,
    );
    const grey = [114, 114, 114, 114];
    expect(red).toEqual([grey, [0, 10, 20, 30], [0, 10, 20, 30], grey]);
    expect(green).toEqual([grey, [0, 0, 0, 0], [10, 10, 10, 10], grey]);
    expect(blue).toEqual([grey, [200, 200, 200, 200], [200, 200, 200, 200], grey]);
  });

  test('a tall image, whose odd rest goes to the right', () => {
    const [red] = planes(
      picture(1, 4, (_, y) => [y * 10, 0, 0]),
      4,
      4,
    );
    expect(red).toEqual([0, 10, 20, 30].map((value) => [114, value, 114, 114]));
  });

  test('is enlarged as cv2.resize does it', () => {
    const [red] = planes(
      picture(2, 2, (x, y) => [x * 100 + y * 40, 0, 0]),
      4,
      4,
    );
    // Edges of pixels meet edges: a quarter and three quarters between the centres, and the outermost pixel beyond.
    const across = [0, 25, 75, 100];
    expect(red).toEqual([0, 10, 30, 40].map((down) => across.map((value) => value + down)));
  });

  test('is reduced as cv2.resize does it, without antialiasing', () => {
    const [red] = planes(
      picture(8, 8, (x) => [x * 10, 0, 0]),
      2,
      2,
    );
    // Four pixels become one: the mean of the two in their middle.
    expect(red).toEqual([
      [15, 55],
      [15, 55],
    ]);
  });

  test('one pixel fills its part', () => {
    const [red] = planes(
      picture(1, 1, () => [7, 0, 0]),
      4,
      2,
    );
    expect(red).toEqual([
      [114, 7, 7, 114],
      [114, 7, 7, 114],
    ]);
  });

  test('refuses a tensor of another size', () => {
    const image = picture(1, 1, () => [0, 0, 0]);
    const input = size(2, 2);
    expect(() => fillLetterbox(image, letterboxOf(image, input), input, new Float32Array(3))).toThrow(RangeError);
  });
});

describe('unletterboxed', () => {
  const image = size(1920, 1080);
  const letterbox = letterboxOf(image, size(640, 640));

  test('leads back to the image', () => {
    const box = { x: 100, y: 240, width: 50, height: 20 };
    expect(unletterboxed(box, letterbox, image)).toEqual({ x: 300, y: 300, width: 150, height: 60 });
  });

  test('cuts at the image’s edges', () => {
    const box = { x: -10, y: 100, width: 1000, height: 1000 };
    expect(unletterboxed(box, letterbox, image)).toEqual({ x: 0, y: 0, width: 1920, height: 1080 });
  });

  test('leaves nothing of a box in the grey', () => {
    expect(unletterboxed({ x: 0, y: 0, width: 640, height: 140 }, letterbox, image)).toBeNull();
  });

  test('undoes the scaling of images whose sides do not divide', () => {
    for (const odd of [size(641, 427), size(333, 999), size(10_000, 3)]) {
      const whole = letterboxOf(odd, size(640, 640));
      expect(unletterboxed(whole, whole, odd)).toEqual({ x: 0, y: 0, ...odd });
    }
  });
});
