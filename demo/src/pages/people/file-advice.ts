import { FacebankError } from 'facebank';
import { adviceFor } from '../../text/advice.ts';
import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';

/** What to do about a file that is refused: why, where the gallery says that. */
export function fileAdviceFor(error: unknown): string {
  const words: Record<string, string> = t().people.file.faults;
  const { fault, row } = error instanceof FacebankError && error.code === 'bad-file' ? error.details : {};
  if (typeof row === 'number') return t().people.file.badRow(formatNumber(row));
  return typeof fault === 'string' && Object.hasOwn(words, fault) ? words[fault]! : adviceFor(error);
}
