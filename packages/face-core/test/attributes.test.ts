import { describe, expect, test } from 'vitest';
import { type AttributeViewers, attributeModels, attributesOf, noAttributes } from '../src/attributes/attributes.ts';
import { neededFor, requireLoaded } from '../src/attributes/names.ts';
import { Viewer } from '../src/attributes/viewer.ts';
import type { Keypoints } from '../src/types.ts';
import { fakeSession } from './fake-session.ts';
import { head, imageOf } from './synthetic.ts';

const nothing = { age: false, gender: false, landmarks: false, eyes: false };
const frame = imageOf(300, 300, () => [90, 90, 90]);
const keypoints = head({}, { x: 150, y: 130 }, 60);

describe('attributesOf', () => {
  const middle = Array.from({ length: 136 }, () => 0.5);
  const viewers = (): AttributeViewers => ({
    landmarks: Promise.resolve(
      new Viewer(fakeSession(64 * 64, [middle], [middle], [middle]), attributeModels.landmarks.input),
    ),
    eyes: Promise.resolve(
      new Viewer(fakeSession(24 * 24, ...[1, 2, 3, 4].map(() => [[0, 0]])), attributeModels.eyes.input),
    ),
  });

  test('is null throughout where nothing is wanted, and waits for no model', async () => {
    const never = { age: new Promise<Viewer>(() => {}) };
    expect(await attributesOf(never, frame, keypoints, nothing)).toEqual({
      age: null,
      gender: null,
      landmarks: null,
      eyes: null,
    });
  });

  test('is null throughout for the keypoints of no face', async () => {
    const place = { x: 5, y: 5 };
    const collapsed = Object.fromEntries(Object.keys(keypoints).map((name) => [name, place])) as unknown as Keypoints;
    expect(await attributesOf(viewers(), frame, collapsed, { ...nothing, eyes: true })).toEqual(noAttributes);
  });

  test('gives landmarks in pixels of the frame', async () => {
    const { landmarks, eyes } = await attributesOf(viewers(), frame, keypoints, { ...nothing, landmarks: true });
    expect(eyes).toBeNull();
    // The middle of the landmarks' square is a nose length under the eyes.
    expect(landmarks!.points[0]!.x).toBeCloseTo(150, -1);
    expect(landmarks!.points[0]!.y).toBeGreaterThan(keypoints.noseTip.y);
    expect(landmarks!.points[0]!.y).toBeLessThan(keypoints.mouthCenter.y);
  });

  test('finds the eyes by landmarks, which stay out of the answer where they are not wanted', async () => {
    const given = await attributesOf(viewers(), frame, keypoints, { ...nothing, eyes: true });
    expect(given).toEqual({ age: null, gender: null, landmarks: null, eyes: { right: 0.5, left: 0.5 } });
  });
});

describe('neededFor', () => {
  test('is what was asked for, with the landmarks for the eyes', () => {
    expect(neededFor([])).toEqual([]);
    expect(neededFor(['gender', 'age', 'age'])).toEqual(['age', 'gender']);
    expect(neededFor(['eyes'])).toEqual(['landmarks', 'eyes']);
    expect(neededFor(['landmarks'])).toEqual(['landmarks']);
  });

  test('refuses what is no attribute, and names those there are', () => {
    expect(() => neededFor(['mood' as 'age'])).toThrow(
      new TypeError("'mood' is none of the attributes age, gender, landmarks, eyes."),
    );
  });
});

describe('requireLoaded', () => {
  const loaded = { age: 'ssrnet-age@1' };

  test('passes what is loaded or not wanted', () => {
    expect(() => requireLoaded({ ...nothing, age: true }, loaded)).not.toThrow();
    expect(() => requireLoaded(nothing, {})).not.toThrow();
  });

  test('names all that is missing, and the option that brings it', () => {
    const message = "No model was loaded for 'gender', 'eyes': create the engine with attributes: ['gender', 'eyes'].";
    expect(() => requireLoaded({ ...nothing, age: true, gender: true, eyes: true }, loaded)).toThrow(
      new TypeError(message),
    );
  });
});
