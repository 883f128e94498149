import { type ChallengeProgress, type ChallengeVerdict, challengeSteps, type FaceEngine } from 'face-core';
import { hintWords, promptWords } from './challenge-words.ts';
import { element, say } from './page.ts';
import type { Stage } from './stage.ts';

/** Challenges the person before the camera, with prompts over its picture, and gives the verdict. */
export async function runChallenge(engine: FaceEngine, stage: Stage, signal: AbortSignal): Promise<ChallengeVerdict> {
  const { camera } = stage;
  if (camera === null) throw new Error('Start the camera first.');
  const prompt = element('prompt', HTMLElement);
  const states = engine.challenge(camera, { exclude: excluded(), signal });
  stage.rest(true);
  try {
    prompt.hidden = false;
    // Where the eyes have to be, and where a keyboard goes on from.
    prompt.focus();
    for await (const state of states) {
      if (state.status !== 'step') return state;
      show(state);
    }
    throw new Error('The challenge ended without a verdict.');
  } finally {
    prompt.hidden = true;
    stage.rest(false);
  }
}

/** The steps that the person ticked as ones that they cannot do. */
function excluded() {
  const form = new FormData(element('challenge', HTMLFormElement));
  return challengeSteps.filter((step) => form.getAll('exclude').includes(step));
}

function show({ step, index, total, progress, hint }: ChallengeProgress): void {
  element('prompt', HTMLElement).dataset['step'] = step;
  say(element('prompt-step', HTMLParagraphElement), promptWords[step]);
  say(element('prompt-hint', HTMLParagraphElement), hint === null ? '' : hintWords[hint]);
  element('prompt-count', HTMLElement).textContent = `${index + 1} of ${total}`;
  element('prompt-progress', HTMLProgressElement).value = progress;
}
