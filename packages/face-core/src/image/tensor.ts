import type { RgbCrop } from './pixels.ts';

/** How a model wants its input image, as data. The layout is always `[1, planes, size, size]`, float32. */
export type ImageInput = ColorInput | GrayInput;

/** An image of three planes, as a model takes it. */
export interface ColorInput {
  /** Width and height in pixels. */
  size: number;
  /** The order of the three planes. */
  channels: 'rgb' | 'bgr';
  /** Each byte x becomes `(x - mean) / std`, per plane in the order of `channels`. */
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
}

/** An image of one plane, as a model takes it. */
export interface GrayInput {
  /** Width and height in pixels. */
  size: number;
  /** One plane of BT.601 luma. */
  channels: 'gray';
  /** The luma y, 0–255, becomes `(y - mean) / std`. */
  mean: readonly [number];
  std: readonly [number];
}

/** The number of planes in a model's input. */
function planesOf({ channels }: Pick<ImageInput, 'channels'>): number {
  return channels === 'gray' ? 1 : 3;
}

/** The shape of a model's input tensor. */
export function shapeOf(input: Pick<ImageInput, 'size' | 'channels'>): [1, number, number, number] {
  return [1, planesOf(input), input.size, input.size];
}

/** Writes `crop` into `tensor` as the model wants it. Both have the model's size. */
export function fillTensor(crop: RgbCrop, input: ImageInput, tensor: Float32Array): void {
  const { size, channels, mean, std } = input;
  const plane = size * size;
  const planes = planesOf(input);
  if (crop.size !== size || tensor.length !== planes * plane) {
    throw new RangeError('crop, input and tensor differ in size');
  }
  const { data } = crop;
  for (let p = 0; p < planes; p++) {
    const channel = channels === 'rgb' ? p : 2 - p;
    const offset = mean[p]!;
    const scale = 1 / std[p]!;
    if (channels === 'gray') {
      for (let i = 0; i < plane; i++) {
        const luma = 0.299 * data[i * 3]! + 0.587 * data[i * 3 + 1]! + 0.114 * data[i * 3 + 2]!;
        tensor[i] = (luma - offset) * scale;
      }
    } else {
      for (let i = 0; i < plane; i++) tensor[p * plane + i] = (data[i * 3 + channel]! - offset) * scale;
    }
  }
}
