import { fillLuma } from '../../image/luma.ts';
import type { Judge } from '../method.ts';
import { signalOdds } from './odds.ts';
import { ellipticDistance, type View, viewOf } from './view.ts';

/** The crop's side in pixels, and what it shows in sides of the face's box. */
const size = 64;
const scale = 2.4;
/** The surroundings begin at 1.6 half axes of the face, beyond the hair; as `ellipticDistance` has it. */
const beyondHair = 1.6 ** 2;
/** A region of fewer pixels has no texture to compare. */
const leastPixels = 100;
/** Variances in squared grey levels that every region has at least: the Laplacian's by rounding, and the luma's by noise. */
const leastEdges = 5;
const leastContrast = 25;
/** By how many octaves the surroundings are sharper. */
const usual = 2;
const telling = 5;

/**
 * Texture: a print or a screen shows a face that has been through a lens twice, before a room that has been through one once, so
 * that the face is the softer. The loss of high frequencies as a cue is from J. Li, Y. Wang, T. Tan, A. K. Jain, "Live face
 * detection based on the analysis of Fourier spectra", SPIE 5404, 2004. A face as sharp as its surroundings, or sharper, says nothing.
 */
export function textureJudge(): Judge {
  const measure = textureMeter();
  return (presentation) => signalOdds(measure(viewOf(presentation, scale, size)), usual, telling);
}

/**
 * Measures how much sharper the surroundings are than the face, in octaves: the binary logarithm of the ratio of the variances of the
 * Laplacian (4-neighbour kernel) in both regions, the measure of focus of J. L. Pech-Pacheco et al., ICPR 2000. Surroundings
 * with more contrast have that taken away; with less they are not taken for sharper, since noise alone would make a bare wall
 * so. 0 without a face or surroundings in view.
 */
export function textureMeter(): (view: View) => number {
  const luma = new Float32Array(size * size);
  return ({ crop, face }) => {
    fillLuma(crop, luma);
    const inner = newRegion();
    const outer = newRegion();
    for (let y = 1; y < size - 1; y++) {
      for (let x = 1; x < size - 1; x++) {
        const distance = ellipticDistance(face, x, y);
        if (distance < 1) add(inner, luma, y * size + x);
        else if (distance > beyondHair) add(outer, luma, y * size + x);
      }
    }
    if (inner.count < leastPixels || outer.count < leastPixels) return 0;
    const sharper = Math.log2((edgesOf(outer) + leastEdges) / (edgesOf(inner) + leastEdges));
    const moreContrast = Math.log2((contrastOf(outer) + leastContrast) / (contrastOf(inner) + leastContrast));
    return sharper - Math.max(0, moreContrast);
  };
}

/** How many pixels a region has, and the sums over them: of luma and of its Laplacian, and of both squared. */
interface Region {
  count: number;
  luma: number;
  lumaSquares: number;
  edges: number;
  edgeSquares: number;
}

function newRegion(): Region {
  return { count: 0, luma: 0, lumaSquares: 0, edges: 0, edgeSquares: 0 };
}

function add(region: Region, luma: Float32Array, pixel: number): void {
  const value = luma[pixel]!;
  const edge = luma[pixel - 1]! + luma[pixel + 1]! + luma[pixel - size]! + luma[pixel + size]! - 4 * value;
  region.count++;
  region.luma += value;
  region.lumaSquares += value * value;
  region.edges += edge;
  region.edgeSquares += edge * edge;
}

/** The variance of the Laplacian. */
function edgesOf({ count, edges, edgeSquares }: Region): number {
  return Math.max(0, edgeSquares / count - (edges / count) ** 2);
}

/** The variance of the luma. */
function contrastOf({ count, luma, lumaSquares }: Region): number {
  return Math.max(0, lumaSquares / count - (luma / count) ** 2);
}
