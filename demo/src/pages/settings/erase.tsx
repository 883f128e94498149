import { useSignal } from '@preact/signals';
import { eraseEverything, people } from '../../services/bank.ts';
import { adviceFor } from '../../text/advice.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Deletes everything, after a word was typed. */
export function Erase() {
  const words = t().settings.erase;
  const isOpen = useSignal(false);
  const isDone = useSignal(false);
  const end = (done: boolean) => {
    isDone.value = done;
    isOpen.value = false;
  };
  return (
    <Card title={words.title} hint={words.hint}>
      <div class="row">
        <Button
          kind="danger"
          onClick={() => {
            isDone.value = false;
            isOpen.value = true;
          }}
        >
          {words.open}
        </Button>
      </div>
      <Notice tone="good">{isDone.value && words.done}</Notice>
      <Dialog title={words.question} isOpen={isOpen.value} onClose={() => end(false)}>
        <EraseForm onEnd={end} />
      </Dialog>
    </Card>
  );
}

function EraseForm({ onEnd }: { onEnd: (isDone: boolean) => void }) {
  const words = t().settings.erase;
  const typed = useSignal('');
  const error = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const isSure = typed.value.trim().toLowerCase() === words.word;
  const erase = async () => {
    if (!isSure) return;
    isBusy.value = true;
    try {
      await eraseEverything();
      onEnd(true);
    } catch (fault) {
      error.value = adviceFor(fault);
      isBusy.value = false;
    }
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void erase();
      }}
    >
      <p>
        {people.value.length > 0 && words.people(people.value.length)} {words.warning}
      </p>
      <TextField
        label={words.type(words.word)}
        value={typed.value}
        onInput={(text) => {
          typed.value = text;
        }}
      />
      <Notice tone="bad">{error.value}</Notice>
      <div class="row end">
        <Button kind="quiet" onClick={() => onEnd(false)}>
          {t().shell.cancel}
        </Button>
        <Button kind="danger" type="submit" disabled={!isSure} isBusy={isBusy.value}>
          {words.confirm}
        </Button>
      </div>
    </form>
  );
}
