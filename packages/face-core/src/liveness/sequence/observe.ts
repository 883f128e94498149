import type { Observation } from './observation.ts';
import type { Observer } from './observer.ts';
import type { Sighting } from './sighting.ts';

/**
 * Shows an observer the frames until it has a verdict, or there are no more, or no more time.
 *
 * @param limit aborts when the time is over, and ends the frames with its reason
 * @throws what the frames throw but for that
 */
export async function* observe(
  frames: AsyncIterable<Sighting>,
  observer: Observer,
  limit: AbortSignal,
): AsyncGenerator<Observation, void, void> {
  try {
    for await (const sighting of frames) {
      const observation = observer.add(sighting);
      yield observation;
      if (observation.status !== 'looking') return;
    }
  } catch (error) {
    if (!limit.aborted || error !== limit.reason) throw error;
  }
  yield observer.conclude();
}
