import type { Device } from './onnx.ts';

/** A device and why it was taken. */
export interface DeviceChoice {
  device: Device;
  /** A sentence for a health check. */
  reason: string;
}

/** What is asked of an adapter here; a `GPUAdapter` is one. */
export interface Adapter {
  readonly info: { readonly isFallbackAdapter?: boolean; readonly vendor?: string };
}

/**
 * Takes WebGPU where there is an adapter of real hardware: a fallback adapter computes on the CPU, and slower than WASM.
 *
 * @param requestAdapter `navigator.gpu`'s, or `undefined` where the browser has none
 */
export async function chooseDevice(requestAdapter: (() => Promise<Adapter | null>) | undefined): Promise<DeviceChoice> {
  if (requestAdapter === undefined) return { device: 'wasm', reason: 'This browser has no WebGPU.' };
  const adapter = await requestAdapter().catch(() => null);
  if (adapter === null) return { device: 'wasm', reason: 'WebGPU found no adapter.' };
  const { isFallbackAdapter, vendor } = adapter.info;
  if (isFallbackAdapter) return { device: 'wasm', reason: "WebGPU's adapter is software." };
  return { device: 'webgpu', reason: `WebGPU found an adapter${vendor ? ` (${vendor})` : ''}.` };
}
