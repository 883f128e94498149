import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import {
  cameraState,
  cameraStream,
  cameras,
  chooseCamera,
  startCamera,
  startCameraIfAllowed,
  stopCamera,
} from '../services/camera.ts';
import { t } from '../text/index.ts';
import { Button } from './button.tsx';
import { Select } from './field.tsx';
import { Icon } from './icon.tsx';
import { OvalGuide } from './oval-guide.tsx';

interface Props {
  /** Set to the video element while it shows the camera, and to `null` while it does not: what an engine is to watch. */
  video: Signal<HTMLVideoElement | null>;
  /** An oval to bring the face into, and how much of it is lit, 0–1. No oval by default. */
  guide?: number | undefined;
  /** What the person should do now, over the picture; read out when it changes. */
  hint?: string | undefined;
  /** Drawn over the picture, which it covers exactly. It is not mirrored, as the picture is. */
  children?: ComponentChildren;
}

/** The camera, mirrored: its picture, or why there is none and what to do; and which camera it is. */
export function CameraView({ video, guide, hint, children }: Props) {
  const element = useRef<HTMLVideoElement>(null);
  const aspect = useSignal(4 / 3);
  const stream = cameraStream.value;
  const state = cameraState.value;
  const words = t().camera;

  useEffect(() => {
    void startCameraIfAllowed();
    return stopCamera;
  }, []);
  useEffect(() => {
    element.current!.srcObject = stream;
    if (stream === null) video.value = null;
    else element.current!.play().catch(() => {});
    return () => {
      video.value = null;
    };
  }, [stream]);

  return (
    <div class="camera" data-camera={state} style={{ '--aspect': String(aspect.value) }}>
      <div class="camera-picture">
        <video
          ref={element}
          class="mirrored"
          muted
          playsInline
          aria-label={words.label}
          hidden={state !== 'on'}
          onResize={({ currentTarget: { videoWidth, videoHeight } }) => {
            if (videoWidth > 0) aspect.value = videoWidth / videoHeight;
          }}
          onPlaying={({ currentTarget }) => {
            if (stream !== null) video.value = currentTarget;
          }}
        />
        {state === 'on' && guide !== undefined && <OvalGuide aspect={aspect.value} value={guide} />}
        {state === 'on' && <div class="camera-overlay">{children}</div>}
        <p class="camera-hint" role="status">
          {state === 'on' && hint}
        </p>
        {state !== 'on' && <CameraPlaceholder state={state} />}
      </div>
      {state === 'on' && (
        <div class="row camera-tools">
          {cameras.value.length > 0 && (
            <Select
              label={words.device}
              value={stream?.getVideoTracks()[0]?.getSettings().deviceId}
              options={cameras.value.map(({ deviceId, label }, i) => ({
                value: deviceId,
                label: label || words.unnamed(i + 1),
              }))}
              onChange={(deviceId) => void chooseCamera(deviceId!)}
            />
          )}
          <Button kind="quiet" icon="camera-off" onClick={stopCamera}>
            {words.stop}
          </Button>
        </div>
      )}
    </div>
  );
}

function CameraPlaceholder({ state }: { state: Exclude<typeof cameraState.value, 'on'> }) {
  const words = t().camera;
  const { title, advice } = words.states[state];
  const isFault = state !== 'off' && state !== 'asking';
  return (
    <div class="camera-placeholder" role={isFault ? 'alert' : 'status'}>
      <Icon name={isFault ? 'camera-off' : 'camera'} />
      <p class="camera-title">{title}</p>
      <p>{advice}</p>
      {state !== 'asking' && state !== 'insecure' && (
        <Button icon="camera" onClick={() => void startCamera()}>
          {isFault ? t().shell.retry : words.start}
        </Button>
      )}
    </div>
  );
}
