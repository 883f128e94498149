import { BlazeFace, blazeFace, type DetectorModel, detectorOutputs, type Range } from '../detection/blazeface.ts';
import { arcFace } from '../embedding/arcface.ts';
import { miniFasNet } from '../liveness/minifasnet.ts';
import type { EmbeddingModel, LivenessModel, Model } from '../models/descriptor.ts';
import { loadModel } from '../models/load.ts';
import { type Device, loadOnnxRuntime, type OnnxRuntime, type OnnxSession, onnxWasm } from '../onnx.ts';

/** The models that an app may replace. */
export interface ModelChoice {
  embedding?: EmbeddingModel;
  liveness?: LivenessModel;
}

/** A model together with its session. */
export interface Opened<Descriptor> {
  model: Descriptor;
  session: OnnxSession;
}

/** All models on one device. Each is there as soon as it and the runtime are, the detectors first. */
export interface OpenModels {
  runtime: OnnxRuntime;
  detectors: Promise<Record<Range, BlazeFace>>;
  embedding: Promise<Opened<EmbeddingModel>>;
  liveness: Promise<Opened<LivenessModel>>;
}

/** The descriptors in use: the bundled ones, but for those that the app brings. */
export function chosenModels({ embedding = arcFace, liveness = miniFasNet }: ModelChoice) {
  return { detection: [blazeFace.full, blazeFace.short] as const, embedding, liveness };
}

/** The bytes that a device's models and runtime have in all. */
export function totalBytes(choice: ModelChoice, device: Device): number {
  const { detection, embedding, liveness } = chosenModels(choice);
  const weights = [...detection, embedding, liveness].map((model) => model.weights);
  const bytes = weights.map((source) => (source instanceof Uint8Array ? source.length : source.bytes));
  return bytes.reduce((sum, length) => sum + length, onnxWasm[device].bytes);
}

/**
 * Starts to load a runtime and all models at once. What fails rejects its own promise.
 *
 * @param onBytes told the number of bytes that arrived
 */
export async function openModels(
  choice: ModelChoice,
  device: Device,
  baseUrl: string,
  onBytes: (bytes: number) => void,
): Promise<OpenModels> {
  const { detection, embedding, liveness } = chosenModels(choice);
  const load = (model: Model) => loadModel(model, baseUrl, onBytes);
  const weights = {
    detection: detection.map(load),
    embedding: load(embedding),
    liveness: load(liveness),
  };
  const runtime = await loadOnnxRuntime(device, baseUrl);
  const openDetector = async (model: DetectorModel, bytes: Promise<Uint8Array>) => {
    const outputs = detectorOutputs(model).map((length) => ({ length }));
    return new BlazeFace(await runtime.open(await bytes, model.input.size, outputs), model);
  };
  const [full, short] = detection;
  const detectors = Promise.all([
    openDetector(full, weights.detection[0]!),
    openDetector(short, weights.detection[1]!),
  ]).then((opened) => {
    onBytes(onnxWasm[device].bytes);
    return { full: opened[0], short: opened[1] };
  });
  // The runtime opens one model at a time, and a preview waits for the detectors.
  const open = async <Descriptor extends EmbeddingModel | LivenessModel>(
    model: Descriptor,
    bytes: Promise<Uint8Array>,
    length: number,
  ) => {
    const content = await bytes;
    await detectors;
    return { model, session: await runtime.open(content, model.input.size, [{ name: model.output, length }]) };
  };
  const opened: OpenModels = {
    runtime,
    detectors,
    embedding: open(embedding, weights.embedding, embedding.dimension),
    liveness: open(liveness, weights.liveness, liveness.classes),
  };
  // Whoever waits for a model hears of its failure; nobody need wait for all.
  for (const promise of [opened.detectors, opened.embedding, opened.liveness]) promise.catch(() => {});
  return opened;
}
