import { useSignal } from '@preact/signals';
import { FacebankError } from 'facebank';
import { useEffect } from 'preact/hooks';
import { GalleryGate } from '../../app/gallery-gate.tsx';
import { addressOf } from '../../app/router.ts';
import { bank, people } from '../../services/bank.ts';
import { adviceFor } from '../../text/advice.ts';
import { formatDate, formatTime } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Figures } from '../../ui/figures.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { EventList } from '../activity/event-list.tsx';
import { DetailsForm } from './details-form.tsx';
import { type Kept, readPerson } from './gallery.ts';
import { Remove } from './remove.tsx';
import { Proofs, Templates } from './templates.tsx';

/** One person, and everything that is kept of them. */
export function PersonPage({ label }: { label: string }) {
  const { kept, error } = usePerson(label);
  const words = t().people.person;
  const isUnknown = error instanceof FacebankError && error.code === 'unknown-person';
  return (
    <Page title={kept?.person.displayName ?? label} lead={kept === null ? undefined : leadOf(kept)}>
      <a class="back" href={addressOf('people')}>
        <Icon name="back" />
        {words.all}
      </a>
      <GalleryGate>
        {kept && <Sections kept={kept} />}
        {error !== null && (
          <EmptyState icon="bad" title={isUnknown ? words.unknown : adviceFor(error)}>
            {/* Whatever cannot be read can be removed. */}
            {!isUnknown && <Remove label={label} name={label} />}
          </EmptyState>
        )}
      </GalleryGate>
    </Page>
  );
}

/** Read anew whenever anybody is changed, in whatever tab. */
function usePerson(label: string): { kept: Kept | null; error: unknown } {
  const reading = useSignal<{ kept: Kept | null; error: unknown }>({ kept: null, error: null });
  const current = bank.value;
  useEffect(() => {
    let isOver = false;
    const show = (kept: Kept | null, error: unknown) => {
      if (!isOver) reading.value = { kept, error };
    };
    if (current !== null) {
      readPerson(current, label).then(
        (kept) => show(kept, null),
        (error) => show(null, error),
      );
    }
    return () => {
      isOver = true;
    };
  }, [current, label, people.value]);
  return reading.value;
}

function leadOf({ person: { label, displayName } }: Kept): string | undefined {
  return label === displayName ? undefined : label;
}

function Sections({ kept }: { kept: Kept }) {
  const { person, templates, pictures, events, seenAt } = kept;
  const { label, displayName, consentAt, createdAt, updatedAt, modelId } = person;
  const words = t().people.person;
  const { figures } = words;
  return (
    <>
      <div class="card">
        <Figures
          figures={[
            [figures.seen, seenAt === null ? words.neverSeen : formatTime(seenAt)],
            [figures.enrolled, formatTime(createdAt)],
            [figures.changed, formatTime(updatedAt)],
            [figures.consent, consentAt === null ? words.noConsent : formatDate(consentAt)],
            [figures.model, <code key="model">{modelId}</code>],
          ]}
        />
      </div>
      <div class="person-cards">
        <div>
          <Templates label={label} templates={templates} pictures={pictures} />
          <Proofs pictures={pictures} />
          <Card title={words.activity}>
            <EventList events={events} isDated />
            <a href={addressOf('activity', label)}>{words.allActivity}</a>
          </Card>
        </div>
        <div>
          <DetailsForm person={person} />
          <Card title={words.removeTitle} hint={words.removeHint}>
            <Remove label={label} name={displayName} />
          </Card>
        </div>
      </div>
    </>
  );
}
