import type { FaceSource } from '../source.ts';

/** How long a video's next frame is waited for, in milliseconds: a camera in the dark still gives several a second. */
const patience = 1000;

/**
 * Gives a video's current frame, and then each time the next one that it shows, until there were `count` or none comes for a
 * second. Frames that pass while the last one is worked on are left out. Anything but a video is given once.
 *
 * @throws TypeError where `count` is no whole number from 1 on, and the signal's reason
 */
export async function* freshFrames(
  source: FaceSource,
  count: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<FaceSource, void, void> {
  if (!(Number.isInteger(count) && count >= 1)) throw new TypeError('frames must be a whole number from 1 on');
  // A video that was just given its source has a frame in a moment; one that never has is refused where it is read.
  if (isVideo(source) && source.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) await showsAnother(source, signal);
  yield source;
  if (!isVideo(source)) return;
  for (let given = 1; given < count && (await showsAnother(source, signal)); given++) yield source;
}

function isVideo(source: FaceSource): source is HTMLVideoElement {
  return source instanceof HTMLVideoElement;
}

/** Whether the video shows another frame before patience ends. */
function showsAnother(video: HTMLVideoElement, signal: AbortSignal | undefined): Promise<boolean> {
  signal?.throwIfAborted();
  const giveUp = AbortSignal.any([AbortSignal.timeout(patience), ...(signal ? [signal] : [])]);
  return new Promise((resolve, reject) => {
    giveUp.addEventListener('abort', () => (signal?.aborted ? reject(signal.reason) : resolve(false)));
    onNextFrame(video, () => resolve(true));
  });
}

/** Browsers without `requestVideoFrameCallback` paint a new frame, if there is one, before the next animation frame. */
function onNextFrame(video: HTMLVideoElement, callback: () => void): void {
  if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(callback);
  else requestAnimationFrame(callback);
}
