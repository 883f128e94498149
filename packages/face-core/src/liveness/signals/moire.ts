import type { Box } from '../../geometry/box.ts';
import type { RgbaImage } from '../../image/pixels.ts';
import type { Judge } from '../method.ts';
import { Fourier } from './fourier.ts';
import { signalOdds } from './odds.ts';

/** The side of a patch in the frame's own pixels: resampling would blur a grid away, or make one. */
const size = 64;
/** Where the middles of the patches lie in the face's box, as shares of its sides. */
const places = [0.3, 0.7] as const;
/** A wave repeats this often within a patch at least: slower ones are a face's own shades. */
const slowest = 6;
/** The window makes a peak this many frequencies wide, either way. It is measured against the ring from there outwards. */
const peakReach = 2;
const ringReach = 4;
/** How many frequencies there are in the ring. */
const ringLength = (2 * ringReach + 1) ** 2 - (2 * peakReach + 1) ** 2;
/** The standard deviation, in grey levels, of the rounding and the noise that are taken to be in any frame. */
const faintest = 0.5;
/** What noise and skin reach, and what only a grid does, in decibels. */
const usual = 10;
const telling = 20;

/**
 * Moiré: a screen's pixels or a print's dots, seen through a camera's pixels, leave a regular pattern, which is a narrow peak in the
 * spectrum far from its middle. Peaks of the spectrum as a cue are from D. C. Garcia, R. L. de Queiroz, "Face-spoofing
 * 2D-detection based on moiré-pattern analysis", IEEE TIFS 10(4), 2015.
 */
export function moireJudge(): Judge {
  const measure = moireMeter();
  return ({ frame, face }) => signalOdds(measure(frame, face.box), usual, telling);
}

/**
 * Measures how far the strongest peak of the face's spectrum stands out of its neighbourhood, in decibels: power over the mean power in
 * a ring around it, so that the spectrum's fall-off, and the streaks that an edge leaves in it, count on both sides. The
 * spectrum is the sum of those of four patches under Hann's window; the frequencies of codecs' blocks are left out.
 * 0 for a frame that is smaller than a patch.
 */
export function moireMeter(): (frame: RgbaImage, box: Box) => number {
  const fourier = new Fourier(size);
  const real = new Float64Array(size * size);
  const imaginary = new Float64Array(size * size);
  const power = new Float64Array(size * size);
  return (frame, box) => {
    if (frame.width < size || frame.height < size) return 0;
    power.fill(0);
    for (const place of places) {
      const top = startOf(box.y + place * box.height, frame.height);
      fillPatch(real, frame, startOf(box.x + places[0] * box.width, frame.width), top);
      fillPatch(imaginary, frame, startOf(box.x + places[1] * box.width, frame.width), top);
      fourier.transformPlane(real, imaginary);
      addPower(power, real, imaginary);
    }
    return 10 * Math.log10(strongestPeak(power));
  };
}

/** Where a patch about a middle starts, moved back inside the frame where it sticks out. */
function startOf(middle: number, limit: number): number {
  return Math.min(Math.max(Math.round(middle - size / 2), 0), limit - size);
}

/** Hann's window along one axis; a pixel's weight is the product of its row's and its column's. */
const hann = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / size));
/** The power that noise with a variance of 1 has at each frequency of the four patches. */
const noisePower = 4 * hann.reduce((sum, weight) => sum + weight * weight, 0) ** 2;

/** Writes a patch's luma, less its mean, under the window. */
function fillPatch(patch: Float64Array, { data, width }: RgbaImage, left: number, top: number): void {
  let sum = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const i = 4 * ((top + y) * width + left + x);
      const luma = 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!;
      patch[y * size + x] = luma;
      sum += luma;
    }
  }
  const mean = sum / (size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) patch[y * size + x] = (patch[y * size + x]! - mean) * hann[x]! * hann[y]!;
  }
}

/** The spectrum repeats beyond its ends. */
function wrapped(frequency: number): number {
  return frequency & (size - 1);
}

/**
 * Adds the power of two patches, which were transformed as the real and the imaginary part of one: at each frequency, the mean of
 * the whole's power there and at the opposite frequency is the sum of theirs.
 */
function addPower(power: Float64Array, real: Float64Array, imaginary: Float64Array): void {
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const i = y * size + x;
      const j = wrapped(-y) * size + wrapped(-x);
      const whole = real[i]! * real[i]! + imaginary[i]! * imaginary[i]!;
      const opposite = real[j]! * real[j]! + imaginary[j]! * imaginary[j]!;
      power[i] = power[i]! + (whole + opposite) / 2;
    }
  }
}

/** The largest ratio of a peak's power to its ring's mean, at least 1. One half of the spectrum mirrors the other. */
function strongestPeak(power: Float64Array): number {
  const floor = faintest ** 2 * noisePower;
  let strongest = 1;
  for (let down = 0; down <= size / 2; down++) {
    for (let x = 0; x < size; x++) {
      const across = Math.min(x, size - x);
      if (!isHighest(power, x, down) || across ** 2 + down ** 2 < slowest ** 2 || isOfBlocks(across, down)) continue;
      const peak = power[down * size + x]!;
      strongest = Math.max(strongest, (peak + floor) / (ringMean(power, x, down) + floor));
    }
  }
  return strongest;
}

/** Whether no neighbour is higher. */
function isHighest(power: Float64Array, x: number, y: number): boolean {
  const peak = power[y * size + x]!;
  const row = y * size;
  return (
    peak >= power[row + wrapped(x - 1)]! &&
    peak >= power[row + wrapped(x + 1)]! &&
    peak >= power[wrapped(y - 1) * size + x]! &&
    peak >= power[wrapped(y + 1) * size + x]!
  );
}

function ringMean(power: Float64Array, x: number, y: number): number {
  let sum = 0;
  for (let dy = -ringReach; dy <= ringReach; dy++) {
    const row = wrapped(y + dy) * size;
    const isBeyond = Math.abs(dy) > peakReach;
    for (let dx = -ringReach; dx <= ringReach; dx++) {
      if (isBeyond || Math.abs(dx) > peakReach) sum += power[row + wrapped(x + dx)]!;
    }
  }
  return sum / ringLength;
}

/** Whether a frequency is one that the edges of blocks of 8×8 pixels have: JPEG and most video codecs work in such. */
function isOfBlocks(across: number, down: number): boolean {
  return (across <= 1 && isOfEighths(down)) || (down <= 1 && isOfEighths(across));
}

/** Whether a wave repeats a whole number of times in 8 pixels, or next to it. */
function isOfEighths(frequency: number): boolean {
  const harmonic = size / 8;
  return Math.abs(frequency - harmonic * Math.round(frequency / harmonic)) <= 1;
}
