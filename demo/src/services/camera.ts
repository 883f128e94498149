import { batch, signal } from '@preact/signals';
import { settings } from './settings.ts';

/** The camera, as signals. `CameraView` shows it; at most one is on. */

export type CameraState =
  | 'off'
  /** The browser asks the person, or the camera warms up. */
  | 'asking'
  | 'on'
  /** The person, or a policy, does not allow it. */
  | 'refused'
  /** There is no camera. */
  | 'none'
  /** Another program has it. */
  | 'in-use'
  /** It was on, and has stopped by itself: unplugged, or no longer allowed. */
  | 'ended'
  /** The page is not served over https, so that browsers give it no camera. */
  | 'insecure'
  /** Something else went wrong. */
  | 'failed';

export const cameraState = signal<CameraState>('off');
/** The stream while the camera is on. */
export const cameraStream = signal<MediaStream | null>(null);
/** All cameras; before the first is allowed, browsers tell neither names nor ids. */
export const cameras = signal<readonly MediaDeviceInfo[]>([]);

const stateOf: Record<string, CameraState> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'none',
  NotReadableError: 'in-use',
  AbortError: 'in-use',
};

/** Which start is the newest; what an earlier one still gets is dropped. */
let starts = 0;

/** Starts the chosen camera, else the one that faces the person. What keeps it from that is its state then. */
export async function startCamera(): Promise<void> {
  const start = ++starts;
  dropStream();
  if (navigator.mediaDevices === undefined) {
    cameraState.value = 'insecure';
    return;
  }
  cameraState.value = 'asking';
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: constraints() });
    if (start !== starts) return stopTracks(stream);
    // An unplugged or forbidden camera leaves its last picture behind, which nobody must be judged by.
    for (const track of stream.getTracks()) track.addEventListener('ended', () => endStream(stream));
    // Where a script has stopped the tracks, which is no end to them. Firefox does not tell.
    stream.addEventListener('inactive', () => endStream(stream));
    batch(() => {
      cameraStream.value = stream;
      cameraState.value = 'on';
    });
    await listCameras();
  } catch (error) {
    if (start === starts) cameraState.value = stateOf[(error as DOMException).name] ?? 'failed';
  }
}

/** Starts the camera where the browser allows it without asking. */
export async function startCameraIfAllowed(): Promise<void> {
  const start = starts;
  // Not every browser tells.
  const permission = await navigator.permissions?.query({ name: 'camera' as PermissionName }).catch(() => null);
  if (permission?.state === 'granted' && start === starts) await startCamera();
}

export function stopCamera(): void {
  starts += 1;
  dropStream();
  cameraState.value = 'off';
}

/** Takes another camera, now and from now on. */
export async function chooseCamera(deviceId: string): Promise<void> {
  settings.camera.value = deviceId;
  await startCamera();
}

function constraints(): MediaTrackConstraints {
  const deviceId = settings.camera.peek();
  // `ideal`: a camera that is gone does not keep another one from being used.
  const which: MediaTrackConstraints = deviceId === null ? { facingMode: 'user' } : { deviceId: { ideal: deviceId } };
  return { ...which, width: { ideal: 640 }, height: { ideal: 480 } };
}

async function listCameras(): Promise<void> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  cameras.value = devices.filter(({ kind }) => kind === 'videoinput');
}

navigator.mediaDevices?.addEventListener('devicechange', () => void listCameras());

/** A stream that has ended by itself; one that was dropped before is nobody's any more. */
function endStream(stream: MediaStream): void {
  if (cameraStream.peek() !== stream) return;
  dropStream();
  cameraState.value = 'ended';
}

function dropStream(): void {
  const stream = cameraStream.peek();
  // First, so that nobody takes this for a camera that ended by itself.
  cameraStream.value = null;
  if (stream !== null) stopTracks(stream);
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
