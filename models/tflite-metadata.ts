import { Builder, ByteBuffer } from 'flatbuffers';

/**
 * Adds to a bare TFLite model the metadata that MediaPipe Tasks demands of an image model: how pixels are normalised.
 *
 * FlatBuffers offsets only point forward, so nothing of the old file is moved or rewritten: a new root `Model` table, a
 * `buffers` vector one longer and a `metadata` vector one longer stand before the old bytes and point into them.
 *
 * Field numbers are those of tensorflow/compiler/mlir/lite/schema/schema.fbs and of the TFLite support library's
 * metadata_schema.fbs; the `flatbuffers` builder numbers its fields the same way.
 */

const modelFields = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadataBuffer: 5,
  metadata: 6,
  signatureDefs: 7,
  count: 8,
} as const;

const modelFileId = 'TFL3';
const metadataFileId = 'M001';
const metadataName = 'TFLITE_METADATA';
/** Tensor data is aligned to 16 bytes in a TFLite file (`force_align: 16`). */
const tensorAlignment = 16;

export interface Normalization {
  mean: number;
  std: number;
}

/** Returns a copy of `model` that carries `normalization` as its input's `NormalizationOptions`. */
export function withNormalizationMetadata(model: Uint8Array, normalization: Normalization): Uint8Array {
  const old = new ByteBuffer(model);
  if (!old.__has_identifier(modelFileId)) throw new Error('not a TFLite model: the file identifier TFL3 is missing');
  const root = old.readInt32(0);

  const builder = new Builder(model.length + 4096);
  const paddedLength = Math.ceil(model.length / tensorAlignment) * tensorAlignment;
  builder.prep(tensorAlignment, paddedLength);
  builder.pad(paddedLength - model.length);
  for (let i = model.length - 1; i >= 0; i--) builder.writeInt8(model[i] as number);
  // The builder counts offsets from the end of the file, where the old bytes now lie.
  const moved = (position: number) => paddedLength - position;

  const field = (index: number) => {
    const offset = old.__offset(root, 4 + 2 * index);
    return offset === 0 ? null : root + offset;
  };
  const oldObject = (index: number) => {
    const position = field(index);
    return position === null ? null : moved(old.__indirect(position));
  };
  const oldVector = (index: number) => {
    const position = field(index);
    if (position === null) return [];
    const start = old.__vector(position);
    return Array.from({ length: old.__vector_len(position) }, (_, i) => moved(old.__indirect(start + 4 * i)));
  };
  const offsetVector = (offsets: number[]) => {
    builder.startVector(4, offsets.length, 4);
    for (const offset of offsets.toReversed()) builder.addOffset(offset);
    return builder.endVector();
  };

  const oldBuffers = oldVector(modelFields.buffers);
  const data = byteVector(builder, normalizationMetadata(normalization));
  builder.startObject(3);
  builder.addFieldOffset(0, data, 0);
  const buffers = offsetVector([...oldBuffers, builder.endObject()]);

  const name = builder.createString(metadataName);
  builder.startObject(2);
  builder.addFieldOffset(0, name, 0);
  builder.addFieldInt32(1, oldBuffers.length, 0);
  const metadata = offsetVector([...oldVector(modelFields.metadata), builder.endObject()]);

  builder.startObject(modelFields.count);
  const version = field(modelFields.version);
  if (version !== null) builder.addFieldInt32(modelFields.version, old.readInt32(version), 0);
  for (const index of [
    modelFields.operatorCodes,
    modelFields.subgraphs,
    modelFields.description,
    modelFields.metadataBuffer,
    modelFields.signatureDefs,
  ]) {
    builder.addFieldOffset(index, oldObject(index) ?? 0, 0);
  }
  builder.addFieldOffset(modelFields.buffers, buffers, 0);
  builder.addFieldOffset(modelFields.metadata, metadata, 0);
  builder.finish(builder.endObject(), modelFileId);
  return builder.asUint8Array();
}

/** `ModelMetadata` → `SubGraphMetadata` → `TensorMetadata` (an RGB image) → `ProcessUnit` → `NormalizationOptions`. */
function normalizationMetadata({ mean, std }: Normalization): Uint8Array {
  const builder = new Builder(256);
  const floats = (value: number) => {
    builder.startVector(4, 1, 4);
    builder.addFloat32(value);
    return builder.endVector();
  };
  const vectorOf = (offset: number) => {
    builder.startVector(4, 1, 4);
    builder.addOffset(offset);
    return builder.endVector();
  };

  const means = floats(mean);
  const stds = floats(std);
  builder.startObject(2); // NormalizationOptions
  builder.addFieldOffset(0, means, 0);
  builder.addFieldOffset(1, stds, 0);
  const options = builder.endObject();

  builder.startObject(2); // ProcessUnit
  builder.addFieldInt8(0, 1, 0); // ProcessUnitOptions.NormalizationOptions
  builder.addFieldOffset(1, options, 0);
  const processUnits = vectorOf(builder.endObject());

  builder.startObject(1); // ImageProperties
  builder.addFieldInt8(0, 1, 0); // ColorSpaceType.RGB
  const image = builder.endObject();

  builder.startObject(2); // Content
  builder.addFieldInt8(0, 2, 0); // ContentProperties.ImageProperties
  builder.addFieldOffset(1, image, 0);
  const content = builder.endObject();

  builder.startObject(5); // TensorMetadata
  builder.addFieldOffset(3, content, 0);
  builder.addFieldOffset(4, processUnits, 0);
  const inputs = vectorOf(builder.endObject());

  builder.startObject(3); // SubGraphMetadata
  builder.addFieldOffset(2, inputs, 0);
  const subgraphs = vectorOf(builder.endObject());

  builder.startObject(4); // ModelMetadata
  builder.addFieldOffset(3, subgraphs, 0);
  builder.finish(builder.endObject(), metadataFileId);
  return builder.asUint8Array();
}

function byteVector(builder: Builder, bytes: Uint8Array): number {
  const paddedLength = Math.ceil(bytes.length / tensorAlignment) * tensorAlignment;
  builder.startVector(1, paddedLength, tensorAlignment);
  builder.pad(paddedLength - bytes.length);
  for (const byte of bytes.toReversed()) builder.addInt8(byte);
  return builder.endVector();
}
