import { useId } from 'preact/hooks';
import { settings } from '../../services/settings.ts';
import { formatDate } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type Draft, mostShots } from './draft.ts';

/** Who is enrolled, and that they want it. */
export function PersonCard({ draft }: { draft: Draft }) {
  const words = t().enrol.person;
  const existing = draft.existing.value;
  return (
    <Card title={words.title}>
      <TextField
        label={words.label}
        hint={words.labelHint}
        required
        maxLength={200}
        value={draft.label.value}
        onInput={(value) => {
          draft.label.value = value;
        }}
      />
      <Notice>{existing && words.exists(existing.displayName, existing.templates, mostShots)}</Notice>
      <TextField
        label={words.displayName}
        hint={words.displayNameHint}
        maxLength={200}
        value={draft.displayName.value}
        onInput={(value) => {
          draft.displayName.value = value;
        }}
      />
      {existing?.consentAt == null ? (
        <Consent draft={draft} />
      ) : (
        <p class="hint">{words.consentGiven(formatDate(existing.consentAt))}</p>
      )}
    </Card>
  );
}

function Consent({ draft }: { draft: Draft }) {
  const id = useId();
  const words = t().enrol.consent;
  const days = settings.templateDays.value;
  return (
    <div class="consent">
      <h3>{words.title}</h3>
      <ul id={id}>
        <li>{words.what}</li>
        <li>{days === null ? words.where : words.whereFor(days)}</li>
        <li>{words.removal}</li>
      </ul>
      <label class="switch">
        <input
          type="checkbox"
          required
          checked={draft.hasConsent.value}
          aria-describedby={id}
          onChange={(event) => {
            draft.hasConsent.value = event.currentTarget.checked;
          }}
        />
        <span>{words.agree}</span>
      </label>
    </div>
  );
}
