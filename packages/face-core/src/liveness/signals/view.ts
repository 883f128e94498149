import type { Box } from '../../geometry/box.ts';
import type { RgbCrop } from '../../image/pixels.ts';
import { resample } from '../../image/resample.ts';
import { enlargedWithin } from '../crop.ts';
import type { Presentation } from '../method.ts';

/** A face with what surrounds it, in a crop of one size for faces of all sizes: a signal costs the same in any frame. */
export interface View {
  crop: RgbCrop;
  /** The face's box in the crop's pixels. */
  face: Box;
}

/** The view of `scale` times the face's box, in a crop of `size` × `size` pixels. All of it lies inside the frame. */
export function viewOf({ frame, face: { box }, crop }: Presentation, scale: number, size: number): View {
  const region = enlargedWithin(box, scale, frame.width, frame.height);
  const pixels = crop(size);
  resample(frame, region, pixels);
  const zoom = size / region.width;
  const face = {
    x: (box.x - region.x) * zoom,
    y: (box.y - region.y) * zoom,
    width: box.width * zoom,
    height: box.height * zoom,
  };
  return { crop: pixels, face };
}

/**
 * How far out a pixel's centre lies in the ellipse that touches the box's sides, as the square of the share of its half axes:
 * under 1 inside it. The ellipse is the face without the corners of the box, where there is background.
 */
export function ellipticDistance({ x, y, width, height }: Box, column: number, row: number): number {
  const across = (2 * (column + 0.5 - x)) / width - 1;
  const down = (2 * (row + 0.5 - y)) / height - 1;
  return across * across + down * down;
}
