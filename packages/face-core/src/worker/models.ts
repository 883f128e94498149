import { type AttributeViewers, attributeModels } from '../attributes/attributes.ts';
import type { Attribute } from '../attributes/names.ts';
import { Viewer } from '../attributes/viewer.ts';
import {
  BlazeFace,
  blazeFace,
  type DetectorModel,
  detectorOutputs,
  fullRange,
  type Range,
} from '../detection/blazeface.ts';
import type { DetectorSize } from '../detection/detector-size.ts';
import { arcFace } from '../embedding/arcface.ts';
import { type ImageInput, shapeOf } from '../image/tensor.ts';
import { deepPixBis, deepPixBisJudge } from '../liveness/deeppixbis.ts';
import { miniFasNet, miniFasNetJudge } from '../liveness/minifasnet.ts';
import type { Judges } from '../liveness/passive.ts';
import { signalJudges } from '../liveness/signals/judges.ts';
import type { EmbeddingModel, LivenessModel, Model } from '../models/descriptor.ts';
import { loadModel } from '../models/load.ts';
import {
  type Device,
  loadOnnxRuntime,
  type OnnxOutput,
  type OnnxRuntime,
  type OnnxSession,
  onnxWasm,
} from '../onnx.ts';

/** The models that an app may replace, or add. */
export interface ModelChoice {
  /** In MobileFaceNet's place. Templates of the one and the other never meet. */
  embedding?: EmbeddingModel;
  /** In MiniFASNet's place. */
  liveness?: LivenessModel;
  /**
   * DeepPixBiS, whose weights are not bundled: what `npm run models -- add deeppixbis` leaves in `deeppixbis.json` beside the
   * other models. It is then part of the liveness score; without it nothing is downloaded, and nothing else changes.
   */
  deeppixbis?: Model;
}

/** What an engine is to load. */
export interface ModelRequest extends ModelChoice {
  detectorSize: DetectorSize;
  attributes?: readonly Attribute[];
  /** Whether the files are kept in Cache Storage. */
  keep?: boolean;
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
  judges: Promise<Judges>;
  attributes: AttributeViewers;
}

/** The descriptors in use: the bundled ones, but for those that the app brings. */
export function chosenModels({
  detectorSize,
  embedding = arcFace,
  liveness = miniFasNet,
  deeppixbis,
  attributes = [],
}: ModelRequest) {
  const detection = [fullRange(detectorSize), blazeFace.short] as const;
  return { detection, embedding, liveness, deeppixbis: deeppixbis ?? null, attributes };
}

/** The bytes that a device's models and runtime have in all. */
export function totalBytes(request: ModelRequest, device: Device): number {
  const { detection, embedding, liveness, deeppixbis, attributes } = chosenModels(request);
  const models: Model[] = [...detection, embedding, liveness, ...attributes.map((name) => attributeModels[name])];
  if (deeppixbis !== null) models.push(deeppixbis);
  const bytes = models.map(({ weights }) => (weights instanceof Uint8Array ? weights.length : weights.bytes));
  return bytes.reduce((sum, length) => sum + length, onnxWasm[device].bytes);
}

/**
 * Starts to load a runtime and all models at once. What fails rejects its own promise.
 *
 * @param onBytes told the number of bytes that arrived
 */
export async function openModels(
  request: ModelRequest,
  device: Device,
  baseUrl: string,
  onBytes: (bytes: number) => void,
): Promise<OpenModels> {
  const { detection, embedding, liveness, deeppixbis, attributes } = chosenModels(request);
  const load = (model: Model) => {
    const bytes = loadModel(model, baseUrl, onBytes, request.keep);
    // Whoever opens the model hears of it; until the runtime is there, nobody listens.
    bytes.catch(() => {});
    return bytes;
  };
  const weights = {
    detection: detection.map(load),
    embedding: load(embedding),
    liveness: load(liveness),
    deeppixbis: deeppixbis && load(deeppixbis),
    attributes: attributes.map((name) => load(attributeModels[name])),
  };
  const runtime = await loadOnnxRuntime(device, baseUrl);
  const openDetector = async (model: DetectorModel, bytes: Promise<Uint8Array>) => {
    const outputs = detectorOutputs(model).map((length) => ({ length }));
    return new BlazeFace(await runtime.open(await bytes, shapeOf(model.input), outputs), model);
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
  const open = async <Descriptor extends { input: ImageInput }>(
    model: Descriptor,
    bytes: Promise<Uint8Array>,
    outputs: readonly OnnxOutput[],
  ) => {
    const content = await bytes;
    await detectors;
    return { model, session: await runtime.open(content, shapeOf(model.input), outputs) };
  };
  const viewers: AttributeViewers = {};
  for (const [i, name] of attributes.entries()) {
    const model = attributeModels[name];
    const opening = open(model, weights.attributes[i]!, model.outputs);
    viewers[name] = opening.then(({ session }) => new Viewer(session, model.input));
  }
  const openJudges = async (): Promise<Judges> => {
    const [near, patches] = await Promise.all([
      open(liveness, weights.liveness, [{ name: liveness.output, length: liveness.classes }]),
      weights.deeppixbis && open(deepPixBis, weights.deeppixbis, deepPixBis.outputs),
    ]);
    const judges: Judges = { minifasnet: miniFasNetJudge(near.model, near.session), ...signalJudges() };
    if (patches !== null) judges.deeppixbis = deepPixBisJudge(patches.session);
    return judges;
  };
  const opened: OpenModels = {
    runtime,
    detectors,
    embedding: open(embedding, weights.embedding, [{ name: embedding.output, length: embedding.dimension }]),
    judges: openJudges(),
    attributes: viewers,
  };
  // Whoever waits for a model hears of its failure; nobody need wait for all.
  const promises = [opened.detectors, opened.embedding, opened.judges, ...Object.values(viewers)];
  for (const promise of promises) promise.catch(() => {});
  return opened;
}
