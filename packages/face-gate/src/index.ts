/**
 * One call for an app's question: is this the enrolled person, alive, and doing what was asked? Approved or rejected, with all reasons.
 *
 * @module face-gate
 */

export type { Check, CheckContext, Finding, Question, Reason, Verdict } from './check.ts';
export { type Detector, type Evidence, type SceneTask, type SceneTasks, sceneTasks } from './checks/scene-task.ts';
export type {
  Approved,
  Decided,
  Decision,
  IdentifyDecision,
  Registration,
  Rejected,
  SeenPicture,
  VerifyDecision,
} from './decision.ts';
export { type CallOptions, createGate, type Gate, type GateOptions, type RegisterOptions } from './gate.ts';
export type { Figures, Json } from './json.ts';
export type { GatePolicy } from './policy.ts';
