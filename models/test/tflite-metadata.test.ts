import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ByteBuffer } from 'flatbuffers';
import { describe, expect, test } from 'vitest';
import { withNormalizationMetadata } from '../tflite-metadata.ts';

const read = (path: string) => new Uint8Array(readFileSync(new URL(path, import.meta.url)));
const packagePath = '../node_modules/@mediapipe/face_detection';
const officialPath = '../../../shared/faces/golden/blaze_face_short_range.tflite';
const hasOfficial = existsSync(fileURLToPath(new URL(officialPath, import.meta.url)));

/** A table of a FlatBuffer, read field by field; written from the format's description, not from the code under test. */
class Table {
  readonly bytes: ByteBuffer;
  readonly position: number;

  constructor(bytes: ByteBuffer, position: number) {
    this.bytes = bytes;
    this.position = position;
  }

  static root(bytes: Uint8Array): Table {
    const buffer = new ByteBuffer(bytes);
    return new Table(buffer, buffer.readInt32(0));
  }

  /** Where a field's value stands, or `null` where the table leaves it out. */
  field(index: number): number | null {
    const vtable = this.position - this.bytes.readInt32(this.position);
    const slot = 4 + 2 * index;
    const offset = slot < this.bytes.readInt16(vtable) ? this.bytes.readInt16(vtable + slot) : 0;
    return offset === 0 ? null : this.position + offset;
  }

  int(index: number): number {
    return this.bytes.readInt32(this.field(index)!);
  }

  byte(index: number): number {
    return this.bytes.readInt8(this.field(index)!);
  }

  table(index: number): Table {
    return new Table(this.bytes, this.#target(this.field(index)!));
  }

  tables(index: number): Table[] {
    return this.#elements(index, 4).map((position) => new Table(this.bytes, this.#target(position)));
  }

  floats(index: number): number[] {
    return this.#elements(index, 4).map((position) => this.bytes.readFloat32(position));
  }

  /** The bytes of a vector of bytes or of a string. */
  data(index: number): { start: number; bytes: Uint8Array } {
    const { length, [0]: start = 0 } = this.#elements(index, 1);
    return { start, bytes: this.bytes.bytes().subarray(start, start + length) };
  }

  text(index: number): string {
    return new TextDecoder().decode(this.data(index).bytes);
  }

  #target(position: number): number {
    return position + this.bytes.readInt32(position);
  }

  /** Where a vector's elements stand; none where the table leaves it out. */
  #elements(index: number, size: number): number[] {
    const field = this.field(index);
    if (field === null) return [];
    const vector = this.#target(field);
    return Array.from({ length: this.bytes.readInt32(vector) }, (_, i) => vector + 4 + size * i);
  }
}

/** Field numbers of `Model` in TFLite's schema.fbs. */
const model = { version: 0, operatorCodes: 1, subgraphs: 2, description: 3, buffers: 4, metadata: 6 };

/** The buffer that the metadata entry TFLITE_METADATA of a model names. */
function metadataOf(bytes: Uint8Array): { start: number; bytes: Uint8Array } {
  const root = Table.root(bytes);
  const entry = root.tables(model.metadata).find((candidate) => candidate.text(0) === 'TFLITE_METADATA')!;
  return root.tables(model.buffers)[entry.int(1)]!.data(0);
}

/** What a `ModelMetadata` says of the model's input image. */
function inputOf(metadata: Uint8Array) {
  const [subgraph] = Table.root(metadata).tables(3); // ModelMetadata.subgraph_metadata
  const [input] = subgraph!.tables(2); // SubGraphMetadata.input_tensor_metadata
  const content = input!.table(3); // TensorMetadata.content
  const normalization = input!
    .tables(4) // TensorMetadata.process_units
    .filter((unit) => unit.byte(0) === 1) // ProcessUnit.options is a NormalizationOptions
    .map((unit) => ({ mean: unit.table(1).floats(0), std: unit.table(1).floats(1) }));
  return {
    isImage: content.byte(0) === 2, // Content.content_properties is an ImageProperties
    isRgb: content.table(1).byte(0) === 1,
    normalization,
  };
}

describe.each(['face_detection_short_range.tflite', 'face_detection_full_range.tflite'])('%s', (name) => {
  const before = read(`${packagePath}/${name}`);
  const after = withNormalizationMetadata(before, { mean: 127.5, std: 127.5 });
  const shift = Buffer.from(after).indexOf(before);
  const [old, prepared] = [Table.root(before), Table.root(after)];

  test('is a TFLite FlatBuffer whose length keeps its tensors aligned', () => {
    expect(new ByteBuffer(after).__has_identifier('TFL3')).toBe(true);
    expect(after.length % 16).toBe(0);
    expect(after.length).toBeLessThan(before.length + 8192);
  });

  test('holds the old bytes, unchanged, 16-byte aligned, at its end', () => {
    expect(shift).toBeGreaterThan(0);
    expect(shift % 16).toBe(0);
    const padding = after.subarray(shift + before.length);
    expect(padding.length).toBeLessThan(16);
    expect([...padding].every((byte) => byte === 0)).toBe(true);
  });

  test('keeps operators, subgraphs and buffers where they were; adds one buffer and one metadata entry', () => {
    for (const [vector, added] of [
      [model.operatorCodes, 0],
      [model.subgraphs, 0],
      [model.buffers, 1],
      [model.metadata, 1],
    ] as const) {
      const [were, are] = [old.tables(vector), prepared.tables(vector)].map((tables) =>
        tables.map(({ position }) => position),
      );
      expect(are).toHaveLength(were!.length + added);
      expect(are!.slice(0, were!.length)).toEqual(were!.map((position) => position + shift));
    }
    expect(old.tables(model.operatorCodes).length).toBeGreaterThan(0);
    expect(old.tables(model.subgraphs)).toHaveLength(1);
    expect(old.tables(model.buffers).length).toBeGreaterThan(10);
  });

  test('keeps the version, the description and every other field', () => {
    expect(prepared.int(model.version)).toBe(old.int(model.version));
    expect(prepared.int(model.version)).toBe(3);
    expect(prepared.text(model.description)).toBe(old.text(model.description));
    for (let field = 0; field < 8; field++) {
      if (field === model.metadata) continue;
      expect(prepared.field(field) === null, `field ${field}`).toBe(old.field(field) === null);
    }
  });

  test('every buffer has its old data, aligned where it was', () => {
    const buffers = prepared.tables(model.buffers);
    expect(buffers.some((buffer) => buffer.data(0).bytes.length > 1000)).toBe(true);
    for (const [i, buffer] of old.tables(model.buffers).entries()) {
      const [was, is] = [buffer.data(0), buffers[i]!.data(0)];
      expect(Buffer.compare(was.bytes, is.bytes), `buffer ${i}`).toBe(0);
      if (is.bytes.length > 0) expect(is.start % 16, `buffer ${i}`).toBe(was.start % 16);
    }
  });

  test('its metadata says how pixels are normalised', () => {
    const entries = prepared.tables(model.metadata);
    expect(entries.at(-1)!.text(0)).toBe('TFLITE_METADATA');
    expect(entries.at(-1)!.int(1)).toBe(prepared.tables(model.buffers).length - 1);
    const metadata = metadataOf(after);
    expect(metadata.start % 16).toBe(0);
    expect(metadata.bytes.length % 16).toBe(0);
    expect(new ByteBuffer(metadata.bytes).__has_identifier('M001')).toBe(true);
    expect(inputOf(metadata.bytes)).toEqual({
      isImage: true,
      isRgb: true,
      normalization: [{ mean: [127.5], std: [127.5] }],
    });
  });

  test('leaves the source alone', () => {
    expect(Buffer.compare(before, read(`${packagePath}/${name}`))).toBe(0);
  });
});

test('writes the normalisation that it is given', () => {
  const source = read(`${packagePath}/face_detection_short_range.tflite`);
  const [mean, std] = [0.25, 64];
  const { normalization } = inputOf(metadataOf(withNormalizationMetadata(source, { mean, std })).bytes);
  expect(normalization).toEqual([{ mean: [mean], std: [std] }]);
});

test('keeps the metadata of a model that has some', () => {
  const source = read(`${packagePath}/face_detection_short_range.tflite`);
  const once = withNormalizationMetadata(source, { mean: 1, std: 2 });
  const twice = Table.root(withNormalizationMetadata(once, { mean: 3, std: 4 }));
  const buffers = twice.tables(model.buffers);
  const written = twice.tables(model.metadata).slice(-2);
  expect(written.map((entry) => inputOf(buffers[entry.int(1)]!.data(0).bytes).normalization[0])).toEqual([
    { mean: [1], std: [2] },
    { mean: [3], std: [4] },
  ]);
});

test('refuses what is no TFLite model', () => {
  const normalization = { mean: 127.5, std: 127.5 };
  const onnx = read('../node_modules/faceplugin-face-recognition-js/model/fr_liveness.onnx');
  expect(() => withNormalizationMetadata(onnx, normalization)).toThrow(/not a TFLite model.*TFL3/);
  const spoiled = read(`${packagePath}/face_detection_short_range.tflite`);
  spoiled[4] = 0;
  expect(() => withNormalizationMetadata(spoiled, normalization)).toThrow(/not a TFLite model/);
  expect(() => withNormalizationMetadata(new Uint8Array(), normalization)).toThrow(/not a TFLite model/);
});

test.skipIf(!hasOfficial)("says the same of the input as Google's own file, whose operators and buffers it has", () => {
  const official = read(officialPath);
  const prepared = withNormalizationMetadata(read(`${packagePath}/face_detection_short_range.tflite`), {
    mean: 127.5,
    std: 127.5,
  });
  expect(inputOf(metadataOf(prepared).bytes)).toEqual(inputOf(metadataOf(official).bytes));
  for (const vector of [model.operatorCodes, model.subgraphs]) {
    expect(Table.root(prepared).tables(vector)).toHaveLength(Table.root(official).tables(vector).length);
  }
});
