/** Starts the camera that faces the person. Throws an Error whose message says what the person can do. */
export async function startCamera(video: HTMLVideoElement): Promise<MediaStream> {
  const instead = 'You can use a photograph instead.';
  if (!navigator.mediaDevices) {
    throw new Error(`The browser gives no camera to this page: open it over https or on localhost. ${instead}`);
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'user', width: { ideal: 640 }, height: { ideal: 480 } },
    });
    video.srcObject = stream;
    await video.play();
    return stream;
  } catch (cause) {
    stopCamera(video);
    const { name, message } = cause as DOMException;
    const reasons: Record<string, string> = {
      NotAllowedError: "The camera was not allowed. Allow it in the browser's address bar and try again.",
      NotFoundError: 'No camera was found.',
      NotReadableError: 'The camera is used by another program. Close that program and try again.',
    };
    throw new Error(`${reasons[name] ?? `The camera could not be started (${message}).`} ${instead}`, { cause });
  }
}

export function stopCamera(video: HTMLVideoElement): void {
  const stream = video.srcObject;
  if (stream instanceof MediaStream) for (const track of stream.getTracks()) track.stop();
  video.srcObject = null;
}
