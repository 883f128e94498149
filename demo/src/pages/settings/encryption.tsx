import { useSignal } from '@preact/signals';
import { changePassphrase, encryptBank, encryption, lockBank } from '../../services/bank.ts';
import { adviceFor } from '../../text/advice.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';

/** What a dialog is open for: to set a passphrase, to change it, or to do without. */
type Task = 'passphrase' | 'changed' | 'device';

/** How the gallery is encrypted, and the ways to change that. */
export function Encryption() {
  const words = t().settings.gallery;
  const task = useSignal<Task | null>(null);
  const done = useSignal<Task | null>(null);
  const titles: Record<Task, string> = {
    passphrase: words.usePassphrase,
    changed: words.changePassphrase,
    device: words.useDevice,
  };
  const open = (next: Task) => {
    done.value = null;
    task.value = next;
  };
  const isLockable = encryption.value === 'passphrase';
  const tasks: Task[] = isLockable ? ['changed', 'device'] : ['passphrase'];
  return (
    <section class="stack" aria-labelledby="encryption">
      <h3 id="encryption">{words.encryption}</h3>
      <p>{words.modes[encryption.value]}</p>
      <div class="row">
        {isLockable && (
          <Button icon="lock" onClick={() => void lockBank()}>
            {words.lock}
          </Button>
        )}
        {tasks.map((each) => (
          <Button key={each} kind="quiet" onClick={() => open(each)}>
            {titles[each]}
          </Button>
        ))}
      </div>
      <Notice tone="good">{done.value && words.done[done.value]}</Notice>
      <Dialog
        title={titles[task.value ?? 'passphrase']}
        isOpen={task.value !== null}
        onClose={() => {
          task.value = null;
        }}
      >
        {task.value && (
          <EncryptionForm
            task={task.value}
            onEnd={(isDone) => {
              done.value = isDone ? task.value : null;
              task.value = null;
            }}
          />
        )}
      </Dialog>
    </section>
  );
}

function EncryptionForm({ task, onEnd }: { task: Task; onEnd: (isDone: boolean) => void }) {
  const words = t().settings.gallery;
  const [current, next, repeat] = [useSignal(''), useSignal(''), useSignal('')];
  const error = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const save = async () => {
    if (task !== 'device' && next.value !== repeat.value) {
      error.value = words.differ;
      return;
    }
    isBusy.value = true;
    error.value = undefined;
    try {
      if (task === 'changed') await changePassphrase(current.value, next.value);
      else await encryptBank(task === 'device' ? null : next.value);
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
        void save();
      }}
    >
      {task === 'device' && <p>{words.deviceWarning}</p>}
      {task === 'changed' && <Passphrase label={words.current} value={current} autocomplete="current-password" />}
      {task !== 'device' && (
        <>
          <Passphrase label={words.next} value={next} hint={words.nextHint} />
          <Passphrase label={words.repeat} value={repeat} />
        </>
      )}
      <Notice tone="bad">{error.value}</Notice>
      <div class="row end">
        <Button kind="quiet" onClick={() => onEnd(false)}>
          {t().shell.cancel}
        </Button>
        <Button type="submit" isBusy={isBusy.value}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}

interface PassphraseProps {
  label: string;
  hint?: string;
  value: { value: string };
  autocomplete?: 'new-password' | 'current-password';
}

function Passphrase({ label, hint, value, autocomplete = 'new-password' }: PassphraseProps) {
  return (
    <TextField
      label={label}
      hint={hint}
      type="password"
      required
      autocomplete={autocomplete}
      value={value.value}
      onInput={(typed) => {
        value.value = typed;
      }}
    />
  );
}
