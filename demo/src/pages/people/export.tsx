import { useSignal } from '@preact/signals';
import type { Exported } from 'facebank';
import { bank } from '../../services/bank.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Choice, Switch, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { dayOf } from '../activity/attendance-csv.ts';
import { fileAdviceFor } from './file-advice.ts';
import { exportPeople, type FileKind } from './gallery.ts';
import { makeUpPassphrase, strengthOf } from './passphrase.ts';
import { FileProgress, type Progress } from './progress.tsx';
import { useAbort } from './use-abort.ts';

interface Props {
  isOpen: boolean;
  /** Told what was done; nothing where it was given up. */
  onEnd: (said?: string) => void;
}

/** The gallery as a file to save. */
export function ExportDialog({ isOpen, onEnd }: Props) {
  return (
    <Dialog title={t().people.file.exportTitle} isOpen={isOpen} onClose={() => onEnd()}>
      <ExportForm onEnd={onEnd} />
    </Dialog>
  );
}

const kinds = ['encrypted', 'plain', 'csv'] as const satisfies readonly FileKind[];
const endings: Record<FileKind, string> = { encrypted: 'facebank', plain: 'facebank', csv: 'csv' };

function ExportForm({ onEnd }: Pick<Props, 'onEnd'>) {
  const words = t().people.file;
  const kind = useSignal<FileKind>('encrypted');
  const [passphrase, repeat] = [useSignal(''), useSignal('')];
  const madeUp = useSignal<string | null>(null);
  const pictures = useSignal(true);
  const progress = useSignal<Progress | null>(null);
  const error = useSignal<string | undefined>(undefined);
  const freshSignal = useAbort();
  const isEncrypted = kind.value === 'encrypted';

  const save = async () => {
    if (isEncrypted && passphrase.value !== repeat.value) {
      error.value = words.differ;
      return;
    }
    const signal = freshSignal();
    error.value = undefined;
    progress.value = { doing: words.exporting, done: null, total: 0 };
    try {
      const { file, counts } = await exportPeople(bank.value!, {
        kind: kind.value,
        passphrase: passphrase.value,
        pictures: pictures.value,
        signal,
        onProgress: (told) => {
          progress.value = { doing: words.exporting, ...told };
        },
      });
      saveFile(file, `people-${dayOf(Date.now())}.${endings[kind.value]}`);
      onEnd(counts === null ? words.exportedCsv : said(counts));
    } catch (fault) {
      if (signal.aborted) return;
      progress.value = null;
      error.value = fileAdviceFor(fault);
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
      {progress.value ? (
        <FileProgress {...progress.value} />
      ) : (
        <>
          <Choice
            label={words.kind}
            value={kind.value}
            options={kinds.map((value) => ({ value, ...words.kinds[value] }))}
            onChange={(value) => {
              kind.value = value;
              error.value = undefined;
            }}
          />
          {isEncrypted ? (
            <>
              <TextField
                label={words.passphrase}
                hint={words.strength[strengthOf(passphrase.value)]}
                type="password"
                autocomplete="new-password"
                required
                value={passphrase.value}
                onInput={(value) => {
                  passphrase.value = value;
                  madeUp.value = null;
                }}
              />
              <TextField
                label={words.repeat}
                type="password"
                autocomplete="new-password"
                required
                value={repeat.value}
                onInput={(value) => {
                  repeat.value = value;
                }}
              />
              <div class="row">
                <Button
                  kind="quiet"
                  onClick={() => {
                    madeUp.value = makeUpPassphrase();
                    passphrase.value = madeUp.value;
                    repeat.value = madeUp.value;
                  }}
                >
                  {words.makeUp}
                </Button>
                {madeUp.value && <code class="made-up">{madeUp.value}</code>}
              </div>
              <Notice>{madeUp.value && words.madeUp}</Notice>
            </>
          ) : (
            <Notice tone="bad">{words.clearWarning}</Notice>
          )}
          {kind.value !== 'csv' && (
            <Switch
              label={words.pictures}
              isOn={pictures.value}
              onChange={(isOn) => {
                pictures.value = isOn;
              }}
            />
          )}
        </>
      )}
      <Notice tone="bad">{error.value}</Notice>
      <div class="row end">
        <Button kind="quiet" onClick={() => onEnd()}>
          {t().shell.cancel}
        </Button>
        <Button type="submit" kind={isEncrypted ? 'primary' : 'danger'} isBusy={progress.value !== null}>
          {words.export}
        </Button>
      </div>
    </form>
  );
}

function said({ people, templates, events, unreadable }: Omit<Exported, 'file'>): string {
  const words = t().people.file;
  const sentence = words.exported(people, templates, events);
  return unreadable === 0 ? sentence : `${sentence} ${words.unreadable(unreadable)}`;
}
