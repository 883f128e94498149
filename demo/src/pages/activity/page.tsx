import { useSignal } from '@preact/signals';
import { GalleryGate } from '../../app/gallery-gate.tsx';
import { place } from '../../app/router.ts';
import { t } from '../../text/index.ts';
import { Page } from '../../ui/page.tsx';
import { AttendanceView } from './attendance.tsx';
import { EventsView } from './events.tsx';
import './activity.css';

const views = ['events', 'attendance'] as const;

export default function ActivityPage() {
  const words = t().activity;
  const view = useSignal<(typeof views)[number]>('events');
  return (
    <Page title={words.title} lead={words.lead}>
      <GalleryGate>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form */}
        <div class="segments" role="group" aria-label={words.views.label}>
          {views.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={view.value === each}
              onClick={() => {
                view.value = each;
              }}
            >
              {words.views[each]}
            </button>
          ))}
        </div>
        {view.value === 'events' ? <EventsView key={place.value.argument} /> : <AttendanceView />}
      </GalleryGate>
    </Page>
  );
}
