import { describe, expect, test } from 'vitest';
import { estimatePose } from '../src/quality/pose.ts';
import { head } from './synthetic.ts';

const close = (yaw: number, pitch: number, roll: number) => ({
  yaw: expect.closeTo(yaw, 6),
  pitch: expect.closeTo(pitch, 6),
  roll: expect.closeTo(roll, 6),
});

describe('estimatePose', () => {
  test('is near 0 for ArcFace’s own template', () => {
    const template = {
      ...head({}),
      rightEye: { x: 38.2946, y: 51.6963 },
      leftEye: { x: 73.5318, y: 51.5014 },
      noseTip: { x: 56.0252, y: 71.7366 },
      mouthCenter: { x: 56.1396, y: 92.28475 },
    };
    const { yaw, pitch, roll } = estimatePose(template);
    expect(Math.abs(yaw)).toBeLessThan(0.5);
    expect(Math.abs(pitch)).toBeLessThan(0.5);
    // The template's eyes are not quite level: atan(-0.1949 / 35.2372).
    expect(roll).toBeCloseTo(-0.317, 3);
  });

  test.each([-80, -45, -10, 0, 25, 60, 89])('a rigid head turned by %i° has that yaw', (yaw) => {
    expect(estimatePose(head({ yaw }))).toEqual(close(yaw, 0, 0));
  });

  test.each([-60, -20, 0, 15, 50])('a rigid head nodding by %i° has that pitch', (pitch) => {
    expect(estimatePose(head({ pitch }))).toEqual(close(0, pitch, 0));
  });

  test.each([-170, -90, -30, 0, 12, 90, 179])('a rigid head leaning by %i° has that roll', (roll) => {
    expect(estimatePose(head({ roll }))).toEqual(close(0, 0, roll));
  });

  test('tells turning and nodding from leaning', () => {
    expect(estimatePose(head({ yaw: 30, roll: -40 }))).toEqual(close(30, 0, -40));
    expect(estimatePose(head({ pitch: -20, roll: 75 }))).toEqual(close(0, -20, 75));
  });

  test('does not depend on where the face is, nor on its size', () => {
    const near = estimatePose(head({ yaw: 20, pitch: 10, roll: 5 }, { x: 900, y: 50 }, 400));
    const far = estimatePose(head({ yaw: 20, pitch: 10, roll: 5 }, { x: 10, y: 700 }, 12));
    expect(near).toEqual(close(far.yaw, far.pitch, far.roll));
  });

  test('has the signs that it documents', () => {
    // The camera sees the subject's left at the image's right.
    const { noseTip, leftEye, ...rest } = head({});
    const moved = (right: number, down: number) => ({ x: noseTip.x + right, y: noseTip.y + down });
    expect(estimatePose({ ...rest, leftEye, noseTip: moved(15, 0) }).yaw).toBeGreaterThan(10);
    expect(estimatePose({ ...rest, leftEye, noseTip: moved(-15, 0) }).yaw).toBeLessThan(-10);
    expect(estimatePose({ ...rest, leftEye, noseTip: moved(0, 15) }).pitch).toBeGreaterThan(10);
    expect(estimatePose({ ...rest, leftEye, noseTip: moved(0, -15) }).pitch).toBeLessThan(-10);
    expect(estimatePose({ ...rest, noseTip, leftEye: { x: leftEye.x, y: leftEye.y + 40 } }).roll).toBeGreaterThan(10);
  });

  test('does not take a mouth off the midline for a turned head', () => {
    const { mouthCenter, noseTip, ...rest } = head({});
    const crooked = {
      ...rest,
      mouthCenter: { x: mouthCenter.x + 10, y: mouthCenter.y },
      noseTip: { x: noseTip.x + 4.94, y: noseTip.y },
    };
    expect(estimatePose(crooked).yaw).toBeCloseTo(0, 6);
  });
});
