import { describe, expect, test } from 'vitest';
import type { RgbCrop } from '../src/image/pixels.ts';
import type { QualityParts } from '../src/quality/quality.ts';
import { type QualityShot, qualityOf } from './quality-shots.ts';
import { grayCrop, head, square, uniform } from './synthetic.ts';

/* Whatever spoils a shot, more of it never makes it better: not the part that is about it, nor the score. */

/** Shots that begin with a good one and end with a hopeless one. */
type Decline = Partial<QualityShot>[];

const steps = (from: number, to: number, count = 40) =>
  Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);

/** An aligned crop with coarse and fine detail, about a middle grey. */
const skin = texture();
/** The crop with every value changed, as by light; a byte holds 0–255. */
const lit = (change: (value: number) => number): Partial<QualityShot> => ({
  crop: grayCrop(112, (x, y) => change(skin.data[3 * (112 * y + x)]!)),
});
const turned = (angle: 'yaw' | 'pitch' | 'roll', to: number): Decline =>
  steps(0, to).map((degrees) => ({ keypoints: head({ [angle]: degrees }) }));
const moved = (right: number, down: number): Decline =>
  steps(0, 1).map((way) => ({ keypoints: head({}, { x: 320 + way * right, y: 200 + way * down }, 80) }));

const declines: [keyof QualityParts, string, Decline][] = [
  ['sharpness', 'blur', blurs(40).map((crop) => ({ crop }))],
  ['brightness', 'darkness', steps(1, 0).map((gain) => lit((value) => gain * value))],
  ['brightness', 'a dark veil', steps(0, -255).map((offset) => lit((value) => value + offset))],
  ['brightness', 'glare', steps(1, 12).map((gain) => lit((value) => gain * value))],
  ['contrast', 'fog', steps(1, 0).map((share) => lit((value) => 128 + share * (value - 128)))],
  ['size', 'distance', steps(240, 0).map((side) => ({ box: square(200, 200, side) }))],
  ['pose', 'a turn to the left', turned('yaw', 90)],
  ['pose', 'a turn to the right', turned('yaw', -90)],
  ['pose', 'a look down', turned('pitch', 90)],
  ['pose', 'a look up', turned('pitch', -90)],
  ['pose', 'leaning left', turned('roll', 180)],
  ['pose', 'leaning right', turned('roll', -180)],
  ['framing', 'the left edge', moved(-480, 0)],
  ['framing', 'the right edge', moved(480, 0)],
  ['framing', 'the top edge', moved(0, -400)],
  ['framing', 'the bottom edge', moved(0, 480)],
];

describe('a shot is never better for more of', () => {
  test.each(declines)('what spoils its %s: %s', (part, _cause, shots) => {
    const qualities = shots.map(qualityOf);
    for (const numbers of [qualities.map(({ parts }) => parts[part]), qualities.map(({ score }) => score)]) {
      const rises = numbers.slice(1).filter((number, i) => number > numbers[i]!);
      expect(rises, numbers.join(', ')).toEqual([]);
      expect(numbers.at(-1)).toBe(0);
      // Not at one blow, either: there is something between good and hopeless.
      expect(new Set(numbers).size, numbers.join(', ')).toBeGreaterThan(3);
    }
    expect(qualities[0]).toEqual({ score: 100, parts: expect.anything(), reasons: [] });
  });
});

function texture(): RgbCrop {
  const random = uniform(9, -60, 60);
  return grayCrop(112, (x, y) => 128 + 40 * Math.sin(x / 9) * Math.cos(y / 11) + random());
}

/** The crop, blurred 0 to `count` times. */
function blurs(count: number): RgbCrop[] {
  const crops = [skin];
  while (crops.length <= count) crops.push(blurred(crops.at(-1)!));
  return crops;
}

/** The mean of 3×3 pixels, or of those that there are. */
function blurred({ data, size }: RgbCrop): RgbCrop {
  return grayCrop(size, (x, y) => {
    const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [x + dx, y + dy] as const));
    const inside = around.filter(([u, v]) => Math.min(u, v) >= 0 && Math.max(u, v) < size);
    return inside.reduce((sum, [u, v]) => sum + data[(v * size + u) * 3]!, 0) / inside.length;
  });
}
