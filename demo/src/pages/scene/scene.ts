import type { FaceEngine } from 'face-core';
import type { ObjectDetector } from 'face-core/objects';
import { type CallOptions, createGate, sceneTasks, type VerifyDecision } from 'face-gate';
import type { Facebank, Threshold } from 'facebank';
import type { Task } from './tasks.ts';

export interface Question {
  /** Whom the photograph is said to show. */
  label: string;
  /** What they are said to do, by the name of one of `tasks`. */
  task: string;
  tasks: readonly Task[];
  photograph: Blob;
}

export interface Means {
  engine: FaceEngine;
  bank: Facebank;
  detector: ObjectDetector;
  threshold: Threshold | undefined;
}

/** Is it this person, alive, and do they do this? */
export function ask(
  { label, task, tasks, photograph }: Question,
  { engine, bank, detector, threshold }: Means,
  options: Pick<CallOptions, 'onVerdict' | 'signal'>,
): Promise<VerifyDecision> {
  const gate = createGate({ engine, bank, policy: { threshold } });
  const shows = sceneTasks(detector, Object.fromEntries(tasks.map(({ name, ...shown }) => [name, shown])));
  return gate.verify(label, photograph, { checks: [shows(task)], ...options });
}

/**
 * Opens the app's own model. Its code is loaded with the first one.
 *
 * @throws FaceError `model-unsupported`, `model-corrupt` and the like
 */
export async function openDetector(
  file: File,
  device: 'auto' | 'webgpu' | 'wasm',
  signal: AbortSignal,
): Promise<ObjectDetector> {
  const { ObjectDetector } = await import('face-core/objects');
  const model = new Uint8Array(await file.arrayBuffer());
  return ObjectDetector.create({ model, modelBaseUrl: '/models/', device, signal });
}
