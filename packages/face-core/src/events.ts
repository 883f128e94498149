/** What happens to an engine by itself, as `onEvent` is told. */
export type EngineEvent =
  /** The worker died, for this reason, and another has taken its place. The engine answers as before. */
  { type: 'worker-replaced'; reason: string };
