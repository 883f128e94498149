import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, test } from 'vitest';
import { faultOf } from '../contract.ts';
import manifest from '../manifest.json' with { type: 'json' };
import { Float16Bits, type OnnxGraph, writeOnnx } from '../onnx-model.ts';
import { features, seededDeepPixBis, seededOutputs } from './seeded-deeppixbis.ts';

ort.env.logLevel = 'error';
ort.env.wasm.numThreads = 1;

/** What a graph gives for noise, by name. */
async function run(graph: OnnxGraph): Promise<ort.InferenceSession.ReturnType> {
  const session = await ort.InferenceSession.create(writeOnnx(graph));
  const noise = Float32Array.from({ length: 3 * 224 * 224 }, (_, i) => Math.sin(i));
  try {
    return await session.run({ input: new ort.Tensor('float32', noise, [1, 3, 224, 224]) });
  } finally {
    await session.release();
  }
}

/** The numbers that training would change: not the means and variances that a batch norm has gathered. */
function parametersOf({ constants }: OnnxGraph): number {
  return constants
    .filter(({ name }) => /\.(weight|bias)$/.test(name))
    .reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0);
}

describe('the generated architecture', { timeout: 60_000 }, () => {
  test('gives a map of 14×14 for 224×224, from 384 channels', async () => {
    const graph = seededDeepPixBis();
    const watched = { ...graph, outputs: [...graph.outputs, { name: features, shape: [1, 384, 14, 14] }] };
    const outputs = await run(watched);
    expect(outputs[features]!.dims).toEqual([1, 384, 14, 14]);
    expect(outputs[seededOutputs.map]!.dims).toEqual([1, 1, 14, 14]);
    expect(outputs[seededOutputs.whole]!.dims).toEqual([1, 1]);
    for (const name of Object.values(seededOutputs)) {
      const values = [...(outputs[name]!.data as Float32Array)];
      expect(values.every((value) => value > 0 && value < 1)).toBe(true);
    }
    expect(new Set(outputs[seededOutputs.map]!.data as Float32Array).size).toBeGreaterThan(190);
  });

  test('has as many parameters as the layers have, counted by hand', () => {
    // A norm has 2 for each channel; a layer is norm, 1×1 to 4·48 = 192 channels, norm, 3×3 to 48 channels.
    const layer = (channels: number) => 2 * channels + 192 * channels + 2 * 192 + 9 * 192 * 48;
    const transition = (channels: number) => 2 * channels + (channels * channels) / 2;
    const stem = 7 * 7 * 3 * 96 + 2 * 96;
    // From 96 channels in 6 layers to 384, halved to 192, in 12 layers to 768, halved to 384.
    const first = [96, 144, 192, 240, 288, 336].map(layer);
    const second = [192, 240, 288, 336, 384, 432, 480, 528, 576, 624, 672, 720].map(layer);
    const head = 384 + 1 + 14 * 14 + 1;
    const layers = [...first, ...second].reduce((sum, count) => sum + count);
    expect(stem + layers + transition(384) + transition(768) + head).toBe(3_198_726);
    expect(parametersOf(seededDeepPixBis())).toBe(3_198_726);
  });

  test('has 6 and 12 layers, whose growth is 48', () => {
    const names = seededDeepPixBis()
      .nodes.filter(({ op }) => op === 'Concat')
      .map(({ outputs }) => outputs[0]!.replace(/\.denselayer\d+$/, ''));
    expect(names.filter((name) => name === 'denseblock1')).toHaveLength(6);
    expect(names.filter((name) => name === 'denseblock2')).toHaveLength(12);
    const kernels = seededDeepPixBis().constants.filter(({ name }) => name.endsWith('conv2.weight'));
    expect(kernels.map(({ shape }) => shape)).toEqual(new Array(18).fill([48, 192, 3, 3]));
  });

  test('is the same every time', () => {
    const file = () => Buffer.from(writeOnnx(seededDeepPixBis()));
    expect(file().equals(file())).toBe(true);
  });

  test('in half precision: half as long, and nearly the same map', async () => {
    const half = seededDeepPixBis({ halfPrecision: true });
    const kernels = half.constants.filter(({ data }) => data instanceof Float16Bits);
    expect(kernels).toHaveLength(1 + 18 * 2 + 2 + 2);
    const [whole, halved] = [writeOnnx(seededDeepPixBis()), writeOnnx(half)];
    expect(halved.length / whole.length).toBeLessThan(0.53);
    const [one, other] = [await run(seededDeepPixBis()), await run(half)];
    const map = one[seededOutputs.map]!.data as Float32Array;
    for (const [i, value] of (other[seededOutputs.map]!.data as Float32Array).entries()) {
      expect(Math.abs(value - map[i]!)).toBeLessThan(0.01);
    }
  });

  test('is not taken for the real one', async () => {
    const fault = await faultOf(writeOnnx(seededDeepPixBis()), manifest.optional.deeppixbis);
    expect(fault).toMatch(
      /^expected input \[1,3,224,224\] to output_pixel \[1,1,14,14\] and output_binary \[1,1\], found/,
    );
    expect(fault).toContain('seeded_output_pixel [1,1,14,14]');
  });
});
