import { describe, expect, test } from 'vitest';
import { chooseDevice } from '../src/device.ts';

describe('chooseDevice', () => {
  test('takes WebGPU where there is an adapter of hardware, and says whose', async () => {
    expect(await chooseDevice(async () => ({ info: { vendor: 'apple' } }))).toEqual({
      device: 'webgpu',
      reason: 'WebGPU found an adapter (apple).',
    });
    expect(await chooseDevice(async () => ({ info: { vendor: '', isFallbackAdapter: false } }))).toEqual({
      device: 'webgpu',
      reason: 'WebGPU found an adapter.',
    });
  });

  test.each([
    ['the browser has no WebGPU', undefined, 'This browser has no WebGPU.'],
    ['there is no adapter', async () => null, 'WebGPU found no adapter.'],
    ['the adapter is software', async () => ({ info: { isFallbackAdapter: true } }), "WebGPU's adapter is software."],
    ['asking for one fails', () => Promise.reject(new Error('GPU process gone')), 'WebGPU found no adapter.'],
  ])('takes WASM where %s', async (_name, requestAdapter, reason) => {
    expect(await chooseDevice(requestAdapter)).toEqual({ device: 'wasm', reason });
  });
});
