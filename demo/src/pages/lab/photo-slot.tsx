import { engine } from '../../services/engine.ts';
import { t } from '../../text/index.ts';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type Mark, Photograph } from '../../ui/photograph.tsx';
import type { Examining } from './use-examined.ts';

interface Props {
  title: string;
  examining: Examining;
  marks: readonly Mark[];
}

/** A place for a photograph: it is dropped or chosen there, and then shown with its faces framed. */
export function PhotoSlot({ title, examining: { examined, isBusy, error, look }, marks }: Props) {
  const words = t().lab;
  const found = examined.value;
  return (
    <div class="stack">
      <DropZone single={title} isDisabled={engine.value === null} onFiles={([file]) => void look(file!)} />
      <Notice>{isBusy.value && words.looking}</Notice>
      <Notice tone="bad">{error.value}</Notice>
      {found !== null && <Photograph {...found} label={title} marks={marks} />}
      {found !== null && <p role="status">{words.faces(found.faces.length)}</p>}
    </div>
  );
}
