import { alignedSize, alignedToImage } from '../alignment/arcface-template.ts';
import { blazeFace, type Range } from '../detection/blazeface.ts';
import { findFaces } from '../detection/find-faces.ts';
import { type BlazeFaceDetector, createBlazeFace, loadMediaPipe } from '../detection/mediapipe.ts';
import { arcFace, embed } from '../embedding/arcface.ts';
import { FaceError } from '../errors.ts';
import { createCrop, type RgbaImage } from '../image/pixels.ts';
import { antialiasingSamples, warp } from '../image/warp.ts';
import { miniFasNet, passiveLiveness } from '../liveness/minifasnet.ts';
import { type ModelFile, modelId } from '../models/descriptor.ts';
import { loadModel, sha256 } from '../models/load.ts';
import { loadOnnxRuntime, type OnnxSession } from '../onnx.ts';
import { assessQuality } from '../quality/quality.ts';
import type { AnalyzedFace, Face } from '../types.ts';
import { decode, PixelReader } from './frame.ts';
import type { AnalysisParts, EngineInfo, Frame, LoadProgress, OpenOptions } from './protocol.ts';

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

  /** Loads both runtimes and all models at once, then opens them. */
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
    const models: ModelFile[] = [blazeFace.full, blazeFace.short, arcFace, miniFasNet];
    const progress = { loaded: 0, total: models.reduce((sum, { bytes }) => sum + bytes, 0) };
    const load = (model: ModelFile) =>
      loadModel(model, modelBaseUrl, (bytes) => {
        progress.loaded += bytes;
        onProgress({ ...progress });
      });
    const [mediaPipe, onnx, full, short, embedder, liveness] = await Promise.all([
      loadMediaPipe(modelBaseUrl),
      loadOnnxRuntime(device, modelBaseUrl),
      load(blazeFace.full),
      load(blazeFace.short),
      load(arcFace),
      load(miniFasNet),
    ]);
    const detectors = {
      full: await createBlazeFace(mediaPipe, 'full', full),
      short: await createBlazeFace(mediaPipe, 'short', short),
    };
    return new Pipeline(
      {
        device: onnx.device,
        threads: onnx.threads,
        models: {
          detection: [modelId(blazeFace.full), modelId(blazeFace.short)],
          embedding: modelId(arcFace),
          liveness: modelId(miniFasNet),
        },
        embeddingDimension: arcFace.dimension,
      },
      detectors,
      await onnx.open(embedder, arcFace.input.size, arcFace.dimension),
      await onnx.open(liveness, miniFasNet.input.size, miniFasNet.classes),
    );
  }

  async detect(frame: Frame, signal: AbortSignal): Promise<Face[]> {
    const bitmap = await decode(frame);
    try {
      signal.throwIfAborted();
      return this.#findFaces(bitmap);
    } finally {
      bitmap.close();
    }
  }

  async analyze(frame: Frame, parts: AnalysisParts, signal: AbortSignal): Promise<AnalyzedFace[]> {
    const bitmap = await decode(frame);
    try {
      signal.throwIfAborted();
      const faces = this.#findFaces(bitmap);
      if (faces.length === 0) return [];
      const pixels = this.#pixels.read(bitmap);
      const analyzed: AnalyzedFace[] = [];
      for (const face of faces) {
        signal.throwIfAborted();
        analyzed.push(await this.#analyzeFace(face, pixels, parts));
      }
      return analyzed;
    } finally {
      bitmap.close();
    }
  }

  #findFaces(bitmap: ImageBitmap): Face[] {
    return findFaces((range, region) => this.#detectors[range].detect(bitmap, region), bitmap.width, bitmap.height);
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
