import type { RgbCrop } from '../image/pixels.ts';

export interface Light {
  /** Mean luma, 0–255. */
  mean: number;
  /** Standard deviation of the luma. */
  deviation: number;
  /** Variance of the luma's Laplacian (4-neighbour kernel): J. L. Pech-Pacheco et al., ICPR 2000, as a measure of focus. */
  laplacianVariance: number;
}

/** The share of the crop's side left out at each edge, where hair and background are. */
const border = 0.15;

/** Measures the inner part of an aligned face, with BT.601 luma. */
export function measureLight({ data, size }: RgbCrop): Light {
  const luma = (x: number, y: number) => {
    const i = (y * size + x) * 3;
    return 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!;
  };
  const start = Math.max(1, Math.round(size * border));
  const end = size - start;
  let count = 0;
  let sum = 0;
  let squares = 0;
  let edges = 0;
  let edgeSquares = 0;
  for (let y = start; y < end; y++) {
    for (let x = start; x < end; x++) {
      const value = luma(x, y);
      const edge = luma(x - 1, y) + luma(x + 1, y) + luma(x, y - 1) + luma(x, y + 1) - 4 * value;
      count++;
      sum += value;
      squares += value * value;
      edges += edge;
      edgeSquares += edge * edge;
    }
  }
  const mean = sum / count;
  return {
    mean,
    deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)),
    laplacianVariance: edgeSquares / count - (edges / count) ** 2,
  };
}
