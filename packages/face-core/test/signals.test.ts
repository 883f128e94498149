import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Box } from '../src/geometry/box.ts';
import { createCrop, type RgbaImage } from '../src/image/pixels.ts';
import { type LivenessSignal, signals } from '../src/liveness/method.ts';
import { Fourier } from '../src/liveness/signals/fourier.ts';
import { signalJudges } from '../src/liveness/signals/judges.ts';
import { moireMeter } from '../src/liveness/signals/moire.ts';
import { signalOdds } from '../src/liveness/signals/odds.ts';
import { ellipticDistance, viewOf } from '../src/liveness/signals/view.ts';
import { samplesFolder } from './folders.ts';
import { type Recapture, recapture } from './recapture.ts';
import { faceAt, imageOf, square, uniform } from './synthetic.ts';

const judges = signalJudges();
/** The odds that a signal gives a box in a frame; every signal answers at once. */
const oddsOf = (signal: LivenessSignal, frame: RgbaImage, box: Box) =>
  judges[signal]({ frame, face: { ...faceAt(0, 0, 1), box }, crop: createCrop }) as number;

const gray = (luma: number) => [luma, luma, luma] as const;
/** A face of 100 pixels in the middle of a frame of 320×240. */
const box = square(110, 70, 100);
const [centerX, centerY] = [160, 120];
const frameOf = (luma: (x: number, y: number) => number) => imageOf(320, 240, (x, y) => gray(luma(x, y)));
/** What is in every frame here: shades and noise, which no signal minds. */
const noisy = (x: number, y: number) => 110 + 30 * Math.sin(x / 40) * Math.cos(y / 30);
const plain = (() => {
  const random = uniform(7, -4, 4);
  return frameOf((x, y) => noisy(x, y) + random());
})();
/** The plain frame, changed. */
const changed = (luma: (x: number, y: number, plain: number) => number) =>
  frameOf((x, y) => luma(x, y, plain.data[4 * (y * 320 + x)]!));

/** Each is lower than the one before, or both are the least there is; the first is 0 and the last is lower. */
function expectFalling(odds: number[]) {
  expect(odds[0]).toBe(0);
  for (const [i, value] of odds.entries()) if (i > 0) expect(value).toBeLessThanOrEqual(odds[i - 1]!);
  expect(odds.at(-1)).toBeLessThan(-1);
}

describe('signalOdds', () => {
  test('falls from 0 to -4 between two measures', () => {
    expect([0, 2, 2.5, 3, 4, 9].map((measure) => signalOdds(measure, 2, 4))).toEqual([0, 0, -1, -2, -4, -4]);
    expect(signalOdds(Infinity, 2, 4)).toBe(-4);
  });

  test('stays no number', () => {
    expect(signalOdds(Number.NaN, 2, 4)).toBeNaN();
  });
});

describe('viewOf', () => {
  const show = (frame: RgbaImage, shown: Box, scale: number) =>
    viewOf({ frame, face: { ...faceAt(0, 0, 1), box: shown }, crop: createCrop }, scale, 32);

  test('shows the box and what surrounds it, and says where the box is', () => {
    // 64 pixels from (48, 88): two for each of the crop's.
    const { crop, face } = show(
      imageOf(200, 200, (x, y) => [x, y, 9]),
      square(64, 104, 32),
      2,
    );
    expect(face).toEqual(square(8, 8, 16));
    expect([...crop.data.slice(0, 3)]).toEqual(
      [48, 88, 9].map((value, i) => (i < 2 ? expect.closeTo(value, -0.5) : value)),
    );
  });

  test('stays inside the frame', () => {
    const { crop, face } = show(
      imageOf(200, 200, () => gray(200)),
      square(-10, 180, 32),
      2,
    );
    expect(Math.min(...crop.data)).toBe(200);
    expect(face).toEqual(square(-5, 22, 16));
  });
});

test('ellipticDistance is 1 where the ellipse touches the box, and 0 in the middle', () => {
  const face = { x: 10, y: 20, width: 8, height: 4 };
  expect(ellipticDistance(face, 13.5, 21.5)).toBe(0);
  expect(ellipticDistance(face, 9.5, 21.5)).toBe(1);
  expect(ellipticDistance(face, 13.5, 23.5)).toBe(1);
  expect(ellipticDistance(face, 9.5, 19.5)).toBe(2);
});

describe('Fourier', () => {
  test('is the sum of its definition', () => {
    const random = uniform(5, -1, 1);
    const [real, imaginary] = [Float64Array.from({ length: 8 }, random), Float64Array.from({ length: 8 }, random)];
    const expected = Array.from({ length: 8 }, (_, k) => {
      let [re, im] = [0, 0];
      for (let n = 0; n < 8; n++) {
        const angle = (-2 * Math.PI * k * n) / 8;
        re += real[n]! * Math.cos(angle) - imaginary[n]! * Math.sin(angle);
        im += real[n]! * Math.sin(angle) + imaginary[n]! * Math.cos(angle);
      }
      return [re, im];
    });
    new Fourier(8).transform(real, imaginary, 0, 1);
    for (const [k, [re, im]] of expected.entries()) {
      expect(real[k]).toBeCloseTo(re!, 12);
      expect(imaginary[k]).toBeCloseTo(im!, 12);
    }
  });

  test('of a plane: a wave is one frequency', () => {
    const [length, across, down] = [16, 3, 14];
    const wave = (i: number) => (2 * Math.PI * (across * (i % length) + down * Math.floor(i / length))) / length;
    const real = Float64Array.from({ length: length ** 2 }, (_, i) => Math.cos(wave(i)));
    const imaginary = Float64Array.from({ length: length ** 2 }, (_, i) => Math.sin(wave(i)));
    new Fourier(length).transformPlane(real, imaginary);
    for (let i = 0; i < real.length; i++) {
      expect(real[i]).toBeCloseTo(i === down * length + across ? length ** 2 : 0, 9);
      expect(imaginary[i]).toBeCloseTo(0, 9);
    }
  });
});

describe('every signal', () => {
  test.each(signals)('%s says nothing of a plain frame', (signal) => {
    expect(oddsOf(signal, plain, box)).toBe(0);
  });

  const random = uniform(3, 0, 255);
  const odd: [string, RgbaImage, Box][] = [
    ['one pixel', imageOf(1, 1, () => gray(90)), square(0, 0, 1)],
    ['one pixel of a large face', imageOf(1, 1, () => gray(90)), square(-50, -50, 100)],
    ['a row of pixels', imageOf(300, 1, () => gray(random())), square(100, -50, 100)],
    ['black', frameOf(() => 0), box],
    ['white', frameOf(() => 255), box],
    ['noise', frameOf(() => random()), box],
    ['a face partly outside', plain, square(-40, 190, 100)],
    ['a face quite outside', plain, square(1000, -1000, 100)],
    ['a face of one pixel', plain, square(20, 20, 1)],
    ['a face larger than the frame', plain, square(-100, -100, 600)],
  ];
  test.each(odd)('is a number in -4…0 for %s', (_name, frame, face) => {
    for (const signal of signals) {
      const odds = oddsOf(signal, frame, face);
      expect(odds, signal).toBeGreaterThanOrEqual(-4);
      expect(odds, signal).toBeLessThanOrEqual(0);
    }
  });

  test.each([
    ['flat', frameOf(() => 128)],
    ['one pixel', imageOf(1, 1, () => gray(90))],
  ])('says nothing of a frame that shows nothing: %s', (_name, frame) => {
    for (const signal of signals) expect(oddsOf(signal, frame, box), signal).toBe(0);
  });
});

describe('glare', () => {
  const spot = (radius: number, x = centerX, y = centerY) =>
    changed((px, py, luma) => (Math.hypot(px - x, py - y) < radius ? 255 : luma));

  test('the larger a spot on the face, the surer', () => {
    expectFalling([0, 4, 9, 12, 15, 18, 25, 40].map((radius) => oddsOf('glare', spot(radius), box)));
    // A disc of a radius of 15 has 9 % of the face's area, and 2 % is usual, 15 % telling.
    expect(oddsOf('glare', spot(15), box)).toBeCloseTo((-4 * (0.09 - 0.02)) / 0.13, 0);
  });

  test('a compact spot, and not a ring of the same area', () => {
    // Of the face's area both have 12 %.
    expect(oddsOf('glare', spot(17.3), box)).toBeLessThan(-2);
    const ring = changed((x, y, luma) => (Math.abs(Math.hypot(x - centerX, y - centerY) - 30) < 2.5 ? 255 : luma));
    expect(oddsOf('glare', ring, box)).toBeGreaterThan(-0.5);
  });

  test('a spot beside the face, or a bright wall behind a narrow one, is none', () => {
    expect(oddsOf('glare', spot(20, 230, 80), box)).toBe(0);
    const wall = changed((x, y, luma) => (Math.hypot((x - centerX) / 40, (y - centerY) / 50) < 1 ? luma : 255));
    expect(oddsOf('glare', wall, box)).toBe(0);
  });
});

describe('texture', () => {
  /** Waves of 3 pixels inside the head and outside, with an amplitude each, on shades of the same contrast. */
  const waves = (inside: number, outside: number) =>
    frameOf((x, y) => {
      const isHead = Math.hypot((x - centerX) / 80, (y - centerY) / 80) < 1;
      const luma = 110 + 30 * Math.sin(x / 20) * Math.cos(y / 20);
      return luma + (isHead ? inside : outside) * Math.sin((2 * Math.PI * (x + y)) / 16);
    });

  test('the softer the face is than its surroundings, the surer', () => {
    expectFalling([24, 16, 8, 6, 4, 3, 2].map((amplitude) => oddsOf('texture', waves(amplitude, 24), box)));
  });

  test('a face as sharp as its surroundings, or sharper, says nothing', () => {
    expect(oddsOf('texture', waves(20, 20), box)).toBe(0);
    expect(oddsOf('texture', waves(20, 2), box)).toBe(0);
    expect(oddsOf('texture', waves(0, 0), box)).toBe(0);
  });

  test('neither the noise of a bare wall nor its greater contrast makes it sharper', () => {
    const random = uniform(13, -12, 12);
    const shades = (x: number, y: number) => 40 * Math.sin(x / 15) * Math.cos(y / 15);
    const isHead = (x: number, y: number) => Math.hypot(x - centerX, y - centerY) < 80;
    const wall = frameOf((x, y) => 110 + (isHead(x, y) ? shades(x, y) : 0) + random());
    expect(oddsOf('texture', wall, box)).toBe(0);
    const detail = (x: number, y: number) => shades(x, y) / 2 + 8 * Math.sin((2 * Math.PI * (x + y)) / 16);
    const contrasts = frameOf((x, y) => 120 + (isHead(x, y) ? 1 : 4) * detail(x, y));
    expect(oddsOf('texture', contrasts, box)).toBe(0);
  });

  test('without surroundings there is nothing to compare', () => {
    expect(oddsOf('texture', waves(0, 24), square(0, 0, 240))).toBe(0);
  });
});

describe('moire', () => {
  const measure = moireMeter();
  const grid = (amplitude: number, period: number, angle = 0.4) =>
    changed((x, y, luma) => {
      const along = Math.cos(angle) * x + Math.sin(angle) * y;
      return luma + amplitude * Math.sin((2 * Math.PI * along) / period);
    });

  test('the stronger a grid, the surer', () => {
    expectFalling([0, 0.5, 1, 2, 4, 8].map((amplitude) => oddsOf('moire', grid(amplitude, 5), box)));
  });

  test('a wave stands out by its power over that of the noise', () => {
    // The wave has A²/4 · (Σw)⁴, the noise σ² · (Σw²)²; of Hann's window Σw = 32 and Σw² = 24.
    const [amplitude, deviation] = [4, 8 / Math.sqrt(12)];
    const expected =
      10 * Math.log10((amplitude ** 2 / 4) * 32 ** 4) - 10 * Math.log10((deviation ** 2 + 0.25) * 24 ** 2);
    expect(measure(grid(amplitude, 64 / 12, 0), box)).toBeCloseTo(expected, -0.5);
  });

  test.each([2.5, 3, 4.3, 6, 9])('a grid of %f pixels is seen', (period) => {
    expect(oddsOf('moire', grid(8, period), box)).toBeLessThan(-2);
  });

  test('slow waves are a face’s own', () => {
    for (const period of [20, 40]) expect(oddsOf('moire', grid(20, period), box)).toBe(0);
  });

  test('neither an edge nor the blocks of a codec are a grid', () => {
    const edge = changed((x, y, luma) => (2 * x + y > 2 * centerX + centerY ? luma + 80 : luma));
    expect(oddsOf('moire', edge, box)).toBe(0);
    // A slope of two grey levels a pixel, coded as flat blocks, leaves this.
    const blocks = changed((x, _y, luma) => luma - 2 * (x % 8));
    expect(oddsOf('moire', blocks, box)).toBe(0);
  });

  test('a grid beside the face is not looked at', () => {
    const beside = grid(20, 5);
    const elsewhere = changed((x, y, luma) => (x > 230 ? beside.data[4 * (y * 320 + x)]! : luma));
    expect(oddsOf('moire', elsewhere, box)).toBe(0);
  });
});

describe('border', () => {
  /** A rectangle about the face's middle, brighter than the room, that leans; without some of its sides. */
  const rectangle = (contrast: number, width = 170, height = 200, degrees = 0) => {
    const radians = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
    return changed((px, py, luma) => {
      const [x, y] = [px - centerX, py - centerY];
      const isInside = Math.abs(cos * x + sin * y) < width / 2 && Math.abs(cos * y - sin * x) < height / 2;
      return isInside ? luma + contrast : luma;
    });
  };

  test('the stronger a rectangle, the surer', () => {
    expectFalling([0, 6, 12, 16, 20, 30, 60].map((contrast) => oddsOf('border', rectangle(contrast), box)));
    expect(oddsOf('border', rectangle(80), box)).toBe(-4);
  });

  test.each([-9, -6, -3, 3, 6, 9])('one that leans by %i° is seen', (degrees) => {
    expect(oddsOf('border', rectangle(80, 170, 190, degrees), box)).toBeLessThan(-2);
  });

  test('one that reaches out of the frame at the bottom is seen, and one of two sides is not', () => {
    const sheet = (top: number) => changed((x, y, luma) => (Math.abs(x - centerX) < 85 && y > top ? luma + 80 : luma));
    expect(oddsOf('border', sheet(25), box)).toBe(-4);
    expect(oddsOf('border', sheet(-1), box)).toBe(0);
  });

  test('a rectangle beside the face, and an ellipse around it, are none', () => {
    const beside = changed((x, y, luma) => (x > 230 && x < 300 && y > 40 && y < 200 ? luma + 80 : luma));
    expect(oddsOf('border', beside, box)).toBe(0);
    const hood = changed((x, y, luma) => (Math.hypot((x - centerX) / 80, (y - centerY) / 100) < 1 ? luma : luma + 80));
    expect(oddsOf('border', hood, box)).toBe(0);
  });

  test('slanting stripes all over do not hide one', () => {
    const { data } = rectangle(80);
    const stripe = (x: number, y: number) => 20 * Math.sin((2 * Math.PI * (x + y)) / 16);
    const striped = frameOf((x, y) => data[4 * (y * 320 + x)]! + stripe(x, y));
    expect(oddsOf('border', striped, box)).toBeLessThan(-2);
  });

  test('lines shorter than the face are none', () => {
    const bars = changed((px, py, luma) => {
      const [x, y] = [Math.abs(px - centerX), Math.abs(py - centerY)];
      return (x > 75 && y < 30) || (y > 75 && x < 30) ? luma + 80 : luma;
    });
    expect(oddsOf('border', bars, box)).toBe(0);
  });

  test('a rectangle on the face is not one around it', () => {
    expect(oddsOf('border', rectangle(80, 96, 96), box)).toBe(0);
  });
});

describe('a photograph', () => {
  /** The face of `portrait`, in sample 3. */
  const face = square(1039, 252, 254);
  const how: Recapture = {
    medium: 'nothing',
    camera: { width: 320, height: 240 },
    pitch: 1.3,
    faceSize: 100,
    tilt: 4,
    glare: 0,
    seed: 11,
  };
  let photograph: RgbaImage;

  beforeAll(async () => {
    const { data, info } = await sharp(join(samplesFolder, 'sample3.jpg'))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    photograph = { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
  });

  const oddsOfShown = (changes: Partial<Recapture>) => {
    const { frame, box } = recapture(photograph, face, { ...how, ...changes });
    return Object.fromEntries(signals.map((signal) => [signal, oddsOf(signal, frame, box)]));
  };

  test('of a person: every signal says nothing', () => {
    const nothing = { glare: 0, texture: 0, moire: 0, border: 0 };
    for (const signal of signals) expect(oddsOf(signal, photograph, face), signal).toBe(0);
    expect(oddsOfShown({})).toEqual(nothing);
  });

  test('shown on a screen: its grid and its edge are seen, and a lamp in it', () => {
    const dull = oddsOfShown({ medium: 'screen' });
    expect(dull).toMatchObject({ glare: 0 });
    expect(dull.moire).toBeLessThan(-2);
    expect(dull.border).toBeLessThan(-1);
    expect(oddsOfShown({ medium: 'screen', glare: 0.2 }).glare).toBeLessThan(-1);
  });

  test('in print: its dots and its edge are seen', () => {
    const { moire, border } = oddsOfShown({ medium: 'print' });
    expect(moire).toBeLessThan(-2);
    expect(border).toBeLessThan(-1);
  });
});
