import { describe, expect, test } from 'vitest';
import { alignedSize, alignedToImage } from '../src/alignment/arcface-template.ts';
import { invert } from '../src/geometry/affine.ts';
import { apply, arcFaceTemplate, difference, head, similarity, templateFace } from './synthetic.ts';

const points = ['rightEye', 'leftEye', 'noseTip', 'mouthCenter'] as const;

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
    expect(difference(alignedToImage(templateFace(map))!, map)).toBeLessThan(1e-9);
  });

  test('puts the eyes, the nose and the mouth on the template', () => {
    const keypoints = templateFace(similarity(20, 3, 100, 50));
    const toAligned = invert(alignedToImage(keypoints)!);
    for (const name of points) {
      const { x, y } = apply(toAligned, keypoints[name]);
      expect(x).toBeCloseTo(arcFaceTemplate[name].x, 9);
      expect(y).toBeCloseTo(arcFaceTemplate[name].y, 9);
    }
  });

  test('comes near the template for a frontal head, and stays upright for a turned one', () => {
    const frontal = head({});
    const toAligned = invert(alignedToImage(frontal)!);
    for (const name of points) {
      const { x, y } = apply(toAligned, frontal[name]);
      expect(Math.hypot(x - arcFaceTemplate[name].x, y - arcFaceTemplate[name].y)).toBeLessThan(0.5);
    }
    const turned = alignedToImage(head({ yaw: 30 }))!;
    expect(turned.a).toBeGreaterThan(0);
    expect(Math.abs(turned.d / turned.a)).toBeLessThan(0.1);
  });

  test('is null for keypoints that are one point, or none', () => {
    const same = { x: 5, y: 5 };
    const collapsed = {
      rightEye: same,
      leftEye: same,
      noseTip: same,
      mouthCenter: same,
      rightEar: same,
      leftEar: same,
    };
    expect(alignedToImage(collapsed)).toBeNull();
    expect(alignedToImage({ ...head({}), noseTip: { x: Number.NaN, y: 0 } })).toBeNull();
  });
});
