import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../text/index.ts';
import { Button } from './button.tsx';
import { filesOf } from './dropped-files.ts';
import { Icon } from './icon.tsx';

interface Props {
  /** Told of the files that were dropped or chosen, those of folders among them. */
  onFiles: (files: File[]) => void;
  isDisabled?: boolean;
  /** Where one photograph is wanted, and no folder: which one, in words. */
  single?: string;
}

/** Takes photographs, one or many, and folders of them: dropped, or chosen. */
export function DropZone({ onFiles, isDisabled = false, single }: Props) {
  const isOver = useSignal(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const words = t().shell.dropZone;
  const choose = single === undefined ? words.files : words.file;
  useEffect(() => {
    // The attribute has no type of its own in JSX.
    if (folder.current !== null) folder.current.webkitdirectory = true;
  }, []);
  const give = (given: File[]) => {
    if (given.length > 0 && !isDisabled) onFiles(given);
  };
  const chosen = (input: HTMLInputElement) => {
    give([...(input.files ?? [])]);
    // The same file may be chosen again.
    input.value = '';
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has the buttons within for the keyboard
    <div
      class={isOver.value ? 'drop-zone over' : 'drop-zone'}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => {
        isOver.value = false;
      }}
      onDrop={async (event) => {
        event.preventDefault();
        isOver.value = false;
        give(await filesOf(event.dataTransfer!));
      }}
    >
      <Icon name="upload" />
      <p>{single === undefined ? words.drop : words.dropOne}</p>
      <div class="row">
        <Button
          kind="quiet"
          disabled={isDisabled}
          aria-label={single && `${choose}: ${single}`}
          onClick={() => files.current?.click()}
        >
          {choose}
        </Button>
        {single === undefined && (
          <Button kind="quiet" disabled={isDisabled} onClick={() => folder.current?.click()}>
            {words.folder}
          </Button>
        )}
      </div>
      <input
        ref={files}
        type="file"
        accept="image/*"
        multiple={single === undefined}
        hidden
        aria-label={single ?? words.files}
        onChange={(event) => chosen(event.currentTarget)}
      />
      {single === undefined && (
        <input
          ref={folder}
          type="file"
          hidden
          aria-label={words.folder}
          onChange={(event) => chosen(event.currentTarget)}
        />
      )}
    </div>
  );
}
