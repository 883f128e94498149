import type { Tracking } from '../../tracking/track.ts';
import { follow } from '../../watch.ts';
import type { Frame } from '../../worker/boundary.ts';
import type { Look } from '../../worker/protocol.ts';
import type { Sighting } from './sighting.ts';

/**
 * The frames of a video as the checks over several frames see them: the newest one whenever the last has been dealt with, none
 * twice. Ends with the video.
 *
 * @param look analyses every face of the frame, in that frame, and takes its traces
 * @param signal ends it with its reason
 */
export async function* sightings(
  video: HTMLVideoElement,
  look: (frame: Frame, last: Tracking, at: number) => Promise<Look>,
  signal: AbortSignal,
): AsyncGenerator<Sighting, void, void> {
  for await (const { at, isCut, seen } of follow(video, look, signal)) {
    const { width, height, faces, traces } = seen;
    if (traces === null) throw new TypeError('a sighting needs the traces of its frame');
    yield { at, isCut, width, height, faces, ...traces };
  }
}
