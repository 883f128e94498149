import { GalleryGate } from '../../app/gallery-gate.tsx';
import { encryption } from '../../services/bank.ts';
import { retentions, settings } from '../../services/settings.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/field.tsx';
import { Encryption } from './encryption.tsx';

/** How long the gallery keeps what it knows, and how it is encrypted. */
export function Gallery() {
  const words = t().settings.gallery;
  const periods = retentions.map((days) => ({
    value: days,
    label: days === null ? words.forever : words.days(days),
  }));
  return (
    <Card title={words.title}>
      <GalleryGate>
        <Select
          label={words.templates}
          value={settings.templateDays.value}
          options={periods}
          onChange={(days) => {
            settings.templateDays.value = days;
          }}
        />
        <Select
          label={words.events}
          value={settings.eventDays.value}
          options={periods}
          onChange={(days) => {
            settings.eventDays.value = days;
          }}
        />
        <p class="hint">
          {words.retentionHint} {encryption.value === 'passphrase' && words.locksHint}
        </p>
        <Encryption />
      </GalleryGate>
    </Card>
  );
}
