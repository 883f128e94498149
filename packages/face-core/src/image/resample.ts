import type { Box } from '../geometry/box.ts';
import type { RgbaImage, RgbCrop } from './pixels.ts';
import { regionMap, warp } from './warp.ts';

/** Up to this reduction bilinear samples are smooth enough; beyond it, source pixels are averaged. */
const bilinearReduction = 1.5;
/** Source pixels an axis averaged for one of the crop: the cost of a frame of any size is then bounded. */
const mostSamples = 4;

/**
 * Fills `crop` with a square region of the image, without the aliasing of a plain reduction; black where the region sticks
 * out. A region that is not much larger than the crop is sampled bilinearly.
 */
export function resample(image: RgbaImage, region: Box, crop: RgbCrop): void {
  const reduction = region.width / crop.size;
  if (reduction <= bilinearReduction) {
    warp(image, regionMap(region, crop.size), crop);
    return;
  }
  const samples = Math.min(mostSamples, Math.round(reduction));
  const columns = samplePlaces(region.x, reduction, crop.size, samples, image.width);
  const rows = samplePlaces(region.y, reduction, crop.size, samples, image.height);
  // Two channels are summed in one number: up to 16 bytes fit in the 16 bits between them.
  const pixels = new Uint32Array(image.data.buffer, image.data.byteOffset, image.width * image.height);
  const share = 1 / (samples * samples);
  const out = crop.data;
  let o = 0;
  for (let y = 0; y < crop.size; y++) {
    for (let x = 0; x < crop.size; x++) {
      let redAndBlue = 0;
      let green = 0;
      for (let j = y * samples; j < (y + 1) * samples; j++) {
        const row = rows[j]!;
        if (row < 0) continue;
        for (let i = x * samples; i < (x + 1) * samples; i++) {
          const column = columns[i]!;
          if (column < 0) continue;
          const pixel = pixels[row * image.width + column]!;
          redAndBlue += pixel & 0xff00ff;
          green += (pixel >>> 8) & 0xff;
        }
      }
      out[o++] = (redAndBlue & 0xffff) * share;
      out[o++] = green * share;
      out[o++] = (redAndBlue >>> 16) * share;
    }
  }
}

/** The source pixels along one axis, `samples` for each of the crop's, evenly spread; -1 outside the image. */
function samplePlaces(start: number, reduction: number, size: number, samples: number, limit: number): Int32Array {
  const places = new Int32Array(size * samples);
  for (let i = 0; i < places.length; i++) {
    const place = Math.floor(start + ((i + 0.5) * reduction) / samples);
    places[i] = place >= 0 && place < limit ? place : -1;
  }
  return places;
}
