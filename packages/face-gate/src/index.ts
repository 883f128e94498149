export type { Check, CheckContext, Finding, Question, Reason, Verdict } from './check.ts';
export { type Detector, type Evidence, type SceneTask, type SceneTasks, sceneTasks } from './checks/scene-task.ts';
export type {
  Approved,
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
