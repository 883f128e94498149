import { type Signal, useSignal } from '@preact/signals';
import type { GalleryDescription, ImportOptions, ImportSummary } from 'facebank';
import { useRef } from 'preact/hooks';
import { bank } from '../../services/bank.ts';
import { matchThreshold } from '../../services/settings.ts';
import { formatNumber, formatTime } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Choice, TextField } from '../../ui/field.tsx';
import { Figures } from '../../ui/figures.tsx';
import { Notice } from '../../ui/notice.tsx';
import { fileAdviceFor } from './file-advice.ts';
import { describeFile, importCsvFile, importFile, previewFile } from './gallery.ts';
import { Preview } from './preview.tsx';
import { FileProgress, type Progress } from './progress.tsx';
import { useAbort } from './use-abort.ts';

interface Props {
  isOpen: boolean;
  /** Told what was done; nothing where it was given up. */
  onEnd: (said?: string) => void;
}

/** Takes over a file that was exported, after a look at what that would change. */
export function ImportDialog({ isOpen, onEnd }: Props) {
  return (
    <Dialog title={t().people.file.importTitle} isOpen={isOpen} onClose={() => onEnd()}>
      <ImportForm onEnd={onEnd} />
    </Dialog>
  );
}

interface Chosen {
  file: File;
  /** `null`: CSV, which is added to who is here, and of which there is no preview. */
  about: GalleryDescription | null;
}

/** First a file, then what is to become of it, then what that would change. */
function ImportForm({ onEnd }: Pick<Props, 'onEnd'>) {
  const words = t().people.file;
  const chosen = useSignal<Chosen | null>(null);
  const passphrase = useSignal('');
  const mode = useSignal<ImportOptions['mode']>('merge');
  const preview = useSignal<ImportSummary | null>(null);
  const progress = useSignal<Progress | null>(null);
  const error = useSignal<string | undefined>(undefined);
  const freshSignal = useAbort();

  /** Runs a task; `null` where it failed or was given up. */
  const attempt = async <T,>(task: (signal: AbortSignal) => Promise<T>): Promise<T | null> => {
    const signal = freshSignal();
    error.value = undefined;
    try {
      return await task(signal);
    } catch (fault) {
      if (!signal.aborted) error.value = fileAdviceFor(fault);
      return null;
    } finally {
      if (!signal.aborted) progress.value = null;
    }
  };
  const choose = async (file: File) => {
    chosen.value = await attempt(async () => ({ file, about: await describeFile(file) }));
  };
  const read = (reader: typeof previewFile) =>
    attempt((signal) => {
      const { file, about } = chosen.value!;
      progress.value = { doing: words.phases.reading, done: null, total: 0 };
      return reader(bank.value!, file, {
        mode: mode.value,
        passphrase: about?.encrypted ? passphrase.value : null,
        threshold: matchThreshold.value,
        signal,
        onProgress: ({ phase, ...told }) => {
          progress.value = { doing: words.phases[phase], isCount: phase === 'moving', ...told };
        },
      });
    });
  const readCsv = () =>
    attempt((signal) => {
      progress.value = { doing: words.phases.moving, done: null, total: 0 };
      return importCsvFile(bank.value!, chosen.value!.file, { threshold: matchThreshold.value, signal });
    });
  const isCsv = chosen.value?.about === null;
  const submit = async () => {
    if (isCsv) {
      const summary = await readCsv();
      if (summary !== null) onEnd(said(summary));
      return;
    }
    if (preview.value === null) {
      preview.value = await read(previewFile);
      return;
    }
    const summary = await read(importFile);
    if (summary !== null) onEnd(said(summary));
  };

  const isReplacing = preview.value !== null && mode.value === 'replace';
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {progress.value ? (
        <FileProgress {...progress.value} />
      ) : preview.value ? (
        <Preview summary={preview.value} />
      ) : chosen.value ? (
        chosen.value.about ? (
          <Wish about={chosen.value.about} passphrase={passphrase} mode={mode} />
        ) : (
          <p>{words.csvHint(chosen.value.file.name)}</p>
        )
      ) : (
        <ChooseFile onFile={(file) => void choose(file)} />
      )}
      <Notice tone="bad">{error.value}</Notice>
      <div class="row end">
        {preview.value && !progress.value && (
          <Button
            kind="quiet"
            onClick={() => {
              preview.value = null;
            }}
          >
            {words.back}
          </Button>
        )}
        <Button kind="quiet" onClick={() => onEnd()}>
          {t().shell.cancel}
        </Button>
        {chosen.value && (
          <Button type="submit" kind={isReplacing ? 'danger' : 'primary'} isBusy={progress.value !== null}>
            {preview.value === null && !isCsv ? words.preview : isReplacing ? words.replace : words.import}
          </Button>
        )}
      </div>
    </form>
  );
}

/** What was done, and whom the gallery refused. */
function said({ added, changed, refused }: ImportSummary): string {
  const words = t().people.file;
  const refusals = refused.map(({ label, reason }) => `${label}: ${words.refusals[reason]}.`);
  return [words.imported(added.length, changed.length), ...refusals].join(' ');
}

function ChooseFile({ onFile }: { onFile: (file: File) => void }) {
  const words = t().people.file;
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="stack">
      <p class="hint">{words.chooseHint}</p>
      <div class="row">
        <Button icon="upload" onClick={() => input.current?.click()}>
          {words.choose}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={words.choose}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onFile(file);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
    </div>
  );
}

interface WishProps {
  about: GalleryDescription;
  passphrase: Signal<string>;
  mode: Signal<ImportOptions['mode']>;
}

/** What a file says of itself, its passphrase, and how it is to be taken. */
function Wish({ about, passphrase, mode }: WishProps) {
  const words = t().people.file;
  return (
    <>
      <Figures
        figures={[
          [words.written, formatTime(about.createdAt)],
          [words.people, formatNumber(about.people)],
          [words.templates, formatNumber(about.templates)],
          [words.events, formatNumber(about.events)],
          [words.encrypted, about.encrypted ? words.yes : words.noTrust],
        ]}
      />
      {about.encrypted && (
        <TextField
          label={words.passphrase}
          type="password"
          autocomplete="current-password"
          required
          value={passphrase.value}
          onInput={(value) => {
            passphrase.value = value;
          }}
        />
      )}
      <Choice
        label={words.mode}
        value={mode.value}
        options={(['merge', 'replace'] as const).map((value) => ({ value, ...words.modes[value] }))}
        onChange={(value) => {
          mode.value = value;
        }}
      />
    </>
  );
}
