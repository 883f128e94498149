import { ByteBuffer } from 'flatbuffers';

/**
 * Reads a TFLite flatbuffer. Field and operator numbers are those of tensorflow/compiler/mlir/lite/schema/schema.fbs.
 */

export const operators = {
  0: 'ADD',
  2: 'CONCATENATION',
  3: 'CONV_2D',
  4: 'DEPTHWISE_CONV_2D',
  6: 'DEQUANTIZE',
  17: 'MAX_POOL_2D',
  19: 'RELU',
  22: 'RESHAPE',
  23: 'RESIZE_BILINEAR',
  34: 'PAD',
} as const;
export type TfliteOperator = (typeof operators)[keyof typeof operators];

export const elementTypes = { 0: 'float32', 1: 'float16', 2: 'int32' } as const;

export interface TfliteTensor {
  shape: number[];
  type: (typeof elementTypes)[keyof typeof elementTypes];
  /** The bytes of a constant; `null` for what is computed. */
  data: Uint8Array | null;
}

export interface TfliteNode {
  operator: TfliteOperator;
  /** Indices into the tensors. */
  inputs: number[];
  outputs: number[];
  /** An option's byte by its field number; 0, the schema's default of all that are read here, where it is not there. */
  option(field: number): number;
}

export interface TfliteGraph {
  tensors: TfliteTensor[];
  nodes: TfliteNode[];
  inputs: number[];
  outputs: number[];
}

/** The first subgraph. Throws for a file that is no TFLite model or uses what is not listed above. */
export function readTflite(file: Uint8Array): TfliteGraph {
  const bytes = new ByteBuffer(file);
  if (!bytes.__has_identifier('TFL3')) throw new Error('not a TFLite model: the file identifier TFL3 is missing');

  /** The position of a table's field, or `null` where it is left out. */
  const field = (table: number, index: number) => {
    const offset = bytes.__offset(table, 4 + 2 * index);
    return offset === 0 ? null : table + offset;
  };
  const vector = <T>(table: number, index: number, width: number, read: (position: number) => T): T[] => {
    const position = field(table, index);
    if (position === null) return [];
    const start = bytes.__vector(position);
    return Array.from({ length: bytes.__vector_len(position) }, (_, i) => read(start + width * i));
  };
  const tables = (table: number, index: number) => vector(table, index, 4, (position) => bytes.__indirect(position));
  const integers = (table: number, index: number) => vector(table, index, 4, (position) => bytes.readInt32(position));
  const byte = (table: number, index: number) => {
    const position = field(table, index);
    return position === null ? 0 : bytes.readInt8(position);
  };
  const index = (table: number, at: number) => {
    const position = field(table, at);
    return position === null ? 0 : bytes.readUint32(position);
  };

  const model = bytes.readInt32(0);
  // Older files number an operator in a byte (field 0), newer ones in an integer as well (field 3).
  const codes = tables(model, 1).map((code) => Math.max(byte(code, 0), index(code, 3)));
  const buffers = tables(model, 4).map((buffer) => {
    const position = field(buffer, 0);
    if (position === null) return null;
    const start = bytes.__vector(position);
    // A copy of its own, which starts where its buffer does: `slice` of a Node Buffer would be none.
    return new Uint8Array(file.subarray(start, start + bytes.__vector_len(position)));
  });
  const subgraph = tables(model, 2)[0]!;
  return {
    tensors: tables(subgraph, 0).map((tensor) => {
      if (field(tensor, 6) !== null) throw new Error('a sparse tensor cannot be read');
      return {
        shape: integers(tensor, 0),
        type: known(elementTypes, byte(tensor, 1), 'element type'),
        data: buffers[index(tensor, 2)] ?? null,
      };
    }),
    nodes: tables(subgraph, 3).map((node) => {
      const options = field(node, 4);
      return {
        operator: known(operators, codes[index(node, 0)]!, 'operator'),
        inputs: integers(node, 1),
        outputs: integers(node, 2),
        option: (at: number) => (options === null ? 0 : byte(bytes.__indirect(options), at)),
      };
    }),
    inputs: integers(subgraph, 1),
    outputs: integers(subgraph, 2),
  };
}

function known<Names extends Record<number, string>>(names: Names, number: number, what: string): Names[keyof Names] {
  const name = names[number];
  if (name === undefined) throw new Error(`${what} ${number} is not known here`);
  return name as Names[keyof Names];
}
