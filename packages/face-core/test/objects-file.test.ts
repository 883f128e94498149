import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OnnxGraph, writeOnnx } from '../../../models/onnx-model.ts';
import { FaceError } from '../src/errors.ts';
import { contractOf } from '../src/objects/contract.ts';
import { readOnnxFile } from '../src/objects/onnx-file.ts';
import { exported, squareFinder } from './generated-objects.ts';

const read = (graph: OnnxGraph) => readOnnxFile(writeOnnx(graph));
const corrupt = expect.objectContaining({ name: 'FaceError', code: 'model-corrupt' });

describe('readOnnxFile', () => {
  test('reads inputs, outputs and metadata', () => {
    expect(read(squareFinder({ layout: 'yolov8' }))).toEqual({
      inputs: [{ name: 'images', type: 'float32', shape: [1, 3, 128, 192] }],
      outputs: [{ name: 'output0', type: 'float32', shape: [1, 7, 504] }],
      metadata: new Map(Object.entries(exported)),
      hasExternalWeights: false,
    });
  });

  test('reads lengths that are not fixed as null', () => {
    const open = squareFinder({ layout: 'yolov5', batch: 'batch', height: 'height', width: 'width' });
    expect(read(open)).toMatchObject({
      inputs: [{ shape: [null, 3, null, null] }],
      outputs: [{ shape: [null, null, 8] }],
    });
    const inputs = [{ name: 'images', shape: [-1, 3, 0, 640] }];
    expect(read({ ...open, inputs }).inputs[0]!.shape).toEqual([null, 3, null, 640]);
  });

  test('leaves out weights that older files list as inputs', () => {
    const graph = squareFinder({ layout: 'yolov8' });
    const listed = [...graph.constants.map(({ name, shape }) => ({ name, shape })), ...graph.inputs];
    expect(read({ ...graph, inputs: listed }).inputs.map(({ name }) => name)).toEqual(['images']);
  });

  test.each(['arcface-mobilefacenet.onnx', 'minifasnet.onnx', 'landmarks-68.onnx'])('reads PyTorch’s %s', (file) => {
    const bytes = readFileSync(new URL(`../../../models/dist/${file}`, import.meta.url));
    const { inputs, outputs } = readOnnxFile(bytes);
    expect(inputs).toHaveLength(1);
    expect(inputs[0]!.shape).toHaveLength(4);
    expect([inputs[0]!.type, outputs[0]!.type]).toEqual(['float32', 'float32']);
  });

  test('sees that weights are in another file', () => {
    const model = writeOnnx(squareFinder({ layout: 'yolov8' }));
    // A graph with one tensor that has a name and the location EXTERNAL: fields 7, 5, 8 and 14.
    const external = Uint8Array.of((7 << 3) | 2, 7, (5 << 3) | 2, 5, (8 << 3) | 2, 1, 0x61, 14 << 3, 1);
    expect(readOnnxFile(Uint8Array.of(...model, ...external)).hasExternalWeights).toBe(true);
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a text', new TextEncoder().encode('not a model')],
    ['a page', new TextEncoder().encode('<!doctype html><title>Not found</title>')],
    ['a model without outputs', writeOnnx({ ...squareFinder({ layout: 'yolov8' }), outputs: [] })],
    ['a model without inputs', writeOnnx({ ...squareFinder({ layout: 'yolov8' }), inputs: [] })],
    ['a model that ends early', writeOnnx(squareFinder({ layout: 'yolov8' })).slice(0, -1)],
    ['zeros', new Uint8Array(1000)],
    ['ones', new Uint8Array(1_000_000).fill(255)],
  ])('refuses %s', (_, bytes) => {
    expect(() => readOnnxFile(bytes)).toThrow(corrupt);
  });

  test('a damaged file is a reading or a FaceError, and never a hang', () => {
    const good = writeOnnx(squareFinder({ layout: 'yolov8' }));
    const outcomes = new Set<string>();
    const change = fc.record({ at: fc.nat(good.length - 1), value: fc.nat(255), isInsertion: fc.boolean() });
    const mutation = fc.record({ changes: fc.array(change, { maxLength: 8 }), end: fc.option(fc.nat(good.length)) });
    fc.assert(
      fc.property(mutation, ({ changes, end }) => {
        let bytes = [...good];
        for (const { at, value, isInsertion } of changes) bytes.splice(at, isInsertion ? 0 : 1, value);
        if (end !== null) bytes = bytes.slice(0, end);
        outcomes.add(outcomeOf(Uint8Array.from(bytes)));
      }),
      { numRuns: 3000 },
    );
    expect([...outcomes].sort()).toEqual(['model-corrupt', 'model-unsupported', 'read']);
  });

  test('arbitrary bytes are a reading or a FaceError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(outcomeOf(bytes)).toMatch(/^(model-corrupt|model-unsupported|read)$/);
      }),
      { numRuns: 2000 },
    );
  });

  test('does not copy the weights, nor look at them', () => {
    // 500 MB of tensor in a graph, in front of the model: the fields' lengths are all that is read of them.
    const model = writeOnnx(squareFinder({ layout: 'yolov8' }));
    const length = 500_000_000;
    const tensor = [(5 << 3) | 2, ...varint(length + 6), (9 << 3) | 2, ...varint(length)];
    const head = [(7 << 3) | 2, ...varint(tensor.length + length), ...tensor];
    const bytes = new Uint8Array(head.length + length + model.length);
    bytes.set(head);
    bytes.set(model, head.length + length);
    const before = process.memoryUsage().arrayBuffers;
    expect(readOnnxFile(bytes).outputs.map(({ name }) => name)).toEqual(['output0']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });
});

/** What becomes of a file: it is read and can be run, or the code of the error. Another error is a failure. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    contractOf(readOnnxFile(bytes), {});
    return 'read';
  } catch (error) {
    if (error instanceof FaceError) return error.code;
    throw error;
  }
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
