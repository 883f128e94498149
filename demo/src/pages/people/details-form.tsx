import { useSignal } from '@preact/signals';
import { FacebankError, type Person } from 'facebank';
import { addressOf } from '../../app/router.ts';
import { bank } from '../../services/bank.ts';
import { adviceFor } from '../../text/advice.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Switch, TextArea, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { changePerson } from './gallery.ts';

/** What was touched and is not saved. */
type Draft = Partial<Pick<Person, 'label' | 'displayName' | 'notes' | 'consentAt'>>;

/** What is said of a person, to be changed. Only what was touched is: the rest follows other tabs. */
export function DetailsForm({ person }: { person: Person }) {
  const words = t().people.person;
  const draft = useSignal<Draft>({});
  const error = useSignal<unknown>(null);
  const isBusy = useSignal(false);
  const isSaved = useSignal(false);
  const { label, displayName, notes, consentAt } = { ...person, ...draft.value };
  const set = (change: Draft) => {
    isSaved.value = false;
    error.value = null;
    draft.value = { ...draft.value, ...change };
  };
  const save = async () => {
    isBusy.value = true;
    try {
      const renamed = await changePerson(bank.value!, person.label, draft.value);
      draft.value = {};
      isSaved.value = true;
      // Without another step in the history: the old address is nobody's.
      if (renamed !== person.label) location.replace(addressOf('people', renamed));
    } catch (fault) {
      error.value = fault;
    } finally {
      isBusy.value = false;
    }
  };
  const isOfLabel = error.value instanceof FacebankError && ['label-taken', 'bad-label'].includes(error.value.code);
  return (
    <Card title={words.details}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={words.label}
          hint={words.labelHint}
          required
          maxLength={200}
          value={label}
          error={isOfLabel ? adviceFor(error.value) : undefined}
          onInput={(value) => set({ label: value })}
        />
        <TextField
          label={words.displayName}
          maxLength={200}
          value={displayName}
          onInput={(value) => set({ displayName: value })}
        />
        <TextArea label={words.notes} maxLength={10_000} value={notes} onInput={(value) => set({ notes: value })} />
        <Switch
          label={words.consent}
          hint={words.consentHint}
          isOn={consentAt !== null}
          onChange={(isOn) => set({ consentAt: isOn ? (person.consentAt ?? Date.now()) : null })}
        />
        <Notice tone="bad">{error.value !== null && !isOfLabel && adviceFor(error.value)}</Notice>
        <Notice tone="good">{isSaved.value && words.saved}</Notice>
        <div class="row">
          <Button type="submit" isBusy={isBusy.value} disabled={Object.keys(draft.value).length === 0}>
            {words.save}
          </Button>
        </div>
      </form>
    </Card>
  );
}
