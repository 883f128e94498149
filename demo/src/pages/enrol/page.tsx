import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { GalleryGate } from '../../app/gallery-gate.tsx';
import { place } from '../../app/router.ts';
import { holdUpdates } from '../../services/app-update.ts';
import { t } from '../../text/index.ts';
import { Page } from '../../ui/page.tsx';
import { Capture } from './capture.tsx';
import { Draft } from './draft.ts';
import { type Done, Enrolled } from './enrolled.tsx';
import { PersonCard } from './person-card.tsx';
import { ShotsCard } from './shots-card.tsx';
import './enrol.css';

export default function EnrolPage() {
  const { title, lead } = t().enrol;
  // `#/enrol/Ada` adds shots to Ada.
  const { name, argument } = place.value;
  const label = name === 'enrol' ? argument : '';
  return (
    <Page title={title} lead={lead}>
      <GalleryGate>
        <Enrolling key={label} label={label} />
      </GalleryGate>
    </Page>
  );
}

function Enrolling({ label }: { label: string }) {
  const attempt = useSignal(0);
  const done = useSignal<Done | null>(null);
  const draft = useMemo(() => new Draft(attempt.value === 0 ? label : ''), [attempt.value]);
  const isUnderWay = draft.shots.value.length > 0 && done.value === null;
  useEffect(() => (isUnderWay ? holdUpdates() : undefined), [isUnderWay]);
  const next = () => {
    done.value = null;
    attempt.value += 1;
  };
  if (done.value !== null) return <Enrolled done={done.value} onNext={next} />;
  return (
    <div class="enrol">
      <PersonCard draft={draft} />
      <Capture draft={draft} />
      <ShotsCard
        draft={draft}
        onDone={(result) => {
          done.value = result;
        }}
      />
    </div>
  );
}
