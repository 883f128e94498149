import type { FaceEngine } from 'face-core';
import type { Check } from 'face-gate';

/** A slow device sees few frames a second, and a verdict wants twenty. */
const timeLimitMs = 30_000;

/**
 * A check that passes where some seconds of the video show one living person: the very one whom the gate compares.
 *
 * @param hint told what the person can do meanwhile
 */
export function livingPerson(engine: FaceEngine, video: HTMLVideoElement, hint: (words: string) => void): Check {
  return {
    name: 'living-person',
    async run({ probe, signal }) {
      const { embedding: person } = await probe();
      for await (const { status, reason } of engine.observe(video, { person, signal, timeLimitMs })) {
        if (status === 'live') return { passed: true };
        if (status === 'looking') {
          hint(reason === 'move-a-little' ? 'Turn your head a little.' : 'Keep looking into the camera.');
        } else {
          return { passed: false, reasons: [{ code: reason, message: words[status] }] };
        }
      }
      return { passed: false };
    },
  };
}

const words = {
  'not-live': 'This does not look like one living person before the camera.',
  undecided: 'Too little was seen: come closer, find more light, and turn your head a little.',
};
