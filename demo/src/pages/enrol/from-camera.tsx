import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { cameraState } from '../../services/camera.ts';
import { engine } from '../../services/engine.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { CameraView } from '../../ui/camera-view.tsx';
import { Switch } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CameraSession } from './camera-session.ts';
import type { Draft } from './draft.ts';
import { poses } from './poses.ts';

/** Takes a shot of each pose by itself, one after another, and says how to look. */
export function FromCamera({ draft }: { draft: Draft }) {
  const video = useSignal<HTMLVideoElement | null>(null);
  const session = useMemo(() => new CameraSession(draft), [draft]);
  const picture = useRef<HTMLDivElement>(null);
  const controls = useRef<HTMLDivElement>(null);
  const words = t().enrol.camera;

  useEffect(() => () => session.stop(), [session]);
  useSignalEffect(() => {
    // What is under way ends with the picture that it is about.
    if (video.value === null) session.stop();
    const pose = draft.retaking.value;
    if (pose === null || video.value === null || engine.value === null) return;
    draft.retaking.value = null;
    void session.start(engine.value, video.value, [pose]);
    picture.current!.scrollIntoView({ block: 'nearest' });
    // The button that asked for it is gone with its shot; here it can be given up.
    controls.current!.querySelector('button')!.focus({ preventScroll: true });
  });

  const missing = draft.missing.value.length;
  const taken = poses.length - missing;
  const isRunning = session.isRunning.value;
  const start = () => {
    if (missing === 0) draft.removePoses();
    picture.current!.scrollIntoView({ block: 'nearest' });
    void session.start(engine.value!, video.value!);
  };
  const skip = () => {
    session.skip();
    // After the last one there is nothing more to skip, and the button is gone.
    if (session.pose.peek() === null) controls.current!.querySelector('button')!.focus();
  };
  const isReady = video.value !== null && engine.value !== null && draft.mayCapture.value;
  return (
    <>
      <div ref={picture}>
        <CameraView
          video={video}
          guide={(taken + (missing === 0 ? 0 : 0.9 * session.progress.value)) / poses.length}
          hint={session.hint.value}
        />
      </div>
      <Notice tone="bad">{session.fault.value}</Notice>
      <div class="row capture-controls" ref={controls}>
        {isCameraless() ? (
          <Button
            kind="quiet"
            icon="upload"
            onClick={() => {
              draft.way.value = 'files';
            }}
          >
            {words.useFiles}
          </Button>
        ) : (
          <>
            {/* One button in one place, so that it keeps the focus. */}
            <Button
              kind={isRunning || missing === 0 ? 'quiet' : 'primary'}
              icon={isRunning ? undefined : 'camera'}
              disabled={!isReady}
              onClick={isRunning ? () => session.stop() : start}
            >
              {isRunning ? t().shell.cancel : words.start[missing === 0 ? 'again' : taken === 0 ? 'first' : 'others']}
            </Button>
            {isRunning && session.pose.value !== null && (
              <Button kind="quiet" onClick={skip}>
                {words.skip}
              </Button>
            )}
            <span class="hint" role="status">
              {missing === 0 ? words.complete : words.taken(taken, poses.length)}
            </span>
          </>
        )}
      </div>
      <Switch
        label={words.livingOnly}
        hint={words.livingOnlyHint}
        isOn={session.isLivingOnly.value}
        onChange={(isOn) => {
          session.isLivingOnly.value = isOn;
        }}
      />
    </>
  );
}

function isCameraless(): boolean {
  return !['on', 'off', 'asking'].includes(cameraState.value);
}
