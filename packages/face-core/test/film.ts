/** A film of a still picture, encoded and playing, as a file on disk would be. */
export async function film(picture: OffscreenCanvas): Promise<HTMLVideoElement> {
  return played(URL.createObjectURL(await filmFile(picture)));
}

export async function filmFile(picture: OffscreenCanvas): Promise<Blob> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const context = canvas.getContext('2d', { alpha: false })!;
  const paint = () => context.drawImage(picture, 0, 0);
  paint();
  const recorder = new MediaRecorder(canvas.captureStream(30), {
    mimeType: 'video/webm;codecs=vp8',
    videoBitsPerSecond: 20_000_000,
  });
  const chunks: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  const painting = setInterval(paint, 30);
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  recorder.stop();
  await stopped;
  clearInterval(painting);
  return new Blob(chunks, { type: 'video/webm' });
}

/** A video that has its first frame. */
export async function played(url: string): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  [video.src, video.muted, video.loop] = [url, true, true];
  // A video that plays need not have a frame to show yet.
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  await video.play();
  await shown;
  return video;
}

/** A camera's film that is shown picture by picture, each when the one that watches asks for the next frame. */
export interface Film {
  video: HTMLVideoElement;
  /** How many pictures were shown so far. */
  shown(): number;
  close(): void;
}

/** In 640×480 pixels. The last picture stays: when it is asked for another, the film shows none. */
export async function filmOf(pictures: readonly CanvasImageSource[]): Promise<Film> {
  const [width, height] = [640, 480];
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d')!;
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks() as [CanvasCaptureMediaStreamTrack];
  const video = Object.assign(document.createElement('video'), { muted: true, srcObject: stream });
  let shown = 0;
  const showNext = () => {
    const picture = pictures[shown];
    if (picture === undefined) return;
    shown++;
    context.drawImage(picture, 0, 0, width, height);
    track.requestFrame();
  };
  const onNextFrame = video.requestVideoFrameCallback.bind(video);
  const arrived = new Promise((resolve) => onNextFrame(resolve));
  const playing = video.play();
  showNext();
  await Promise.all([playing, arrived]);
  video.requestVideoFrameCallback = (callback) => {
    const handle = onNextFrame(callback);
    showNext();
    return handle;
  };
  return { video, shown: () => shown, close: () => track.stop() };
}
