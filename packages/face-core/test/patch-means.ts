import type { RgbCrop } from '../src/image/pixels.ts';

/** The generated model of DeepPixBiS's contract, computed by hand. */

/** Of red, green and blue, all different; with the bias no normalised colour leads out of 0–1. */
export const patchWeights = [0.09, 0.05, -0.03] as const;
export const patchBias = 0.45;

/** Rising from the first patch to the last, with a sum of 1. */
export function wholeWeights(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => (2 * (i + 1)) / (count * (count + 1)));
}

export interface PatchMeans {
  map: number[];
  binary: number;
  /** (mean of the map + binary) / 2. */
  score: number;
}

/** What the model gives for a crop of 224×224 bytes, normalised as PyTorch does: to 0–1, less the mean, over the deviation. */
export function patchMeansOf({ data, size }: RgbCrop): PatchMeans {
  const mean = [0.485, 0.456, 0.406];
  const deviation = [0.229, 0.224, 0.225];
  const map = new Array<number>(14 * 14).fill(0);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const patch = Math.floor(y / 16) * 14 + Math.floor(x / 16);
      for (const [channel, weight] of patchWeights.entries()) {
        const colour = data[(y * size + x) * 3 + channel]! / 255;
        map[patch]! += (weight * (colour - mean[channel]!)) / deviation[channel]! / 256;
      }
    }
  }
  const biased = map.map((value) => value + patchBias);
  const weights = wholeWeights(biased.length);
  const binary = biased.reduce((sum, value, i) => sum + value * weights[i]!, 0);
  const average = biased.reduce((sum, value) => sum + value, 0) / biased.length;
  return { map: biased, binary, score: (average + binary) / 2 };
}
