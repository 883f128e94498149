import type { Box } from '../geometry/box.ts';
import type { Dimensions } from '../image/dimensions.ts';
import type { RgbaImage } from '../image/pixels.ts';

/** The grey of what an image leaves free, of 255. */
const padding = 114;

/** Where an image lies in a model's input: scaled to fit, in the middle. In whole pixels of the input. */
export type Letterbox = Box;

/** As Ultralytics' `LetterBox` has it, with `auto=False`. */
export function letterboxOf({ width, height }: Dimensions, input: Dimensions): Letterbox {
  const scale = Math.min(input.width / width, input.height / height);
  const fitted = { width: atLeastOne(width * scale), height: atLeastOne(height * scale) };
  // Where the free pixels cannot be halved, there is one more on the right or at the bottom.
  const x = Math.floor((input.width - fitted.width) / 2);
  const y = Math.floor((input.height - fitted.height) / 2);
  return { x, y, ...fitted };
}

/** Python's `round`: halves go to the even number. */
function atLeastOne(length: number): number {
  const rounded = Math.round(length);
  const isHalf = rounded - length === 0.5;
  return Math.max(1, isHalf && rounded % 2 === 1 ? rounded - 1 : rounded);
}

/**
 * Writes an image into a model's input: `[1, 3, height, width]`, RGB, 0–1. Scaled bilinearly without antialiasing, like the
 * pictures that the models were trained on (`cv2.INTER_LINEAR`), but not rounded to bytes.
 */
export function fillLetterbox(
  image: RgbaImage,
  { x, y, width, height }: Letterbox,
  input: Dimensions,
  tensor: Float32Array,
): void {
  const plane = input.width * input.height;
  if (tensor.length !== 3 * plane) throw new RangeError('input and tensor differ in size');
  tensor.fill(padding / 255);
  const { data } = image;
  const columns = samplesOf(image.width, width);
  const rows = samplesOf(image.height, height);
  for (let row = 0; row < height; row++) {
    const top = rows.first[row]! * image.width;
    const bottom = rows.second[row]! * image.width;
    const down = rows.share[row]!;
    let out = (y + row) * input.width + x;
    for (let column = 0; column < width; column++, out++) {
      const across = columns.share[column]!;
      const [left, right] = [columns.first[column]!, columns.second[column]!];
      const corners = [(top + left) * 4, (top + right) * 4, (bottom + left) * 4, (bottom + right) * 4] as const;
      for (let channel = 0; channel < 3; channel++) {
        const above = mix(data[corners[0] + channel]!, data[corners[1] + channel]!, across);
        const below = mix(data[corners[2] + channel]!, data[corners[3] + channel]!, across);
        tensor[out + channel * plane] = mix(above, below, down) / 255;
      }
    }
  }
}

/** A box of the input in pixels of an image that was letterboxed so, cut at its edges; null where nothing is left. */
export function unletterboxed(box: Box, { x, y, width, height }: Letterbox, image: Dimensions): Box | null {
  const toX = (place: number) => Math.min(image.width, Math.max(0, ((place - x) * image.width) / width));
  const toY = (place: number) => Math.min(image.height, Math.max(0, ((place - y) * image.height) / height));
  const [left, top] = [toX(box.x), toY(box.y)];
  const [right, bottom] = [toX(box.x + box.width), toY(box.y + box.height)];
  if (!(right > left && bottom > top)) return null;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** For each of `length` pixels the two of `from` that it lies between, and the second one's share. */
function samplesOf(from: number, length: number) {
  const first = new Int32Array(length);
  const second = new Int32Array(length);
  const share = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const place = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / length - 0.5));
    first[i] = Math.floor(place);
    second[i] = Math.min(from - 1, first[i]! + 1);
    share[i] = place - first[i]!;
  }
  return { first, second, share };
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}
