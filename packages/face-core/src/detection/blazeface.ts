import manifest from 'models';
import type { Box } from '../geometry/box.ts';
import { createCrop, type RgbaImage } from '../image/pixels.ts';
import { resample } from '../image/resample.ts';
import { fillTensor, type ImageInput } from '../image/tensor.ts';
import { bundled, type Model } from '../models/descriptor.ts';
import type { OnnxSession } from '../onnx.ts';
import type { Face } from '../types.ts';
import { type AnchorGrid, anchorCentres } from './anchors.ts';
import { decodeFaces } from './decode.ts';
import { type DetectorSize, defaultDetectorSize } from './detector-size.ts';

/** Which faces a detector was trained for. */
export type Range = 'short' | 'full';

export interface DetectorModel extends Model {
  input: ImageInput;
  anchors: readonly AnchorGrid[];
  /** Minimum score of a face, 0–1. */
  threshold: number;
}

const pixels = { channels: 'rgb', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] } as const;

/**
 * The two BlazeFace models of MediaPipe (Bazarevsky et al., arXiv:1907.05047; anchors as in MediaPipe's face detection
 * graphs). `short` sees 128×128 pixels and finds faces that fill the frame; `full` sees 192×192, which it was trained with,
 * and finds faces down to 5 % of the frame's longer side.
 */
export const blazeFace: Record<Range, DetectorModel> = {
  short: {
    ...bundled(manifest.models['blazeface-short-range']),
    input: { size: 128, ...pixels },
    anchors: [
      { side: 16, perCell: 2 },
      { side: 8, perCell: 6 },
    ],
    threshold: 0.5,
  },
  full: fullRange(defaultDetectorSize),
};

/** The full range with an input of another size: a face is found by the pixels that it has there, 10 to about 130. */
export function fullRange(size: DetectorSize): DetectorModel {
  return {
    ...bundled(manifest.models['blazeface-full-range']),
    input: { size, ...pixels },
    anchors: [{ side: size / 4, perCell: 1 }],
    threshold: 0.5,
  };
}

/** The score under which a candidate is not reported at all. */
const candidateThreshold = 0.1;

/** The lengths of a model's two outputs: a box with keypoints for each anchor, and a score. */
export function detectorOutputs({ anchors }: DetectorModel): [number, number] {
  const count = anchors.reduce((sum, { side, perCell }) => sum + side * side * perCell, 0);
  return [count * 16, count];
}

/** Runs one BlazeFace model on regions of a frame. */
export class BlazeFace {
  readonly #session: OnnxSession;
  readonly #input: ImageInput;
  readonly #centres: Float32Array;
  readonly #crop;

  constructor(session: OnnxSession, { input, anchors }: DetectorModel) {
    this.#session = session;
    this.#input = input;
    this.#centres = anchorCentres(anchors);
    this.#crop = createCrop(input.size);
  }

  /** The side of the input in pixels. */
  get inputSize(): number {
    return this.#input.size;
  }

  /** The faces in the square around a region, in pixels of the frame; weak candidates included. */
  async detect(frame: RgbaImage, region: Box): Promise<Face[]> {
    const square = squareAround(region);
    resample(frame, square, this.#crop);
    fillTensor(this.#crop, this.#input, this.#session.input);
    const [boxes, logits] = (await this.#session.run()) as [Float32Array, Float32Array];
    const { size } = this.#input;
    const scale = square.width / size;
    return decodeFaces(boxes, logits, this.#centres, size, candidateThreshold).map((face) =>
      moved(face, scale, square.x, square.y),
    );
  }
}

/** The smallest square with the region in its middle: what a letterboxed model sees of it. */
function squareAround({ x, y, width, height }: Box): Box {
  const side = Math.max(width, height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side };
}

function moved({ box, score, keypoints }: Face, scale: number, left: number, top: number): Face {
  const point = ({ x, y }: { x: number; y: number }) => ({ x: left + x * scale, y: top + y * scale });
  return {
    box: { ...point(box), width: box.width * scale, height: box.height * scale },
    score,
    keypoints: {
      rightEye: point(keypoints.rightEye),
      leftEye: point(keypoints.leftEye),
      noseTip: point(keypoints.noseTip),
      mouthCenter: point(keypoints.mouthCenter),
      rightEar: point(keypoints.rightEar),
      leftEar: point(keypoints.leftEar),
    },
  };
}
