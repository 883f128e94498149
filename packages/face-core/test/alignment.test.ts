import { describe, expect, test } from 'vitest';
import { alignedSize, alignedToImage } from '../src/alignment/arcface-template.ts';
import { invert } from '../src/geometry/affine.ts';
import type { Keypoints } from '../src/types.ts';
import { apply, difference, head, similarity } from './synthetic.ts';

/** InsightFace's 112×112 template. The subject's right eye is the image's left one. */
const template = {
  rightEye: { x: 38.2946, y: 51.6963 },
  leftEye: { x: 73.5318, y: 51.5014 },
  noseTip: { x: 56.0252, y: 71.7366 },
  // The mean of (41.5493, 92.3655) and (70.7299, 92.2041).
  mouthCenter: { x: 56.1396, y: 92.2848 },
};
const points = ['rightEye', 'leftEye', 'noseTip', 'mouthCenter'] as const;

/** A face whose keypoints lie where `toImage` takes the template's; the ears, which play no part, lie far off. */
function templateSeenThrough(toImage: ReturnType<typeof similarity>): Keypoints {
  const [rightEye, leftEye, noseTip, mouthCenter] = points.map((name) => apply(toImage, template[name]));
  const nowhere = { x: -999, y: 999 };
  return {
    rightEye: rightEye!,
    leftEye: leftEye!,
    noseTip: noseTip!,
    mouthCenter: mouthCenter!,
    rightEar: nowhere,
    leftEar: nowhere,
  };
}

describe('alignedToImage', () => {
  test('is for crops of 112 pixels', () => {
    expect(alignedSize).toBe(112);
  });

  test.each([
    ['an aligned picture', similarity(0, 1, 0, 0)],
    ['a face five times as large', similarity(0, 5, 800, 300)],
    ['a small, leaning face', similarity(-33, 0.4, 20, 700)],
    ['a face upside down', similarity(180, 2, 500, 500)],
  ])('gives back the map that placed %s', (_name, map) => {
    // The template's mouth has one digit more than it is written with here.
    expect(difference(alignedToImage(templateSeenThrough(map)), map)).toBeLessThan(1e-9);
  });

  test('puts the eyes, the nose and the mouth on the template', () => {
    const keypoints = templateSeenThrough(similarity(20, 3, 100, 50));
    const toAligned = invert(alignedToImage(keypoints));
    for (const name of points) {
      const { x, y } = apply(toAligned, keypoints[name]);
      expect(x).toBeCloseTo(template[name].x, 9);
      expect(y).toBeCloseTo(template[name].y, 9);
    }
  });

  test('comes near the template for a frontal head, and stays upright for a turned one', () => {
    const frontal = head({});
    const toAligned = invert(alignedToImage(frontal));
    for (const name of points) {
      const { x, y } = apply(toAligned, frontal[name]);
      expect(Math.hypot(x - template[name].x, y - template[name].y)).toBeLessThan(0.5);
    }
    const turned = alignedToImage(head({ yaw: 30 }));
    expect(turned.a).toBeGreaterThan(0);
    expect(Math.abs(turned.d / turned.a)).toBeLessThan(0.1);
  });

  test('refuses keypoints that are one point, or none', () => {
    const same = { x: 5, y: 5 };
    const collapsed = {
      rightEye: same,
      leftEye: same,
      noseTip: same,
      mouthCenter: same,
      rightEar: same,
      leftEar: same,
    };
    expect(() => alignedToImage(collapsed)).toThrow(RangeError);
    expect(() => alignedToImage({ ...head({}), noseTip: { x: Number.NaN, y: 0 } })).toThrow(RangeError);
  });
});
