import type { CameraState } from '../../services/camera.ts';

interface Explanation {
  title: string;
  advice: string;
}

const states: Record<Exclude<CameraState, 'on'>, Explanation> = {
  off: { title: 'The camera is off', advice: 'The picture stays on this device. Nothing of it is sent anywhere.' },
  asking: { title: 'Waiting for the camera', advice: 'Your browser may ask you to allow it.' },
  refused: {
    title: 'The camera is not allowed',
    advice: 'Allow it by the icon in the address bar or in the settings of your device, then try again.',
  },
  none: { title: 'No camera was found', advice: 'Connect one and try again, or use a photograph instead.' },
  'in-use': {
    title: 'The camera is busy',
    advice: 'Another program seems to use it. Close that program, then try again.',
  },
  ended: {
    title: 'The camera has stopped',
    advice: 'It was unplugged, taken by another program, or is no longer allowed. Start it again.',
  },
  insecure: {
    title: 'There is no camera for this page',
    advice: 'Browsers give cameras to pages over https or on localhost alone. Open this page so.',
  },
  failed: { title: 'The camera could not be started', advice: 'Try again, or choose another camera.' },
};

export const camera = {
  states,
  start: 'Start the camera',
  stop: 'Stop',
  label: 'Your camera',
  device: 'Camera',
  unnamed: (number: number) => `Camera ${number}`,
};
