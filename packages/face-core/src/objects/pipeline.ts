import type { DeviceChoice } from '../device.ts';
import { FaceError } from '../errors.ts';
import type { Model } from '../models/descriptor.ts';
import { loadModel, requireDigests } from '../models/load.ts';
import { type Device, loadOnnxRuntime, type OnnxRuntime, type OnnxSession, onnxWasm } from '../onnx.ts';
import type { LoadProgress } from '../worker/boundary.ts';
import { chosenDevice, DeviceModels } from '../worker/device-models.ts';
import type { FrameImage } from '../worker/frame.ts';
import { agreedLayout, contractOf, type ObjectContract } from './contract.ts';
import { type DetectionThresholds, decodeObjects } from './decode.ts';
import type { ObjectLayout } from './layout.ts';
import { fillLetterbox, letterboxOf, unletterboxed } from './letterbox.ts';
import { readOnnxFile } from './onnx-file.ts';
import type { DetectedObject, ObjectDetectorInfo, ObjectOpenOptions } from './protocol.ts';

interface Detector {
  session: OnnxSession;
  layout: ObjectLayout;
}

/** The model on one device. */
interface OpenModel {
  runtime: OnnxRuntime;
  detector: Promise<Detector>;
}

/** The one road from a frame to its objects, inside the worker. */
export class ObjectPipeline {
  readonly #contract: ObjectContract;
  readonly #models: DeviceModels<OpenModel>;
  /** Known once the model has run. */
  #layout: ObjectLayout | null = null;

  private constructor(
    options: ObjectOpenOptions,
    contract: ObjectContract,
    onChange: (info: ObjectDetectorInfo) => void,
    choice: DeviceChoice,
    model: OpenModel,
  ) {
    this.#contract = contract;
    const openOnWasm = async () => {
      const bytes = await loadModel(modelOf(options), options.modelBaseUrl, () => {});
      const reopened = await openModel(bytes, contract, options, 'wasm');
      this.#layout = (await reopened.detector).layout;
      return reopened;
    };
    this.#models = new DeviceModels(choice, model, openOnWasm, () => onChange(this.info));
  }

  /**
   * Loads the model, reads how to run it, and starts the runtime; see `detectable`.
   *
   * @param onChange told when the model goes on on another device
   */
  static async open(
    options: ObjectOpenOptions,
    onProgress: (progress: LoadProgress) => void,
    onChange: (info: ObjectDetectorInfo) => void,
  ): Promise<ObjectPipeline> {
    const { model, modelBaseUrl } = options;
    if (!(model instanceof Uint8Array)) requireDigests();
    const choice = await chosenDevice(options.device);
    const modelBytes = model instanceof Uint8Array ? model.length : model.bytes;
    const progress = { loaded: 0, total: modelBytes + onnxWasm[choice.device].bytes };
    const count = (bytes: number) => {
      progress.loaded += bytes;
      onProgress({ ...progress });
    };
    const bytes = await loadModel(modelOf(options), modelBaseUrl, count);
    const contract = contractOf(readOnnxFile(bytes), options);
    const opened = await openModel(bytes, contract, options, choice.device);
    opened.detector.then(
      () => count(onnxWasm[choice.device].bytes),
      () => {},
    );
    return new ObjectPipeline(options, contract, onChange, choice, opened);
  }

  get info(): ObjectDetectorInfo {
    if (this.#layout === null) throw new FaceError('internal', 'The layout was asked for before the model had run.');
    const { input, classes } = this.#contract;
    return { ...this.#models.info, layout: this.#layout, classes, input };
  }

  /** Resolves when objects can be detected. */
  async detectable(): Promise<void> {
    const { layout } = await this.#models.run(({ detector }) => detector);
    this.#layout = layout;
  }

  ready(): Promise<void> {
    return this.detectable();
  }

  /** By descending score, in pixels of the frame's source. */
  detect(frame: FrameImage, thresholds: DetectionThresholds): Promise<DetectedObject[]> {
    const { input, classes } = this.#contract;
    return this.#models.run(async ({ detector }) => {
      const { session, layout } = await detector;
      const letterbox = letterboxOf(frame, input);
      fillLetterbox(frame, letterbox, input, session.input);
      const [values] = (await session.run()) as [Float32Array];
      return decodeObjects(values, layout, classes.length, thresholds).flatMap((found) => {
        const box = unletterboxed(found.box, letterbox, frame);
        if (box === null) return [];
        const { x, y, width, height } = box;
        const { scale } = frame;
        const inSource = { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
        return [{ box: inSource, score: found.score, label: classes[found.class]!, class: found.class }];
      });
    });
  }
}

/** Starts to open the model. What is wrong with it rejects `detector`. */
async function openModel(
  bytes: Uint8Array,
  contract: ObjectContract,
  { modelBaseUrl, layout }: ObjectOpenOptions,
  device: Device,
): Promise<OpenModel> {
  const runtime = await loadOnnxRuntime(device, modelBaseUrl);
  const { input, output } = contract;
  const detector = runtime.open(bytes, [1, 3, input.height, input.width], [{ name: output }]).then((session) => {
    return { session, layout: agreedLayout(session.shapes[0]!, contract, layout) };
  });
  // Whoever waits for it hears of it.
  detector.catch(() => {});
  return { runtime, detector };
}

/** As it is stored: one version of what is served under a path, whatever the query says. */
function modelOf({ model, modelBaseUrl }: ObjectOpenOptions): Model {
  const path = model instanceof Uint8Array ? '' : new URL(model.url, modelBaseUrl).pathname;
  return { id: `objects/${encodeURIComponent(path)}`, version: '', weights: model };
}
