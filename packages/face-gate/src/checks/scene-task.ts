import type { Box, FaceSource } from 'face-core';
import type { Check, CheckContext, Finding } from '../check.ts';

/** What finds things in a picture: an `ObjectDetector` of `face-core/objects`, or anything of its kind. */
export interface Detector {
  /** The names of all that it can find. */
  readonly info: { readonly classes: readonly string[] };
  /** What is in a picture from a score of `minimumScore` on, 0–1; boxes in the picture's pixels. */
  detect(
    source: FaceSource,
    options: { minimumScore?: number; signal?: AbortSignal },
  ): Promise<readonly { label: string; score: number; box: Box }[]>;
}

/** How a task shows in a picture. */
export interface SceneTask {
  /** The detector's classes of which one is enough: `['person-collecting-waste', 'broom']`. */
  anyOf: readonly string[];
  /** The least score that counts, 0–1; 0.5 by default. */
  minimumScore?: number;
  /** Whether it counts only with the face inside its box, as for a class that is a person at work. Not, by default. */
  aroundFace?: boolean;
}

/** Tasks by the names that an app gives them; a list stands for `{ anyOf }`. */
export type SceneTasks = Readonly<Record<string, SceneTask | readonly string[]>>;

/** Something in the picture that speaks for the task, in the picture's pixels. */
export interface Evidence {
  /** The name of its class. */
  label: string;
  /** The detector's score, 0–1. */
  score: number;
  box: Box;
}

/**
 * Makes a check of a task: does the picture show it? The verdict, `scene-task`, has the evidence in its figures, and where it
 * fails the nearest thing that was found below the score, if any.
 *
 * Names of tasks are compared without regard to case, white space, hyphens and underscores.
 *
 * @throws TypeError for a task without classes, with one that the detector does not know, or with a score that is none; the
 *   check itself rejects with `unknown-task`
 */
export function sceneTasks(detector: Detector, tasks: SceneTasks): (task: string) => Check {
  const byName = new Map<string, Required<SceneTask>>();
  for (const [name, asked] of Object.entries(tasks)) byName.set(nameOf(name), complete(name, asked, detector));
  return (task) => ({
    name: 'scene-task',
    run(context) {
      const wanted = byName.get(nameOf(task));
      if (wanted !== undefined) return judge(detector, wanted, task, context);
      const message = 'There is no such task: choose one of those that are set up.';
      return {
        passed: false,
        reasons: [{ code: 'unknown-task', message }],
        figures: { task, known: Object.keys(tasks) },
      };
    },
  });
}

function nameOf(task: string): string {
  return task
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
}

function complete(name: string, asked: SceneTask | readonly string[], { info }: Detector): Required<SceneTask> {
  const { anyOf, minimumScore = 0.5, aroundFace = false } = isList(asked) ? { anyOf: asked } : asked;
  if (!(anyOf.length > 0)) throw new TypeError(`the task "${name}" has no classes`);
  const unknown = anyOf.filter((label) => !info.classes.includes(label));
  if (unknown.length > 0) throw new TypeError(`the detector knows no class ${unknown.map((label) => `"${label}"`)}`);
  if (!(minimumScore > 0 && minimumScore <= 1))
    throw new TypeError(`the score of "${name}" must be above 0, at most 1`);
  return { anyOf, minimumScore, aroundFace };
}

function isList(asked: SceneTask | readonly string[]): asked is readonly string[] {
  return Array.isArray(asked);
}

/** Scores from here up are looked for, so that a refusal can say how near it was. */
const glimpse = 0.05;

async function judge(
  detector: Detector,
  { anyOf, minimumScore, aroundFace }: Required<SceneTask>,
  task: string,
  { picture, face, signal }: CheckContext,
): Promise<Finding> {
  const looking = detector.detect(picture, { minimumScore: Math.min(glimpse, minimumScore), signal });
  const [objects, shown] = await Promise.all([looking, aroundFace ? face() : null]);
  const candidates = objects
    .filter(({ label, box }) => anyOf.includes(label) && (shown === null || holds(box, shown.box)))
    .sort((a, b) => b.score - a.score)
    .map(({ label, score, box }) => ({ label, score, box: { ...box } }));
  const evidence: Evidence[] = candidates.filter(({ score }) => score >= minimumScore);
  const figures = { task, anyOf, minimumScore, evidence: evidence };
  if (evidence.length > 0) return { passed: true, figures };
  const message = 'The picture does not show the task being done.';
  const nearest = candidates.slice(0, 1);
  return { passed: false, reasons: [{ code: 'task-not-shown', message }], figures: { ...figures, nearest: nearest } };
}

/** Whether the middle of the face lies in the box. */
function holds(box: Box, face: Box): boolean {
  const x = face.x + face.width / 2;
  const y = face.y + face.height / 2;
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}
