import { alignedSize, alignedToImage } from '../alignment/arcface-template.ts';
import { attributeModels, attributesOf } from '../attributes/attributes.ts';
import type { Range } from '../detection/blazeface.ts';
import { findFaces } from '../detection/find-faces.ts';
import type { DeviceChoice } from '../device.ts';
import { embed } from '../embedding/arcface.ts';
import type { Box } from '../geometry/box.ts';
import { scaleFace } from '../geometry/scale-face.ts';
import { hashOf, lumaOf } from '../image/luma.ts';
import { createCrop, type RgbaImage, type RgbCrop } from '../image/pixels.ts';
import { antialiasingSamples, warp } from '../image/warp.ts';
import { judgeLiveness } from '../liveness/passive.ts';
import type { Traces } from '../liveness/sequence/sighting.ts';
import { type FaceView, motionBetween } from '../liveness/sequence/view.ts';
import { modelId } from '../models/descriptor.ts';
import { requireDigests, sha256 } from '../models/load.ts';
import { assessQuality } from '../quality/quality.ts';
import { look } from '../tracking/look.ts';
import type { Tracking } from '../tracking/track.ts';
import type { AnalyzedFace, Face, Keypoints } from '../types.ts';
import type { LoadProgress } from './boundary.ts';
import { chosenDevice, DeviceModels } from './device-models.ts';
import type { FrameImage } from './frame.ts';
import { chosenModels, type OpenModels, openModels, totalBytes } from './models.ts';
import type { AnalysisParts, EngineInfo, Look, OpenOptions, TraceOptions, TrackOptions } from './protocol.ts';

/** The one road from a frame to its faces, inside the worker. */
export class Pipeline {
  readonly #options: OpenOptions;
  readonly #models: DeviceModels<OpenModels>;
  readonly #crops = new Map<number, RgbCrop>();

  private constructor(
    options: OpenOptions,
    onChange: (info: EngineInfo) => void,
    choice: DeviceChoice,
    models: OpenModels,
  ) {
    this.#options = options;
    const { models: request, modelBaseUrl } = options;
    const openOnWasm = () => openModels(request, 'wasm', modelBaseUrl, () => {});
    this.#models = new DeviceModels(choice, models, openOnWasm, () => onChange(this.info));
  }

  /**
   * Loads the runtime and all models at once, and resolves with the runtime there; see `detectable` and `ready`.
   *
   * @param onChange told when the engine goes on on another device
   */
  static async open(
    options: OpenOptions,
    onProgress: (progress: LoadProgress) => void,
    onChange: (info: EngineInfo) => void,
  ): Promise<Pipeline> {
    requireDigests();
    const choice = await chosenDevice(options.device);
    const { models: modelChoice, modelBaseUrl } = options;
    const progress = { loaded: 0, total: totalBytes(modelChoice, choice.device) };
    const models = await openModels(modelChoice, choice.device, modelBaseUrl, (bytes) => {
      progress.loaded += bytes;
      onProgress({ ...progress });
    });
    return new Pipeline(options, onChange, choice, models);
  }

  get info(): EngineInfo {
    const { detection, embedding, liveness, deeppixbis, attributes } = chosenModels(this.#options.models);
    return {
      ...this.#models.info,
      detectorSize: this.#options.models.detectorSize,
      models: {
        detection: detection.map(modelId),
        embedding: modelId(embedding),
        liveness: modelId(liveness),
        deeppixbis: deeppixbis && modelId(deeppixbis),
        attributes: Object.fromEntries(attributes.map((name) => [name, modelId(attributeModels[name])])),
      },
      embeddingDimension: embedding.dimension,
    };
  }

  /** Resolves when faces can be detected. */
  detectable(): Promise<void> {
    return this.#models.run(async ({ detectors }) => {
      await detectors;
    });
  }

  /** Resolves when every model is there. */
  ready(): Promise<void> {
    return this.#models.run(async ({ detectors, embedding, judges, attributes }) => {
      await Promise.all([detectors, embedding, judges, ...Object.values(attributes)]);
    });
  }

  detect(frame: RgbaImage): Promise<Face[]> {
    return this.#models.run((models) => facesOf(models, frame));
  }

  analyze(frame: RgbaImage, parts: AnalysisParts, signal: AbortSignal): Promise<AnalyzedFace[]> {
    return this.#models.run(async (models) => {
      const faces = await facesOf(models, frame);
      const analyzed: AnalyzedFace[] = [];
      for (const face of faces) {
        signal.throwIfAborted();
        analyzed.push(await this.#analyzeFace(models, face, frame, parts));
      }
      return analyzed;
    });
  }

  /** What the next frame of a watch shows, in pixels of its source, given what the last one did. */
  track(frame: FrameImage, last: Tracking, options: TrackOptions, signal: AbortSignal): Promise<Look> {
    const { scale } = frame;
    const size = { width: frame.width * scale, height: frame.height * scale };
    return this.#models.run(async (models) => {
      const detected = await facesOf(models, frame);
      const faces = detected.map((face) => scaleFace(face, scale));
      const tracking = await look(last, faces, size, options, async (face, parts) => {
        signal.throwIfAborted();
        return scaleFace(await this.#analyzeFace(models, scaleFace(face, 1 / scale), frame, parts), scale);
      });
      return { ...tracking, traces: options.traces && this.#traces(frame, detected, options.traces) };
    });
  }

  #traces(frame: RgbaImage, faces: readonly Face[], { reference }: TraceOptions): Traces {
    const view = faces.length === 1 ? this.#viewOf(faces[0]!, frame) : null;
    return { hash: hashOf(frame), view, motion: reference && view && motionBetween(reference, view) };
  }

  #viewOf({ keypoints }: Face, frame: RgbaImage): FaceView | null {
    const toImage = alignedToImage(keypoints);
    const aligned = this.#aligned(keypoints, frame, alignedSize);
    return toImage && aligned && { luma: lumaOf(aligned), toImage };
  }

  async #analyzeFace(models: OpenModels, face: Face, frame: RgbaImage, parts: AnalysisParts): Promise<AnalyzedFace> {
    const result: AnalyzedFace = {
      ...face,
      embedding: null,
      modelId: null,
      digest: null,
      liveness: null,
      quality: null,
      ...(await attributesOf(models.attributes, frame, face.keypoints, parts)),
    };
    if (!parts.embedding && !parts.liveness && !parts.quality) return result;
    const aligned = this.#aligned(face.keypoints, frame, alignedSize);
    const quality = assessQuality(face, aligned ?? this.#crop(alignedSize), frame);
    if (parts.quality) result.quality = quality;
    if (parts.embedding && aligned !== null) {
      const { model, session } = await models.embedding;
      const { size } = model.input;
      const crop = size === alignedSize ? aligned : this.#aligned(face.keypoints, frame, size)!;
      result.digest = await sha256(aligned.data);
      result.embedding = await embed(session, model, crop);
      result.modelId = modelId(model);
    }
    if (parts.liveness) {
      const presentation = { frame, face, crop: (size: number) => this.#crop(size) };
      result.liveness = await judgeLiveness(await models.judges, this.#options.liveness, presentation, quality);
    }
    return result;
  }

  /** `null` for keypoints that are those of no face. */
  #aligned(keypoints: Keypoints, frame: RgbaImage, size: number): RgbCrop | null {
    const crop = this.#crop(size);
    const toImage = alignedToImage(keypoints, size);
    if (toImage === null) return null;
    warp(frame, toImage, crop, antialiasingSamples(toImage));
    return crop;
  }

  /** A crop that is kept and overwritten, one for each size. */
  #crop(size: number): RgbCrop {
    const kept = this.#crops.get(size);
    if (kept !== undefined) return kept;
    const crop = createCrop(size);
    this.#crops.set(size, crop);
    return crop;
  }
}

async function facesOf(models: OpenModels, frame: RgbaImage): Promise<Face[]> {
  const detectors = await models.detectors;
  const run = (range: Range, region: Box) => detectors[range].detect(frame, region);
  return findFaces(run, frame.width, frame.height, detectors.full.inputSize);
}
