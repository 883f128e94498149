import { expect, test } from 'vitest';
import { eyeState, openness } from '../src/attributes/eyes.ts';
import { Viewer } from '../src/attributes/viewer.ts';
import { fakeSession } from './fake-session.ts';
import { imageOf, similarity } from './synthetic.ts';

/** Grey says x; the aligned face lies at (50, 30). */
const face = { frame: imageOf(250, 250, (x) => [x, x, x]), toImage: similarity(0, 1, 50, 30) };

/** An eye's six points: a corner, two above, the other corner, two below. */
const eye = (x: number, y: number, width: number) => {
  const [w, h] = [width / 2, width / 6];
  return [
    [-w, 0],
    [-w / 3, -h],
    [w / 3, -h],
    [w, 0],
    [w / 3, h],
    [-w / 3, h],
  ].map(([u, v]) => ({ x: x + u!, y: y + v! }));
};
const points = [
  ...Array.from({ length: 36 }, () => ({ x: 0, y: 0 })),
  ...eye(40, 50, 15),
  ...eye(72.25, 50, 30),
  ...Array.from({ length: 20 }, () => ({ x: 0, y: 0 })),
];

/** Logits of "closed" and "open", for the right eye and its mirror image, then for the left one. */
const session = (...logits: [closed: number, open: number][]) =>
  fakeSession(24 * 24, ...logits.map((pair) => [[...pair]]));

const read = (fake: ReturnType<typeof session>) => openness(new Viewer(fake, eyeState.input), face, points);

test('is the score of mean log-odds over an eye and its mirror image, each eye by itself', async () => {
  const eyes = await read(session([0, 2], [1, 5], [3, -3], [0, -2]));
  expect(eyes).toEqual({
    right: expect.closeTo(1 / (1 + Math.exp(-3)), 6),
    left: expect.closeTo(1 / (1 + Math.exp(4)), 6),
  });
});

test('shows the model squares of 1.6 eye widths about the eyes, and their mirror images', async () => {
  const fake = session([0, 0], [0, 0], [0, 0], [0, 0]);
  await read(fake);
  // 24 pixels about (40, 50) are 24 pixels from 28 on; 48 about (72.25, 50) from 48.25 on are two to a pixel of the crop.
  const firstRows = fake.seen.map((tensor) => [tensor[0]!, tensor[23]!].map((value) => Math.round(value * 255)));
  expect(firstRows).toEqual([
    [78, 101],
    [101, 78],
    [99, 145],
    [145, 99],
  ]);
});

test('throws where the model gives no number', async () => {
  await expect(read(session([0, 0], [0, Number.NaN]))).rejects.toThrow(RangeError);
});
