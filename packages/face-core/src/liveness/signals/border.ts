import { fillLuma } from '../../image/luma.ts';
import type { Judge } from '../method.ts';
import { signalOdds } from './odds.ts';
import { type View, viewOf } from './view.ts';

/** The crop's side in pixels, and what it shows in sides of the face's box. */
const size = 96;
const scale = 3.2;
/** How far upright screens and papers lean: pixels across for each pixel along, up to 9°. */
const slopes = [-0.16, -0.12, -0.08, -0.04, 0, 0.04, 0.08, 0.12, 0.16];
/** A line lies this far from the face's box at least, and is longer than it by this at either end, in the box's sides. */
const distance = 0.1;
const overhang = 0.25;
/** A step of this many grey levels over two pixels is an edge in full, unless the luma rises half as much along it. */
const fullEdge = 24;
/** A line stands out against the mean of those at these distances, in pixels; nearer ones see the same edge. */
const nearestRival = 3;
const farthestRival = 7;
/** How far the third strongest side stands out, 0–1. */
const usual = 0.5;
const telling = 0.8;

/**
 * A screen's or a paper's edge: straight lines on three sides of the face at least, as long as it or longer, of one rectangle. That
 * a display or a sheet in view gives an attack away is from J. Komulainen, A. Hadid, M. Pietikäinen, "Context based face
 * anti-spoofing", BTAS 2013; they learn it, here lines are looked for. A rectangle whose edges lie outside the frame is not seen.
 */
export function borderJudge(): Judge {
  const measure = borderMeter();
  return (presentation) => signalOdds(measure(viewOf(presentation, scale, size)), usual, telling);
}

/**
 * Measures how far the best rectangle around the face stands out, 0–1: that of its third strongest side. Lines are found as by the
 * Hough transform (R. O. Duda, P. E. Hart, CACM 15(1), 1972): for each slope, the edges along every line are averaged.
 */
export function borderMeter(): (view: View) => number {
  const luma = new Float32Array(size * size);
  const upright = new Float32Array(size * size);
  const level = new Float32Array(size * size);
  const lines = new Float32Array(size);
  return ({ crop, face: { x, y, width, height } }) => {
    fillLuma(crop, luma);
    fillEdges(upright, luma, 1, size);
    fillEdges(level, luma, size, 1);
    let best = 0;
    for (const slope of slopes) {
      fillLines(lines, upright, slope, y, height);
      const left = strongest(lines, 0, x - distance * width);
      const right = strongest(lines, x + (1 + distance) * width, size - 1);
      // At right angles to the others.
      fillLines(lines, level, -slope, x, width);
      const top = strongest(lines, 0, y - distance * height);
      const bottom = strongest(lines, y + (1 + distance) * height, size - 1);
      best = Math.max(best, [left, right, top, bottom].sort((a, b) => b - a)[2]!);
    }
    return best;
  };
}

/**
 * Writes the edges of one direction, 0–1, one place along them after the other; the outermost have none.
 *
 * @param across from a pixel to the next one across such edges, in the luma
 * @param along the same along them
 */
function fillEdges(edges: Float32Array, luma: Float32Array, across: number, along: number): void {
  for (let i = 1; i < size - 1; i++) {
    for (let place = 1; place < size - 1; place++) {
      const pixel = i * along + place * across;
      const step = Math.abs(luma[pixel + across]! - luma[pixel - across]!);
      const rise = Math.abs(luma[pixel + along]! - luma[pixel - along]!);
      edges[i * size + place] = step > 2 * rise ? Math.min(1, step / fullEdge) : 0;
    }
  }
}

/**
 * Averages the edges along the line of a slope through each place, from the face's start over its length, and the overhang. What of
 * a line lies outside the crop counts as none.
 */
function fillLines(lines: Float32Array, edges: Float32Array, slope: number, start: number, length: number): void {
  const middle = start + length / 2;
  const first = Math.round(start - overhang * length);
  const last = Math.round(start + (1 + overhang) * length);
  lines.fill(0);
  for (let i = Math.max(0, first); i <= Math.min(size - 1, last); i++) {
    const shift = Math.round(slope * (i - middle));
    for (let place = Math.max(0, -shift); place < size - Math.max(0, shift); place++) {
      lines[place] = lines[place]! + edges[i * size + place + shift]!;
    }
  }
  for (let place = 0; place < size; place++) lines[place] = lines[place]! / (last - first + 1);
}

/** How far the line that stands out most between two places does so. */
function strongest(lines: Float32Array, from: number, to: number): number {
  let best = 0;
  for (let place = Math.max(0, Math.ceil(from)); place <= Math.min(size - 1, to); place++) {
    let rivals = 0;
    let sum = 0;
    for (let rival = Math.max(0, place - farthestRival); rival <= Math.min(size - 1, place + farthestRival); rival++) {
      if (Math.abs(rival - place) < nearestRival) continue;
      rivals++;
      sum += lines[rival]!;
    }
    best = Math.max(best, lines[place]! - sum / rivals);
  }
  return best;
}
