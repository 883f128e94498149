import type { Device } from './onnx.ts';

/** What happens to an engine, or an object detector, by itself, as `onEvent` is told. */
export type EngineEvent =
  /** The worker died, for this reason, and another has taken its place. It answers as before. */
  | { type: 'worker-replaced'; reason: string }
  /** The GPU failed, for this reason, and the models run elsewhere now. No call is lost. */
  | { type: 'device-changed'; from: Device; to: Device; reason: string };
