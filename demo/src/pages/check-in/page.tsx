import { useSignal } from '@preact/signals';
import type { Person } from 'facebank';
import { useEffect, useRef } from 'preact/hooks';
import { GalleryGate } from '../../app/gallery-gate.tsx';
import { addressOf, place } from '../../app/router.ts';
import { people } from '../../services/bank.ts';
import { engine } from '../../services/engine.ts';
import { settings } from '../../services/settings.ts';
import { adviceFor } from '../../text/advice.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { CameraView } from '../../ui/camera-view.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Arrivals } from './arrivals.tsx';
import { leavesEnough, mode } from './choices.ts';
import { Controls } from './controls.tsx';
import { LivenessLine } from './liveness-line.tsx';
import { captionOf, shareOf } from './progress.ts';
import { Prompt } from './prompt.tsx';
import { Result } from './result.tsx';
import { useCheckIn } from './use-check-in.ts';
import './check-in.css';

export default function CheckInPage() {
  return (
    <Page title={t().checkIn.title}>
      <GalleryGate>{people.value.length > 0 ? <CheckIn /> : <Nobody />}</GalleryGate>
    </Page>
  );
}

/** Whoever is first: nobody can be recognised before somebody is enrolled. */
function Nobody() {
  const words = t().checkIn.empty;
  return (
    <EmptyState icon="enrol" title={words.title}>
      <p>{words.advice}</p>
      <a class="button" href={addressOf('enrol')}>
        <Icon name="enrol" />
        {words.enrol}
      </a>
    </EmptyState>
  );
}

function CheckIn() {
  const { video, progress, outcome, attempt, fault, start, startWith, cancel } = useCheckIn();
  const name = useSignal(firstName());
  const isBusy = attempt.value !== null;
  const isAttending = mode.value === 'attend';
  const person = personCalled(name.value);
  const label = mode.value === 'verify' ? (person?.label ?? null) : null;
  // Without a name there is nobody to compare with.
  const canStart = engine.value !== null && (mode.value !== 'verify' || label !== null);
  const state = progress.value;

  useEscape(isBusy, cancel);
  return (
    <div class="check-in">
      <Controls
        name={name.value}
        isNobodys={name.value.trim() !== '' && person === undefined}
        onName={(typed) => {
          name.value = typed;
        }}
        onMode={() => {
          cancel();
          outcome.value = null;
        }}
      />
      <div class="check-in-stage stack">
        <CameraView
          video={video}
          guide={state === null ? 0 : shareOf(state)}
          hint={state === null ? undefined : captionOf(state)}
        >
          {state?.status === 'step' && <Prompt {...state} />}
        </CameraView>
        <Notice tone="bad">{fault.value !== null && adviceFor(fault.value)}</Notice>
        {!isAttending && (
          <Actions
            isBusy={isBusy}
            canStart={canStart}
            canUseCamera={video.value !== null && (settings.livenessCheck.value === 'passive' || leavesEnough.value)}
            onStart={() => void start(label)}
            onPhotograph={(file) => void startWith(file, label)}
            onCancel={cancel}
          />
        )}
        <LivenessLine />
      </div>
      <div class="check-in-outcome stack">
        <Result outcome={outcome.value} takesFocus={!isAttending} />
        {isAttending && <Arrivals after={outcome} />}
      </div>
    </div>
  );
}

interface ActionProps {
  isBusy: boolean;
  canStart: boolean;
  canUseCamera: boolean;
  onStart: () => void;
  onPhotograph: (photograph: File) => void;
  onCancel: () => void;
}

function Actions({ isBusy, canStart, canUseCamera, onStart, onPhotograph, onCancel }: ActionProps) {
  const row = useRef<HTMLDivElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const words = t().checkIn;
  useEffect(() => {
    // The button that was pressed is gone.
    if (isBusy) row.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [isBusy]);
  if (isBusy) {
    return (
      <div ref={row} class="row actions">
        <Button kind="quiet" onClick={onCancel}>
          {t().shell.cancel}
        </Button>
      </div>
    );
  }
  return (
    <div class="row actions">
      <Button icon="face" disabled={!canStart || !canUseCamera} onClick={onStart}>
        {words.start}
      </Button>
      <Button kind="quiet" icon="upload" disabled={!canStart} onClick={() => file.current?.click()}>
        {words.photograph}
      </Button>
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        aria-label={words.photograph}
        onChange={({ currentTarget: input }) => {
          const chosen = input.files?.[0];
          // The same file may be chosen again.
          input.value = '';
          if (chosen) onPhotograph(chosen);
        }}
      />
    </div>
  );
}

/** Whom the address names, else the only one who is enrolled. */
function firstName(): string {
  const { argument } = place.peek();
  if (argument !== '') return argument;
  return people.peek().length === 1 ? people.peek()[0]!.label : '';
}

function personCalled(typed: string): Person | undefined {
  const label = typed.trim().normalize();
  const everybody = people.value;
  return (
    everybody.find((person) => person.label === label) ??
    everybody.find((person) => person.label.toLowerCase() === label.toLowerCase())
  );
}

/** Escape gives up what is under way. */
function useEscape(isActive: boolean, onEscape: () => void) {
  useEffect(() => {
    if (!isActive) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onEscape();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [isActive]);
}
