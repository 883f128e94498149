import { chooseDevice, type DeviceChoice } from '../device.ts';
import { FaceError } from '../errors.ts';
import type { Device, OnnxRuntime } from '../onnx.ts';
import type { DeviceInfo } from './boundary.ts';

/** Models on a device, and on WASM from when that fails. */
export class DeviceModels<Models extends { readonly runtime: OnnxRuntime }> {
  #choice: DeviceChoice;
  #models: Models;
  readonly #openOnWasm: () => Promise<Models>;
  readonly #onChange: () => void;
  /** Under way, or done, where the GPU has failed. */
  #change: Promise<void> | null = null;

  /** @param onChange told when the models run on another device */
  constructor(choice: DeviceChoice, models: Models, openOnWasm: () => Promise<Models>, onChange: () => void) {
    this.#choice = choice;
    this.#models = models;
    this.#openOnWasm = openOnWasm;
    this.#onChange = onChange;
    // A GPU that is lost between two calls is replaced before the next.
    void models.runtime.lost.then((reason) => this.#fallBack(`The GPU was lost: ${reason}`).catch(() => {}));
  }

  get info(): DeviceInfo {
    const { device, reason } = this.#choice;
    return { device, deviceReason: reason, threads: this.#models.runtime.threads };
  }

  /** Runs a task on the models; where the GPU fails it, again on WASM. */
  async run<T>(task: (models: Models) => Promise<T>): Promise<T> {
    const models = this.#models;
    try {
      return await task(models);
    } catch (error) {
      if (models.runtime.device === 'wasm' || !isDeviceFailure(error)) throw error;
      await this.#fallBack((error as Error).message);
      return task(this.#models);
    }
  }

  /** Goes on on WASM, once: whoever finds the GPU failing waits for the same change. */
  #fallBack(reason: string): Promise<void> {
    this.#change ??= this.#openOnWasm().then((models) => {
      this.#models = models;
      this.#choice = { device: 'wasm', reason };
      this.#onChange();
    });
    // What failed for once, as a download may, is tried again.
    this.#change.catch(() => {
      this.#change = null;
    });
    return this.#change;
  }
}

/** Throws a FaceError `device-unavailable` where WebGPU is asked for and there is none. */
export async function chosenDevice(wanted: Device | 'auto'): Promise<DeviceChoice> {
  if (wanted === 'wasm') return { device: 'wasm', reason: 'The app asked for it.' };
  const { gpu } = navigator;
  if (wanted === 'auto') return chooseDevice(gpu && (() => gpu.requestAdapter()));
  if (await gpu?.requestAdapter()) return { device: 'webgpu', reason: 'The app asked for it.' };
  throw new FaceError('device-unavailable', 'This browser offers no WebGPU adapter: use device "auto".', {
    device: wanted,
  });
}

/** Whether an error may be the GPU's, so that WASM is worth a try: a file that does not arrive is not. */
function isDeviceFailure(error: unknown): boolean {
  return error instanceof FaceError && (error.code === 'device-unavailable' || error.code === 'model-corrupt');
}
