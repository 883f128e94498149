import * as ort from 'onnxruntime-web/wasm';

/** A named float32 tensor at a model's edge. */
export interface Edge {
  name: string;
  shape: readonly number[];
}

/** What a model takes, and the scores of 0–1 that it gives for it. */
export interface Contract {
  input: Edge;
  outputs: readonly Edge[];
}

/** How far a sigmoid may be outside of 0 to 1. */
const rounding = 1e-6;

/**
 * What keeps a file from being a model of a contract, with what was expected and what was found; `null` where nothing does.
 * The model is run once, on zeros, because a file need not state its shapes.
 */
export async function faultOf(file: Uint8Array, contract: Contract): Promise<string | null> {
  ort.env.logLevel = 'fatal';
  ort.env.wasm.numThreads = 1;
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(file);
  } catch (cause) {
    const start = JSON.stringify(new TextDecoder('latin1').decode(file.subarray(0, 16)));
    return `expected an ONNX model, found ${file.length} bytes from ${start} on (${(cause as Error).message})`;
  }
  try {
    return await faultOfSession(session, contract);
  } finally {
    await session.release();
  }
}

async function faultOfSession(session: ort.InferenceSession, { input, outputs }: Contract): Promise<string | null> {
  const expected = `${listOf([input])} to ${listOf(outputs)}`;
  const stated = `${listOf(session.inputMetadata)} to ${listOf(session.outputMetadata)}`;
  const feeds = { [input.name]: new ort.Tensor('float32', new Float32Array(lengthOf(input)), input.shape) };
  const names = outputs.map(({ name }) => name);
  let results: ort.InferenceSession.ReturnType;
  try {
    results = await session.run(feeds, names);
  } catch (cause) {
    return `expected ${expected}, found ${stated} (${(cause as Error).message})`;
  }
  const found = outputs.map(({ name }) => ({ name, shape: results[name]!.dims }));
  if (listOf(found) !== listOf(outputs)) return `expected ${expected}, found ${listOf([input])} to ${listOf(found)}`;
  for (const name of names) {
    const { type, data } = results[name]!;
    if (!(data instanceof Float32Array)) return `expected ${name} as float32, found ${type}`;
    const stray = data.find((value) => !(value >= -rounding && value <= 1 + rounding));
    if (stray !== undefined) return `expected ${name} in 0 to 1, found ${stray}`;
  }
  return null;
}

function listOf(edges: readonly (Edge | ort.InferenceSession.ValueMetadata)[]): string {
  return edges.map((edge) => ('shape' in edge ? `${edge.name} [${edge.shape}]` : edge.name)).join(' and ');
}

function lengthOf({ shape }: Edge): number {
  return shape.reduce((product, length) => product * length, 1);
}
