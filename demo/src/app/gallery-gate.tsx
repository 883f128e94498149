import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { bankError, bankState, reopenBank, unlockBank } from '../services/bank.ts';
import { adviceFor } from '../text/advice.ts';
import { t } from '../text/index.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { TextField } from '../ui/field.tsx';

/** Shows what needs the gallery once it is open; until then why it is not, and how to open it. */
export function GalleryGate({ children }: { children: ComponentChildren }) {
  const words = t().gallery;
  switch (bankState.value) {
    case 'open':
      return <>{children}</>;
    case 'opening':
      return <p role="status">{words.opening}</p>;
    case 'locked':
      return <Unlock />;
    case 'failed':
      return (
        <EmptyState icon="bad" title={words.failed}>
          <p>{adviceFor(bankError.value)}</p>
          <Button onClick={() => void reopenBank()}>{t().shell.retry}</Button>
        </EmptyState>
      );
  }
}

function Unlock() {
  const passphrase = useSignal('');
  const error = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const words = t().gallery.locked;
  const unlock = async () => {
    isBusy.value = true;
    error.value = undefined;
    try {
      await unlockBank(passphrase.value);
    } catch (fault) {
      error.value = adviceFor(fault);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <EmptyState icon="lock" title={words.title}>
      <p>{words.advice}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void unlock();
        }}
      >
        <TextField
          label={words.passphrase}
          type="password"
          autocomplete="current-password"
          required
          value={passphrase.value}
          error={error.value}
          onInput={(value) => {
            passphrase.value = value;
          }}
        />
        <Button type="submit" isBusy={isBusy.value}>
          {words.unlock}
        </Button>
      </form>
    </EmptyState>
  );
}
