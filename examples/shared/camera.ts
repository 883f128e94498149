/** The camera that faces the person, in a video element. */

/** Why there is none, by the name of the browser's error, and what helps. */
const advice: Record<string, string> = {
  NotAllowedError: 'The camera is not allowed: allow it by the icon in the address bar, then try again.',
  NotFoundError: 'No camera was found: connect one, then try again.',
  NotReadableError: 'The camera is busy: close the program that uses it, then try again.',
};
const otherwise = 'The camera could not be started. Browsers give it to pages over https or on localhost alone.';

/**
 * Resolves when the video shows the camera; at once where it does already.
 *
 * @throws Error with a sentence for the person
 */
export async function startCamera(video: HTMLVideoElement): Promise<void> {
  if ((video.srcObject as MediaStream | null)?.active) return;
  try {
    const size = { width: { ideal: 640 }, height: { ideal: 480 } };
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user', ...size } });
    await video.play();
  } catch (cause) {
    throw new Error(advice[(cause as Error).name] ?? otherwise, { cause });
  }
}

export function stopCamera(video: HTMLVideoElement): void {
  for (const track of (video.srcObject as MediaStream | null)?.getTracks() ?? []) track.stop();
  video.srcObject = null;
}
