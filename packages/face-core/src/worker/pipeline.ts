import { alignedSize, alignedToImage } from '../alignment/arcface-template.ts';
import { blazeFace, type Range } from '../detection/blazeface.ts';
import { findFaces } from '../detection/find-faces.ts';
import { type BlazeFaceDetector, createBlazeFace, loadMediaPipe, mediaPipeWasm } from '../detection/mediapipe.ts';
import { arcFace, embed } from '../embedding/arcface.ts';
import { FaceError } from '../errors.ts';
import { createCrop, type RgbaImage } from '../image/pixels.ts';
import { antialiasingSamples, warp } from '../image/warp.ts';
import { miniFasNet, passiveLiveness } from '../liveness/minifasnet.ts';
import { type EmbeddingModel, type LivenessModel, type ModelFile, modelId } from '../models/descriptor.ts';
import { loadModel, sha256 } from '../models/load.ts';
import { loadOnnxRuntime, type OnnxSession, onnxWasm } from '../onnx.ts';
import { assessQuality } from '../quality/quality.ts';
import { look } from '../tracking/look.ts';
import type { Tracking } from '../tracking/track.ts';
import type { AnalyzedFace, Face } from '../types.ts';
import { PixelReader } from './frame.ts';
import type { AnalysisParts, EngineInfo, LoadProgress, OpenOptions, TrackOptions } from './protocol.ts';

/** The one road from a frame to its faces, inside the worker. */
export class Pipeline {
  readonly info: EngineInfo;
  readonly #detectors: Record<Range, BlazeFaceDetector>;
  readonly #embedder: OnnxSession;
  readonly #liveness: OnnxSession;
  readonly #pixels = new PixelReader();
  readonly #aligned = createCrop(alignedSize);
  readonly #livenessCrop = createCrop(miniFasNet.input.size);

  private constructor(
    info: EngineInfo,
    detectors: Record<Range, BlazeFaceDetector>,
    embedder: OnnxSession,
    liveness: OnnxSession,
  ) {
    this.info = info;
    this.#detectors = detectors;
    this.#embedder = embedder;
    this.#liveness = liveness;
  }

  /** Loads both runtimes and all models at once; each model is opened as soon as it and its runtime are there. */
  static async open(
    { modelBaseUrl, device }: OpenOptions,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<Pipeline> {
    if (globalThis.crypto.subtle === undefined) {
      throw new FaceError(
        'device-unavailable',
        'Digests need a secure context: serve the page over https or localhost.',
      );
    }
    const assets = [blazeFace.full, blazeFace.short, arcFace, miniFasNet, mediaPipeWasm, onnxWasm[device]];
    const progress = { loaded: 0, total: assets.reduce((sum, { bytes }) => sum + bytes, 0) };
    const onBytes = (bytes: number) => {
      progress.loaded += bytes;
      onProgress({ ...progress });
    };
    const load = (model: ModelFile) => loadModel(model, modelBaseUrl, onBytes);

    const openDetectors = async () => {
      const [runtime, full, short] = await Promise.all([
        loadMediaPipe(modelBaseUrl),
        load(blazeFace.full),
        load(blazeFace.short),
      ]);
      onBytes(mediaPipeWasm.bytes);
      return {
        full: await createBlazeFace(runtime, 'full', full),
        short: await createBlazeFace(runtime, 'short', short),
      };
    };
    const openSessions = async () => {
      const runtime = await loadOnnxRuntime(device, modelBaseUrl);
      const open = async (model: EmbeddingModel | LivenessModel, outputs: number) =>
        runtime.open(await load(model), model.input.size, outputs);
      const sessions = await Promise.all([open(arcFace, arcFace.dimension), open(miniFasNet, miniFasNet.classes)]);
      onBytes(onnxWasm[device].bytes);
      return { runtime, sessions };
    };
    const [detectors, { runtime, sessions }] = await Promise.all([openDetectors(), openSessions()]);
    const info: EngineInfo = {
      device: runtime.device,
      threads: runtime.threads,
      models: {
        detection: [modelId(blazeFace.full), modelId(blazeFace.short)],
        embedding: modelId(arcFace),
        liveness: modelId(miniFasNet),
      },
      embeddingDimension: arcFace.dimension,
    };
    return new Pipeline(info, detectors, ...sessions);
  }

  detect(frame: ImageBitmap): Face[] {
    return findFaces((range, region) => this.#detectors[range].detect(frame, region), frame.width, frame.height);
  }

  async analyze(frame: ImageBitmap, parts: AnalysisParts, signal: AbortSignal): Promise<AnalyzedFace[]> {
    const faces = this.detect(frame);
    if (faces.length === 0) return [];
    const pixels = this.#pixels.read(frame);
    const analyzed: AnalyzedFace[] = [];
    for (const face of faces) {
      signal.throwIfAborted();
      analyzed.push(await this.#analyzeFace(face, pixels, parts));
    }
    return analyzed;
  }

  async track(frame: ImageBitmap, last: Tracking, options: TrackOptions, signal: AbortSignal): Promise<Tracking> {
    const faces = this.detect(frame);
    const pixels = this.#pixels.read(frame);
    return look(last, faces, frame, options, async (face, parts) => {
      signal.throwIfAborted();
      return this.#analyzeFace(face, pixels, parts);
    });
  }

  async #analyzeFace(face: Face, frame: RgbaImage, parts: AnalysisParts): Promise<AnalyzedFace> {
    const result: AnalyzedFace = {
      ...face,
      embedding: null,
      modelId: null,
      digest: null,
      liveness: null,
      quality: null,
    };
    if (parts.embedding || parts.quality) {
      const toImage = alignedToImage(face.keypoints);
      warp(frame, toImage, this.#aligned, antialiasingSamples(toImage));
    }
    if (parts.embedding) {
      result.digest = await sha256(this.#aligned.data);
      result.embedding = await embed(this.#embedder, arcFace, this.#aligned);
      result.modelId = this.info.models.embedding;
    }
    if (parts.quality) result.quality = assessQuality(face, this.#aligned, frame);
    if (parts.liveness) {
      result.liveness = await passiveLiveness(this.#liveness, miniFasNet, frame, face.box, this.#livenessCrop);
    }
    return result;
  }
}
