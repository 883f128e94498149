import { useSignal } from '@preact/signals';
import { addressOf } from '../../app/router.ts';
import { bank } from '../../services/bank.ts';
import { adviceFor } from '../../text/advice.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { done } from './list.tsx';

/** Removes a person, once that is confirmed. */
export function Remove({ label, name }: { label: string; name: string }) {
  const words = t().people.person;
  const isOpen = useSignal(false);
  const isBusy = useSignal(false);
  const error = useSignal<unknown>(null);
  const close = () => {
    isOpen.value = false;
    error.value = null;
  };
  const remove = async () => {
    isBusy.value = true;
    try {
      await bank.value!.remove(label);
      done.value = words.removed(name);
      location.replace(addressOf('people'));
    } catch (fault) {
      error.value = fault;
      isBusy.value = false;
    }
  };
  return (
    <div class="row">
      <Button
        kind="danger"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        {words.remove}
      </Button>
      <Dialog title={words.removeQuestion(name)} isOpen={isOpen.value} onClose={close}>
        <div class="stack">
          <p>{words.removeHint}</p>
          <Notice tone="bad">{error.value !== null && adviceFor(error.value)}</Notice>
          <div class="row end">
            <Button kind="quiet" onClick={close}>
              {t().shell.cancel}
            </Button>
            <Button kind="danger" isBusy={isBusy.value} onClick={() => void remove()}>
              {words.removeConfirm}
            </Button>
          </div>
        </div>
      </Dialog>
    </div>
  );
}
