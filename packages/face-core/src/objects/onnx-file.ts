import { PbfReader } from 'pbf';
import { FaceError } from '../errors.ts';

/** What an ONNX file says of itself. ONNX Runtime Web tells of the inputs and outputs, but not of the metadata. */
export interface OnnxFile {
  /** Without the weights, which older files list as inputs too. */
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  metadata: ReadonlyMap<string, string>;
  /** Whether weights are kept in another file. */
  hasExternalWeights: boolean;
}

/** An input or output. */
export interface OnnxValue {
  name: string;
  /** The type of a tensor's values: `float32`, or the number of a type that has no name here; null for no tensor. */
  type: string | null;
  /** null for a length that is not fixed; the whole is null where the file does not say. */
  shape: (number | null)[] | null;
}

/** `TensorProto.DataType` of onnx.proto, as far as models take images so. */
const typeNames: Record<number, string> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  6: 'int32',
  7: 'int64',
  10: 'float16',
  11: 'float64',
  16: 'bfloat16',
};

interface Model extends OnnxFile {
  metadata: Map<string, string>;
  weights: Set<string>;
}

/**
 * Reads the edges of a model and its metadata, by the field numbers of onnx.proto (https://github.com/onnx/onnx). All else,
 * and so nearly every byte, is skipped.
 *
 * @throws FaceError `model-corrupt`
 */
export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  const reader = new PbfReader(bytes);
  const model: Model = {
    inputs: [],
    outputs: [],
    metadata: new Map(),
    weights: new Set(),
    hasExternalWeights: false,
  };
  try {
    reader.readFields(readModel, model);
  } catch (cause) {
    throw damaged(bytes, String(cause), cause);
  }
  const { weights, outputs, metadata, hasExternalWeights } = model;
  const inputs = model.inputs.filter(({ name }) => !weights.has(name));
  if (reader.pos !== bytes.length) throw damaged(bytes, 'it ends where it should not');
  if (inputs.length === 0 || outputs.length === 0) throw damaged(bytes, 'it has no graph with an input and an output');
  return { inputs, outputs, metadata, hasExternalWeights };
}

function readModel(field: number, model: Model, reader: PbfReader): void {
  if (field === 7) reader.readMessage(readGraph, model);
  if (field === 14) {
    const { key, value } = reader.readMessage(readEntry, { key: '', value: '' });
    model.metadata.set(key, value);
  }
}

function readEntry(field: number, entry: { key: string; value: string }, reader: PbfReader): void {
  if (field === 1) entry.key = reader.readString();
  if (field === 2) entry.value = reader.readString();
}

function readGraph(field: number, model: Model, reader: PbfReader): void {
  if (field === 5) {
    const { name, location } = reader.readMessage(readWeights, { name: '', location: 0 });
    model.weights.add(name);
    if (location === 1) model.hasExternalWeights = true;
  }
  if (field === 11) model.inputs.push(readValue(reader));
  if (field === 12) model.outputs.push(readValue(reader));
}

function readWeights(field: number, weights: { name: string; location: number }, reader: PbfReader): void {
  if (field === 8) weights.name = reader.readString();
  if (field === 14) weights.location = reader.readVarint();
}

function readValue(reader: PbfReader): OnnxValue {
  return reader.readMessage(readValueInfo, { name: '', type: null, shape: null });
}

function readValueInfo(field: number, value: OnnxValue, reader: PbfReader): void {
  if (field === 1) value.name = reader.readString();
  if (field === 2) reader.readMessage(readType, value);
}

function readType(field: number, value: OnnxValue, reader: PbfReader): void {
  if (field === 1) reader.readMessage(readTensorType, value);
}

function readTensorType(field: number, value: OnnxValue, reader: PbfReader): void {
  if (field === 1) {
    const type = reader.readVarint();
    value.type = typeNames[type] ?? `type ${type}`;
  }
  if (field === 2) {
    value.shape = [];
    reader.readMessage(readShape, value.shape);
  }
}

function readShape(field: number, shape: (number | null)[], reader: PbfReader): void {
  if (field === 1) shape.push(reader.readMessage(readDimension, { length: null }).length);
}

/** A length that is not fixed has a name instead, or nothing, or a number that is no length. */
function readDimension(field: number, dimension: { length: number | null }, reader: PbfReader): void {
  if (field !== 1) return;
  const length = reader.readVarint(true);
  dimension.length = length > 0 ? length : null;
}

function damaged(bytes: Uint8Array, reason: string, cause?: unknown): FaceError {
  const message = `The model file is damaged, or no ONNX file: ${reason}.`;
  return new FaceError('model-corrupt', message, { bytes: bytes.length, reason }, { cause });
}
