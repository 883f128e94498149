import { FaceError } from './errors.ts';

/** A frame of a video that is on show and can be read. */
export interface ShownFrame {
  /** When it was shown: milliseconds on the clock of `performance.now()`. */
  at: number;
  /** How many frames were shown since the last one that was given, and not given. */
  dropped: number;
  /** Whether the video was wound or got another source since then. */
  isCut: boolean;
}

/**
 * The newest frame of a video whenever one is asked for, and none twice; of those in between only the number is kept.
 * Waits while there is no new one, as of a paused video or in a hidden page. Ends when the video has ended, its camera
 * has stopped, or it has no source.
 *
 * @throws FaceError `bad-image` where the video cannot be played, or the signal's reason
 */
export async function* newestFrames(
  video: HTMLVideoElement,
  signal: AbortSignal,
): AsyncGenerator<ShownFrame, void, void> {
  const state: State = { newest: null, isCut: false };
  const stop = new AbortController();
  let wake = () => {};
  const on = (target: EventTarget, type: string, note = () => {}) => {
    const listener = () => {
      note();
      wake();
    };
    target.addEventListener(type, listener, { signal: stop.signal });
  };
  const cut = () => Object.assign(state, { newest: null, isCut: true });
  on(video, 'seeking', cut);
  on(video, 'emptied', cut);
  // A stopped camera suspends its video; only some browsers end it.
  for (const type of ['seeked', 'ended', 'suspend', 'error']) on(video, type);
  on(signal, 'abort');
  const onFrame: VideoFrameRequestCallback = (at, { presentedFrames }) => {
    state.newest = { at, count: presentedFrames };
    callback = video.requestVideoFrameCallback(onFrame);
    wake();
  };
  let callback = video.requestVideoFrameCallback(onFrame);

  try {
    for (let lastCount = Number.POSITIVE_INFINITY; ; ) {
      signal.throwIfAborted();
      if (video.error) throw unplayable(video.error);
      const { newest, isCut } = state;
      if (newest !== null && isReadable(video)) {
        const dropped = Math.max(0, newest.count - lastCount - 1);
        lastCount = newest.count;
        Object.assign(state, { newest: null, isCut: false });
        yield { at: newest.at, dropped, isCut };
      } else if (isOver(video)) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stop.abort();
    video.cancelVideoFrameCallback(callback);
  }
}

interface State {
  /** The frame on show, unless it was given already, and the number of frames shown until then. */
  newest: { at: number; count: number } | null;
  isCut: boolean;
}

function isOver(video: HTMLVideoElement): boolean {
  // A stream of which nothing was seen yet may still get its tracks.
  if (video.srcObject instanceof MediaStream) return video.ended || (video.readyState > 0 && !video.srcObject.active);
  return video.ended || !hasSource(video);
}

function hasSource(video: HTMLVideoElement): boolean {
  return video.srcObject !== null || video.src !== '' || video.querySelector('source') !== null;
}

/** While it is being wound, a video still shows the old place or nothing. */
function isReadable(video: HTMLVideoElement): boolean {
  return !video.seeking && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
}

function unplayable({ code, message }: MediaError): FaceError {
  const details = { mediaError: code, reason: message };
  return new FaceError('bad-image', 'The video cannot be played: choose another file or format.', details);
}
