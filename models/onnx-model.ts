import protobuf from 'protobufjs/light.js';

/**
 * Writes ONNX models: the few messages of onnx.proto (IR version 8, https://github.com/onnx/onnx) that a graph of
 * float32 tensors needs, by their field numbers.
 */

export type Attribute = number | readonly number[] | string;

export interface OnnxNode {
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  /** A whole number becomes an INT, any other number a FLOAT. */
  attributes?: Record<string, Attribute>;
}

/** A named value at the graph's edge. */
export interface OnnxValue {
  name: string;
  /** A length that is not fixed has a name. */
  shape: readonly (number | string)[];
  /** float32 by default. */
  type?: keyof typeof dataType;
}

export interface OnnxConstant {
  name: string;
  shape: readonly number[];
  data: Float32Array | BigInt64Array | Float16Bits;
}

/** Half-precision numbers as their bits, which JavaScript has no array for. */
export class Float16Bits {
  readonly bits: Uint16Array;
  constructor(bits: Uint16Array) {
    this.bits = bits;
  }
}

export interface OnnxGraph {
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
  constants: readonly OnnxConstant[];
  /** In an order in which each node's inputs exist. */
  nodes: readonly OnnxNode[];
  /** Words about the model, which a runtime does not use. */
  metadata?: Record<string, string>;
}

export const dataType = { float32: 1, uint8: 2, int64: 7, float16: 10 } as const;
const attributeType = { float: 1, int: 2, string: 3, ints: 7 } as const;
/** ONNX 1.13: what PyTorch of 2023 writes, and every runtime since reads. */
const versions = { ir: 8, opset: 17 };

const repeated = (type: string, id: number) => ({ rule: 'repeated', type, id });
const root = protobuf.Root.fromJSON({
  nested: {
    Model: {
      fields: {
        ir: { type: 'int64', id: 1 },
        graph: { type: 'Graph', id: 7 },
        opsets: repeated('Opset', 8),
        metadata: repeated('Entry', 14),
      },
    },
    Entry: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    Opset: { fields: { version: { type: 'int64', id: 2 } } },
    Graph: {
      fields: {
        nodes: repeated('Node', 1),
        name: { type: 'string', id: 2 },
        constants: repeated('Tensor', 5),
        inputs: repeated('Value', 11),
        outputs: repeated('Value', 12),
      },
    },
    Node: {
      fields: {
        inputs: repeated('string', 1),
        outputs: repeated('string', 2),
        op: { type: 'string', id: 4 },
        attributes: repeated('Attribute', 5),
      },
    },
    Attribute: {
      fields: {
        name: { type: 'string', id: 1 },
        float: { type: 'float', id: 2 },
        int: { type: 'int64', id: 3 },
        string: { type: 'bytes', id: 4 },
        ints: repeated('int64', 8),
        type: { type: 'int32', id: 20 },
      },
    },
    Tensor: {
      fields: {
        shape: repeated('int64', 1),
        type: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        bytes: { type: 'bytes', id: 9 },
      },
    },
    Value: { fields: { name: { type: 'string', id: 1 }, type: { type: 'Type', id: 2 } } },
    Type: { fields: { tensor: { type: 'TensorType', id: 1 } } },
    TensorType: { fields: { type: { type: 'int32', id: 1 }, shape: { type: 'Shape', id: 2 } } },
    Shape: { fields: { dimensions: repeated('Dimension', 1) } },
    Dimension: { fields: { value: { type: 'int64', id: 1 }, name: { type: 'string', id: 2 } } },
  },
});
const Model = root.lookupType('Model');

/** The bytes of an ONNX file. */
export function writeOnnx({ inputs, outputs, constants, nodes, metadata = {} }: OnnxGraph): Uint8Array {
  const message = {
    ir: versions.ir,
    opsets: [{ version: versions.opset }],
    metadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name: 'graph',
      nodes: nodes.map(({ op, inputs, outputs, attributes = {} }) => ({
        op,
        inputs,
        outputs,
        attributes: Object.entries(attributes).map(([name, value]) => ({ name, ...attributeOf(value) })),
      })),
      constants: constants.map(({ name, shape, data }) => ({ name, shape, ...rawData(data) })),
      inputs: inputs.map(valueInfo),
      outputs: outputs.map(valueInfo),
    },
  };
  return Model.encode(message).finish();
}

function attributeOf(value: Attribute) {
  if (typeof value === 'string') return { type: attributeType.string, string: new TextEncoder().encode(value) };
  if (typeof value !== 'number') return { type: attributeType.ints, ints: value };
  if (Number.isInteger(value)) return { type: attributeType.int, int: value };
  return { type: attributeType.float, float: value };
}

function rawData(data: OnnxConstant['data']) {
  const type =
    data instanceof Float16Bits ? dataType.float16 : data instanceof Float32Array ? dataType.float32 : dataType.int64;
  const { buffer, byteOffset, byteLength } = data instanceof Float16Bits ? data.bits : data;
  return { type, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
}

function valueInfo({ name, shape, type = 'float32' }: OnnxValue) {
  const dimensions = shape.map((length) => (typeof length === 'string' ? { name: length } : { value: length }));
  return { name, type: { tensor: { type: dataType[type], shape: { dimensions } } } };
}
