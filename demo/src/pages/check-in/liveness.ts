import type { ChallengeProgress, ChallengeStep, FaceEngine, ObservationProgress } from 'face-core';
import type { Check, CheckContext, Finding } from 'face-gate';

/** Liveness over the frames of a video, as checks of the gate. Both want the person whom the gate compares. */

export interface LivenessCheck extends Check {
  /** The embedding of whom the check was last about; `null` before there was a face. */
  readonly person: Float32Array | null;
}

/** A slow device sees few frames a second, and a verdict wants twenty. */
const observationLimitMs = 30_000;

/** The person looks into the camera for some seconds, and moves a little. */
export function observation(engine: FaceEngine, onProgress: (state: ObservationProgress) => void): LivenessCheck {
  return aboutPerson('observation', async (person, video, signal) => {
    for await (const state of engine.observe(video, { person, signal, timeLimitMs: observationLimitMs })) {
      if (state.status === 'looking') onProgress(state);
      else if (state.status === 'live') return { passed: true, figures: state.evidence };
      else return refused(state.reason, 'The frames do not show a living person.', state.evidence);
    }
    return { passed: false };
  });
}

/** The person does what is asked for, drawn at random from all steps but those that they cannot do. */
export function challenge(
  engine: FaceEngine,
  exclude: readonly ChallengeStep[],
  onProgress: (state: ChallengeProgress) => void,
): LivenessCheck {
  return aboutPerson('challenge', async (person, video, signal) => {
    for await (const state of engine.challenge(video, { person, exclude, signal })) {
      if (state.status === 'step') onProgress(state);
      else if (state.status === 'passed') return { passed: true, figures: state.evidence.liveness };
      else return refused(state.reason, 'The challenge was not passed.', state.evidence.liveness);
    }
    return { passed: false };
  });
}

function aboutPerson(
  name: string,
  judge: (person: Float32Array, video: HTMLVideoElement, signal: AbortSignal) => Promise<Finding>,
): LivenessCheck {
  let person: Float32Array | null = null;
  return {
    name,
    get person() {
      return person;
    },
    async run({ source, probe, signal }: CheckContext) {
      if (!(source instanceof HTMLVideoElement)) throw new TypeError('liveness over frames needs a video');
      person = null;
      person = (await probe()).embedding;
      return judge(person, source, signal);
    },
  };
}

function refused(code: string, message: string, figures: object): Finding {
  return { passed: false, reasons: [{ code, message }], figures };
}
