import type { RgbCrop } from './pixels.ts';

/** How a model wants its input image, as data. The layout is always `[1, 3, size, size]`, float32. */
export interface ImageInput {
  /** Width and height in pixels. */
  size: number;
  /** The order of the three planes. */
  channels: 'rgb' | 'bgr';
  /** Each byte x becomes `(x - mean) / std`, per plane in the order of `channels`. */
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
}

/** Writes `crop` into `tensor` as the model wants it. Both have the model's size. */
export function fillTensor(crop: RgbCrop, { size, channels, mean, std }: ImageInput, tensor: Float32Array): void {
  const plane = size * size;
  if (crop.size !== size || tensor.length !== 3 * plane) throw new RangeError('crop, input and tensor differ in size');
  for (let p = 0; p < 3; p++) {
    const channel = channels === 'rgb' ? p : 2 - p;
    const offset = mean[p]!;
    const scale = 1 / std[p]!;
    for (let i = 0; i < plane; i++) tensor[p * plane + i] = (crop.data[i * 3 + channel]! - offset) * scale;
  }
}
