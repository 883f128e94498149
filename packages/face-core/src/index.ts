/**
 * Finds faces in a picture or a video, embeds them, and scores their quality and whether they are alive, in a worker. What comes
 * out is a template, for `facebank` to keep and compare.
 *
 * @module face-core
 */

export { alignedToImage } from './alignment/arcface-template.ts';
export type { Attributes } from './attributes/attributes.ts';
export type { Eyes } from './attributes/eyes.ts';
export type { Gender } from './attributes/gender.ts';
export type { Landmarks } from './attributes/landmarks.ts';
export type { Attribute } from './attributes/names.ts';
export {
  type Faults,
  faultsOfCount,
  faultsOfImage,
  faultsOfLiveness,
  faultsOfQuality,
  faultsOfSize,
} from './capture/faults.ts';
export { freshFrames } from './capture/fresh-frames.ts';
export { type CapturePolicy, completePolicy } from './capture/policy.ts';
export { type CapturedFace, templateOf } from './capture/shot.ts';
export type { DetectorSize } from './detection/detector-size.ts';
export {
  type AnalyzeOptions,
  type CallOptions,
  type CaptureBestOptions,
  type CaptureOptions,
  type ChallengeOptions,
  type EngineOptions,
  FaceEngine,
  type ObserveOptions,
  type WatchOptions,
} from './engine.ts';
export { FaceError, type FaceErrorCode, type Fault } from './errors.ts';
export type { EngineEvent } from './events.ts';
export type { Affine } from './geometry/affine.ts';
export type { Box, Point } from './geometry/box.ts';
export type { ImageLimits } from './image/limits.ts';
export type { ColorInput, GrayInput, ImageInput } from './image/tensor.ts';
export type { MovementHint } from './liveness/challenge/movement.ts';
export type { NeutralHint } from './liveness/challenge/neutral.ts';
export type { ChallengeRules } from './liveness/challenge/run.ts';
export type {
  ChallengeEvidence,
  ChallengeFailure,
  ChallengeHint,
  ChallengeProgress,
  ChallengePrompt,
  ChallengeState,
  ChallengeVerdict,
  StepEvidence,
  StepExtremes,
} from './liveness/challenge/state.ts';
export { type ChallengeStep, challengeSteps } from './liveness/challenge/steps.ts';
export type { Liveness, LivenessPart, LivenessReason } from './liveness/liveness.ts';
export type { LivenessMethod, LivenessNetwork, LivenessSignal } from './liveness/method.ts';
export type { LivenessPolicy, LivenessPolicyChoice, LivenessPreset } from './liveness/policy.ts';
export type { Interruption } from './liveness/sequence/continuity.ts';
export type {
  NotLiveReason,
  Observation,
  ObservationEvidence,
  ObservationHint,
  ObservationProgress,
  ObservationVerdict,
  UndecidedReason,
} from './liveness/sequence/observation.ts';
export type { Repetition } from './liveness/sequence/repetition.ts';
export type { EmbeddingModel, HostedWeights, LivenessModel, Model } from './models/descriptor.ts';
export type { Device } from './onnx.ts';
export { estimatePose, type Pose } from './quality/pose.ts';
export type { Quality, QualityParts, QualityReason } from './quality/quality.ts';
export type { FaceSource } from './source.ts';
export type { TrackAnalysis, TrackedFace } from './tracking/track.ts';
export type { AnalyzedFace, Face, FaceTemplate, Keypoints } from './types.ts';
export type { WatchedFrame } from './watch.ts';
export type { LoadProgress } from './worker/boundary.ts';
export type { ModelChoice } from './worker/models.ts';
export { type Picture, sizeOf } from './worker/picture.ts';
export type { AnalysisParts, EngineInfo } from './worker/protocol.ts';
