import { type Affine, compose, mirrored } from '../geometry/affine.ts';
import type { Box } from '../geometry/box.ts';
import { createCrop, type RgbaImage } from '../image/pixels.ts';
import { fillTensor, type ImageInput } from '../image/tensor.ts';
import { antialiasingSamples, regionMap, warp } from '../image/warp.ts';
import type { Model } from '../models/descriptor.ts';
import type { OnnxOutput, OnnxSession } from '../onnx.ts';

/** A model that sees a part of an aligned face. */
export interface AttributeModel extends Model {
  input: ImageInput;
  outputs: readonly OnnxOutput[];
}

/** A face in its frame. */
export interface AlignedFace {
  frame: RgbaImage;
  /** Takes a pixel of the aligned face (112×112, `arcface-template.ts`) to its place in the frame. */
  toImage: Affine;
}

/** Shows parts of aligned faces to one model. */
export class Viewer {
  readonly #session: OnnxSession;
  readonly #input: ImageInput;
  readonly #crop;

  constructor(session: OnnxSession, input: ImageInput) {
    this.#session = session;
    this.#input = input;
    this.#crop = createCrop(input.size);
  }

  /** The model's outputs for a region, in pixels of the aligned face. Read them before the next look. */
  look({ frame, toImage }: AlignedFace, region: Box): Promise<readonly Float32Array[]> {
    return this.#show(frame, compose(toImage, regionMap(region, this.#input.size)));
  }

  /**
   * The mean of a number over a region and its mirror image, which show the same face.
   *
   * @param read takes the number from the model's outputs
   * @throws RangeError where there is no number
   */
  async mean(
    { frame, toImage }: AlignedFace,
    region: Box,
    read: (outputs: readonly Float32Array[]) => number,
  ): Promise<number> {
    const { size } = this.#input;
    const map = compose(toImage, regionMap(region, size));
    const first = read(await this.#show(frame, map));
    const mean = (first + read(await this.#show(frame, mirrored(map, size)))) / 2;
    if (!Number.isFinite(mean)) throw new RangeError('the model gave no number');
    return mean;
  }

  #show(frame: RgbaImage, map: Affine): Promise<readonly Float32Array[]> {
    warp(frame, map, this.#crop, antialiasingSamples(map), 'edge');
    fillTensor(this.#crop, this.#input, this.#session.input);
    return this.#session.run();
  }
}
