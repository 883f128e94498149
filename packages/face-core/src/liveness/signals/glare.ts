import { isBlownOut } from '../../quality/light.ts';
import type { Judge } from '../method.ts';
import { signalOdds } from './odds.ts';
import { ellipticDistance, type View, viewOf } from './view.ts';

/** The crop's side in pixels, and what it shows in sides of the face's box. */
const size = 96;
const scale = 2;
/** Of the face's area: a shiny forehead or a pair of glasses; the reflection of a lamp or a window on a glossy surface. */
const usual = 0.02;
const telling = 0.15;

/**
 * Specular saturation: a glossy screen or print throws a lamp's light back as one blown-out spot, which skin spreads. Blown-out
 * pixels as a cue are from D. Wen, H. Han, A. K. Jain, "Face spoof detection with image distortion analysis", IEEE TIFS 10(4),
 * 2015; that they have to be compact, and to lie on the face, is ours.
 */
export function glareJudge(): Judge {
  const measure = glareMeter();
  return (presentation) => signalOdds(measure(viewOf(presentation, scale, size)), usual, telling);
}

/**
 * Measures the area of the face that blown-out spots cover, in shares of the face's. Each spot counts by its compactness, and by the
 * share of it that lies on the face: a bright window, a wall or the sky beside the face is no reflection on it.
 */
export function glareMeter(): (view: View) => number {
  const isOpen = new Uint8Array(size * size);
  const stack = new Int32Array(size * size);
  return ({ crop, face }) => {
    for (let i = 0; i < isOpen.length; i++) isOpen[i] = isBlownOut(crop, i) ? 1 : 0;
    let sum = 0;
    for (let start = 0; start < isOpen.length; start++) {
      if (isOpen[start] === 0) continue;
      const spot = takeSpot(start, isOpen, stack, face);
      sum += (spot.onFace ** 2 / spot.area) * compactness(spot);
    }
    return sum / ((Math.PI / 4) * face.width * face.height);
  };
}

/** A spot's area in pixels, and the sums of its pixels' coordinates and of their products. */
interface Spot {
  area: number;
  /** How much of the area lies on the face. */
  onFace: number;
  x: number;
  y: number;
  xx: number;
  yy: number;
  xy: number;
}

/** The pixels that hang together with the first one, by their sides; they are no longer open. */
function takeSpot(start: number, isOpen: Uint8Array, stack: Int32Array, face: View['face']): Spot {
  const spot: Spot = { area: 0, onFace: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
  let length = 0;
  const visit = (pixel: number) => {
    if (isOpen[pixel] === 0) return;
    isOpen[pixel] = 0;
    stack[length++] = pixel;
  };
  visit(start);
  while (length > 0) {
    const pixel = stack[--length]!;
    const x = pixel % size;
    const y = (pixel - x) / size;
    spot.area++;
    if (ellipticDistance(face, x, y) < 1) spot.onFace++;
    spot.x += x;
    spot.y += y;
    spot.xx += x * x;
    spot.yy += y * y;
    spot.xy += x * y;
    if (x > 0) visit(pixel - 1);
    if (x < size - 1) visit(pixel + 1);
    if (y > 0) visit(pixel - size);
    if (y < size - 1) visit(pixel + size);
  }
  return spot;
}

/**
 * The spot's area over that of the ellipse with the same second moments, which is 4π√|Σ| for a covariance Σ: 1 for an ellipse,
 * 0.95 for a rectangle, the less the more ragged or hollow. A pixel is a square: it adds 1/12 to a variance.
 */
function compactness({ area, x, y, xx, yy, xy }: Spot): number {
  const varianceX = xx / area - (x / area) ** 2 + 1 / 12;
  const varianceY = yy / area - (y / area) ** 2 + 1 / 12;
  const covariance = xy / area - (x * y) / area ** 2;
  return Math.min(1, area / (4 * Math.PI * Math.sqrt(varianceX * varianceY - covariance ** 2)));
}
