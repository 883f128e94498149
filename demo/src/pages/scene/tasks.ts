import type { SceneTask } from 'face-gate';
import { kept } from '../../services/kept.ts';

/** A task, and how it shows in a photograph. */
export interface Task extends Required<SceneTask> {
  name: string;
}

const none: readonly Task[] = [];

/** What was set up on this device. The model is not kept: it is chosen with each visit. */
export const tasks = kept<readonly Task[]>('scene-tasks', none, areTasks);

/** As the gate does, without regard to case, white space, hyphens and underscores. */
export function areSameName(a: string, b: string): boolean {
  const plain = (name: string) =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, ' ')
      .trim();
  return plain(a) === plain(b);
}

/** The classes of a task that a model does not have. */
export function missingClasses({ anyOf }: Task, classes: readonly string[]): string[] {
  return anyOf.filter((name) => !classes.includes(name));
}

function areTasks(value: unknown): value is readonly Task[] {
  return Array.isArray(value) && value.every(isTask);
}

function isTask(value: unknown): value is Task {
  if (typeof value !== 'object' || value === null) return false;
  const { name, anyOf, minimumScore, aroundFace } = value as Record<string, unknown>;
  return (
    typeof name === 'string' &&
    Array.isArray(anyOf) &&
    anyOf.length > 0 &&
    anyOf.every((label) => typeof label === 'string') &&
    typeof minimumScore === 'number' &&
    minimumScore > 0 &&
    minimumScore <= 1 &&
    typeof aroundFace === 'boolean'
  );
}
