import type { KeptTemplate } from '../records.ts';
import { isoTime } from '../time.ts';
import { csvRow, rowEnd } from './csv.ts';
import { float32Digits } from './float32.ts';

/** A template as CSV has it: without the time of its enrolment. */
export type CsvTemplate = Omit<KeptTemplate, 'addedAt'>;

export interface CsvPerson {
  label: string;
  templates: CsvTemplate[];
}

/** The columns of texts and figures; the numbers of the embedding follow in e0, e1 and so on. */
export const columns = [
  'label',
  'modelId',
  'quality',
  'livenessScore',
  'live',
  'capturedAt',
  'source',
  'digest',
] as const;

const rowsPerPart = 256;

/**
 * CSV of templates, a row each, with a header, in UTF-8. `csvToTemplates` reads back the same labels and, to the bit, the
 * same embeddings; times to the millisecond, and an empty source as none. Texts that a spreadsheet would run as a formula
 * have an apostrophe more, which `csvToTemplates` takes away.
 *
 * @throws FacebankError `bad-options` for a time that no date can show; whatever `people` throws; the reason of `signal`
 */
export async function templatesToCsv(
  people: AsyncIterable<Readonly<CsvPerson>> | Iterable<Readonly<CsvPerson>>,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Blob> {
  const parts: Blob[] = [];
  let rows: string[] = [];
  let dimension = 0;
  for await (const { label, templates } of people) {
    signal?.throwIfAborted();
    for (const template of templates) {
      rows.push(rowOf(label, template));
      dimension = Math.max(dimension, template.embedding.length);
    }
    if (rows.length >= rowsPerPart) {
      // Browsers keep Blobs outside the script's memory, and a large gallery is longer than a string may be.
      parts.push(new Blob(rows));
      rows = [];
    }
  }
  signal?.throwIfAborted();
  const header = csvRow([...columns, ...Array.from({ length: dimension }, (_, i) => `e${i}`)]);
  return new Blob([header, rowEnd, ...parts, ...rows], { type: 'text/csv' });
}

function rowOf(label: string, template: CsvTemplate): string {
  const { modelId, quality, liveness, capturedAt, source, digest, embedding } = template;
  const { score = null, live = null } = liveness ?? {};
  const cells = csvRow([label, modelId, quality, score, live, isoTime(capturedAt), source, digest]);
  return `${cells},${Array.from(embedding, float32Digits).join(',')}${rowEnd}`;
}
