import { type Detection, FaceDetector } from '@mediapipe/tasks-vision';
import manifest from 'models';
import { FaceError } from '../errors.ts';
import type { Box } from '../geometry/box.ts';
import type { RuntimeFile } from '../models/descriptor.ts';
import type { Face } from '../types.ts';
import { candidateThreshold, type Range } from './blazeface.ts';

/** The one file that knows MediaPipe. It runs in a module worker. */

/** The part of MediaPipe's loader contract that its types leave out. */
interface MediaPipeScope {
  ModuleFactory?: unknown;
  Module?: {
    instantiateWasm: (imports: WebAssembly.Imports, done: InstantiateDone) => object;
    print: (line: string) => void;
    printErr: (line: string) => void;
  };
}
type InstantiateDone = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;

/** MediaPipe's WASM, fetched and compiled once for all detectors. */
export interface MediaPipeRuntime {
  factory: unknown;
  module: WebAssembly.Module;
  wasmUrl: string;
}

const loaderFile = manifest.runtimes['mediapipe-loader'].file;
/** The runtime's WASM as the manifest has it. */
export const mediaPipeWasm: RuntimeFile = manifest.runtimes['mediapipe-wasm'];

/** Throws a FaceError `model-load` where the runtime cannot be fetched. */
export async function loadMediaPipe(baseUrl: string): Promise<MediaPipeRuntime> {
  const loaderUrl = new URL(loaderFile, baseUrl).href;
  const wasmUrl = new URL(mediaPipeWasm.file, baseUrl).href;
  try {
    const [loader, module] = await Promise.all([
      import(/* @vite-ignore */ loaderUrl) as Promise<{ default: unknown }>,
      WebAssembly.compileStreaming(fetch(wasmUrl)),
    ]);
    return { factory: loader.default, module, wasmUrl };
  } catch (cause) {
    throw new FaceError(
      'model-load',
      `MediaPipe's runtime could not be loaded from ${wasmUrl}: is modelBaseUrl right?`,
      { url: wasmUrl },
      { cause },
    );
  }
}

/** One BlazeFace model, ready to run on regions of a frame. */
export interface BlazeFaceDetector {
  detect(frame: ImageBitmap, region: Box): Face[];
}

/**
 * The longest side that a detector is given. A reduction on the canvas is filtered, MediaPipe's own is not; twice the
 * full range's 192 pixels makes the rest an exact mean of four, and takes half the time of a 1920-pixel frame.
 */
const maximumSide = 384;

export async function createBlazeFace(runtime: MediaPipeRuntime, range: Range, model: Uint8Array) {
  const scope = globalThis as MediaPipeScope;
  // MediaPipe deletes the factory that its loader left behind, and a second import of the loader runs nothing.
  scope.ModuleFactory = runtime.factory;
  // The loader waits for `done` alone, for ever if it does not come: of a failure (no memory, say) only we hear.
  let fail: (cause: unknown) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  scope.Module = {
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(runtime.module, imports).then((instance) => done(instance, runtime.module), fail);
      return {};
    },
    // MediaPipe writes its chatter to the console as errors; of its log, the lines of errors begin with E or F.
    print: () => {},
    printErr: (line) => {
      if (/^[EF]\d{4} /.test(line)) console.error(line);
    },
  };
  let detector: FaceDetector;
  try {
    const creating = FaceDetector.createFromOptions(
      { wasmLoaderPath: '', wasmBinaryPath: runtime.wasmUrl },
      {
        baseOptions: { modelAssetBuffer: model, delegate: 'CPU' },
        runningMode: 'IMAGE',
        minDetectionConfidence: candidateThreshold,
      },
    );
    detector = await Promise.race([creating, failed]);
  } catch (cause) {
    throw new FaceError('model-corrupt', `MediaPipe refuses the ${range}-range detector.`, { range }, { cause });
  }
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new FaceError('internal', 'This browser gives no 2D canvas in a worker.');

  return {
    detect(frame: ImageBitmap, region: Box): Face[] {
      const scale = Math.min(1, maximumSide / Math.max(region.width, region.height));
      const width = Math.max(1, Math.round(region.width * scale));
      const height = Math.max(1, Math.round(region.height * scale));
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      context.imageSmoothingQuality = 'medium';
      // Black is the colour of an opaque canvas: what a region outside the frame shows.
      context.fillRect(0, 0, width, height);
      context.drawImage(frame, region.x, region.y, region.width, region.height, 0, 0, width, height);
      return detector.detect(canvas).detections.map((detection) => toFace(detection, region, width));
    },
  } satisfies BlazeFaceDetector;
}

function toFace({ boundingBox, categories, keypoints }: Detection, region: Box, canvasWidth: number): Face {
  const scale = region.width / canvasWidth;
  const box = boundingBox!;
  const point = (index: number) => {
    const { x, y } = keypoints[index]!;
    return { x: region.x + x * region.width, y: region.y + y * region.height };
  };
  return {
    box: {
      x: region.x + box.originX * scale,
      y: region.y + box.originY * scale,
      width: box.width * scale,
      height: box.height * scale,
    },
    score: categories[0]!.score,
    keypoints: {
      rightEye: point(0),
      leftEye: point(1),
      noseTip: point(2),
      mouthCenter: point(3),
      rightEar: point(4),
      leftEar: point(5),
    },
  };
}
