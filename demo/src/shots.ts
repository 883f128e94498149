import { type CapturePolicy, type FaceEngine, FaceError, type FaceTemplate, type QualityReason } from 'face-core';
import type { Stage } from './stage.ts';

/** The pause between two shots of one person, so that they differ, and between two tries. In milliseconds. */
const betweenShots = 700;
const betweenTries = 150;

/**
 * How many frames of one shot may be found not live. Each frame is judged alone, so that every further try would be another
 * chance for a spoof.
 */
const livenessTries = 3;

/** What a person can do about a shot that was refused; anything else ends the wait. */
const hints: Partial<Record<FaceError['code'], string>> = {
  'no-face': 'Look into the camera.',
  'multiple-faces': 'Only one person, please.',
  'face-too-small': 'Come closer.',
  'low-quality': 'Look straight, hold still, find more light.',
  'not-live': 'Hold still: looking for signs of a living person.',
};

const qualityHints: Record<QualityReason, string> = {
  blurred: 'Hold still.',
  'too-dark': 'Find more light.',
  'too-bright': 'Find softer light.',
  'low-contrast': 'Turn towards the light.',
  'too-small': 'Come closer.',
  'turned-away': 'Look straight into the camera.',
  tilted: 'Hold your head upright.',
  'cut-off': 'Move into the middle of the picture.',
};

/** The advice that fits a refused shot; `undefined` for an error that no advice helps with. */
function hintFor(error: unknown): string | undefined {
  if (!(error instanceof FaceError)) return undefined;
  const [reason] = (error.details['reasons'] ?? []) as QualityReason[];
  return reason ? qualityHints[reason] : hints[error.code];
}

/**
 * Takes one good shot: from a photograph at once or not at all, from the camera as soon as a frame is good enough.
 *
 * @param onHint told what the person should do while frames are refused
 */
export async function takeShot(
  engine: FaceEngine,
  stage: Stage,
  policy: CapturePolicy,
  signal: AbortSignal,
  onHint: (hint: string) => void,
): Promise<FaceTemplate> {
  let notLive = 0;
  for (;;) {
    try {
      return await engine.capture(stage.source, { ...policy, signal });
    } catch (error) {
      const hint = hintFor(error);
      if (hint === undefined || !stage.isLive) throw error;
      if (error instanceof FaceError && error.code === 'not-live' && ++notLive === livenessTries) throw error;
      onHint(hint);
      await pause(betweenTries, signal);
    }
  }
}

/** Takes the shots of an enrolment: `count` from the camera, one from a photograph. */
export async function takeShots(
  engine: FaceEngine,
  stage: Stage,
  count: number,
  policy: CapturePolicy,
  signal: AbortSignal,
  onProgress: (taken: number, hint: string) => void,
): Promise<FaceTemplate[]> {
  const shots: FaceTemplate[] = [];
  const wanted = stage.isLive ? count : 1;
  while (shots.length < wanted) {
    onProgress(shots.length, 'Look into the camera.');
    shots.push(await takeShot(engine, stage, policy, signal, (hint) => onProgress(shots.length, hint)));
    if (shots.length < wanted) await pause(betweenShots, signal);
  }
  return shots;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
