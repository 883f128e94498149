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
  await video.play();
  return video;
}
