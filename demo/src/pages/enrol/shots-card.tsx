import { useSignal } from '@preact/signals';
import { FacebankError } from 'facebank';
import { useRef } from 'preact/hooks';
import { bank } from '../../services/bank.ts';
import { matchThreshold } from '../../services/settings.ts';
import { adviceFor } from '../../text/advice.ts';
import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Switch } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toJpeg } from './crop.ts';
import { type Draft, mostShots } from './draft.ts';
import { enrol } from './enrol.ts';
import type { Done } from './enrolled.tsx';
import { ShotView } from './shot-view.tsx';

interface Props {
  draft: Draft;
  onDone: (done: Done) => void;
}

/** The shots that were taken, and the button that stores them. */
export function ShotsCard({ draft, onDone }: Props) {
  const isBusy = useSignal(false);
  const fault = useSignal<string | null>(null);
  /** The similarity to somebody else who has this face; `null` where that is not so. */
  const elsewhere = useSignal<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const words = t().enrol.shots;
  const shots = draft.shots.value;

  const save = async (isKnownElsewhere: boolean) => {
    elsewhere.value = null;
    fault.value = null;
    isBusy.value = true;
    try {
      const label = draft.label.value.trim();
      const done = await store(draft, isKnownElsewhere);
      onDone({
        label,
        displayName: draft.displayName.value.trim() || draft.existing.value?.displayName || label,
        ...done,
      });
    } catch (error) {
      if (error instanceof FacebankError && error.code === 'already-enrolled') {
        elsewhere.value = error.details['similarity'] as number;
      } else fault.value = adviceFor(error);
    } finally {
      isBusy.value = false;
    }
  };

  const lacking = lackingOf(draft);
  return (
    <Card title={words.title} hint={words.hint(mostShots)}>
      <div ref={list} class="shots-frame" tabIndex={-1}>
        {shots.length === 0 ? (
          <p class="shots-none">{words.none}</p>
        ) : (
          <ul class="shots">
            {shots.map((shot) => (
              <ShotView
                key={shot.template.digest}
                shot={shot}
                onRetake={() => draft.retake(shot)}
                onRemove={() => {
                  draft.remove(shot);
                  // Its button is gone with it.
                  list.current!.focus();
                }}
              />
            ))}
          </ul>
        )}
      </div>
      <Switch
        label={words.keepPictures}
        hint={words.keepPicturesHint}
        isOn={draft.keepsPictures.value}
        onChange={(isOn) => {
          draft.keepsPictures.value = isOn;
        }}
      />
      <Notice tone="bad">{fault.value}</Notice>
      <div class="row">
        <Button isBusy={isBusy.value} disabled={lacking !== null} onClick={() => void save(false)}>
          {words.save}
        </Button>
        <span class="hint">{lacking !== null && words.lacking[lacking]}</span>
      </div>
      <Dialog
        title={words.elsewhere.title}
        isOpen={elsewhere.value !== null}
        onClose={() => {
          elsewhere.value = null;
        }}
      >
        <div class="stack">
          <p>{words.elsewhere.text(formatNumber(elsewhere.value ?? 0, 2))}</p>
          <div class="row end">
            <Button
              kind="quiet"
              onClick={() => {
                elsewhere.value = null;
              }}
            >
              {t().shell.cancel}
            </Button>
            <Button onClick={() => void save(true)}>{words.elsewhere.anyway}</Button>
          </div>
        </div>
      </Dialog>
    </Card>
  );
}

/** What is needed before anything can be stored. */
function lackingOf(draft: Draft): 'label' | 'consent' | 'shots' | null {
  if (draft.label.value.trim() === '') return 'label';
  if (!draft.mayCapture.value) return 'consent';
  return draft.shots.value.length === 0 ? 'shots' : null;
}

async function store(draft: Draft, isKnownElsewhere: boolean) {
  const shots = draft.shots.value;
  const pictures = draft.keepsPictures.value
    ? await Promise.all(shots.map(({ picture }) => toJpeg(picture)))
    : undefined;
  const details = {
    displayName: draft.displayName.value.trim() || undefined,
    consentAt: draft.hasConsent.value ? Date.now() : undefined,
    source: shots.every(({ pose }) => pose !== undefined) ? 'webcam' : 'photograph',
    pictures,
    threshold: matchThreshold.value,
  };
  const templates = shots.map(({ template }) => template);
  return enrol(bank.value!, draft.label.value, templates, details, isKnownElsewhere);
}
