import { formatBytes } from '../../text/format.ts';
import { t } from '../../text/index.ts';

export interface Progress {
  /** What is being done. */
  doing: string;
  /** In bytes; a count where `isCount`. `null` until it is known. */
  done: number | null;
  total: number;
  isCount?: boolean;
}

/** How far the work on a file is. */
export function FileProgress({ doing, done, total, isCount = false }: Progress) {
  const of = t().people.file.progress;
  return (
    <div class="file-progress">
      <progress aria-label={doing} {...(done === null ? {} : { value: done, max: Math.max(total, 1) })} />
      <p class="hint">
        {doing}
        {done !== null && !isCount && `: ${of(formatBytes(done), formatBytes(total))}`}
      </p>
    </div>
  );
}
