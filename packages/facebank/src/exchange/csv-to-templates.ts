import { normalizeLabel } from '../label.ts';
import { normOf } from '../matching/similarity.ts';
import { type FaceTemplate, parseTemplate } from '../template.ts';
import { parseIsoTime } from '../time.ts';
import { sha256 } from './bytes.ts';
import { badRow, readRows, unguardText } from './csv.ts';
import { type CsvPerson, type CsvTemplate, columns } from './templates-to-csv.ts';

/** What counts for rows that do not say it themselves. */
export interface CsvDefaults {
  /** Whose the templates are. */
  label?: string | undefined;
  /** The model of the embeddings: id@version. */
  modelId?: string | undefined;
}

/** How far from 1 the length of an embedding may be for it to stay as it is: 32-bit rounding stays below. */
const roundingTolerance = 1e-6;

/**
 * Templates from CSV, by person, in the order of the file. Three forms are read:
 *
 * - with a header, as `templatesToCsv` writes it; of the columns only `e0` and those after it must be there;
 * - without, a row of numbers for each embedding, as a `facebank.csv` of other programs has it, where `label` is given;
 * - without, and the label before the numbers, where `label` is not given. A file whose first label is a number needs a header.
 *
 * A row without a digest came from another program: its embedding is normalised, its digest made of the embedding, so that
 * the same row is the same template when it comes again. What it does not say counts as the worst: a quality of 0, no
 * liveness, captured in 1970, so that any other template counts as newer.
 *
 * Blocks the thread for about a second for every 30 MB.
 *
 * @throws FacebankError `bad-file`, with the number of the `row`: that of the first is 1, and blank ones count
 */
export async function csvToTemplates(text: string, defaults: CsvDefaults = {}): Promise<CsvPerson[]> {
  const people = new Map<string, CsvPerson>();
  for (const { number, label, template } of readTemplateRows(text, defaults)) {
    const person = people.get(label) ?? { label, templates: [] };
    people.set(label, person);
    const digest = template.digest || (await embeddingDigest(template.embedding));
    const parsed = asBadRow(number, () => parseTemplate({ ...template, digest }));
    person.templates.push({ ...parsed, source: template.source });
  }
  return [...people.values()];
}

/** A row as it was read; the digest is empty where it has none. */
interface TemplateRow {
  number: number;
  label: string;
  template: CsvTemplate;
}

/** In which cell what stands. The embedding goes on to the end of the row. */
interface Layout {
  texts: ReadonlyMap<string, number>;
  embedding: number;
  /** How many cells a row may have. */
  width: number;
}

function readTemplateRows(text: string, defaults: CsvDefaults): TemplateRow[] {
  const rows: TemplateRow[] = [];
  const dimensions = new Map<string, number>();
  let layout: Layout | null = null;
  readRows(text, (cells, number) => {
    if (layout === null) {
      layout = headerOf(cells, number);
      if (layout !== null) return;
      layout = headerless(cells, number, defaults);
    }
    const row = readRow(cells, number, layout, defaults);
    requireDimension(row, dimensions);
    rows.push(row);
  });
  return rows;
}

/** The layout that a header announces; `null` for a row that is no header. */
function headerOf(cells: readonly string[], number: number): Layout | null {
  const names = cells.map((cell) => cell.trim());
  // Without people there are no numbers.
  if (!names.includes('e0') && !columns.every((column) => names.includes(column))) return null;
  const embedding = names.includes('e0') ? names.indexOf('e0') : names.length;
  if (names.slice(embedding).some((name, i) => name !== `e${i}`)) {
    throw badRow(number, 'Its columns e0, e1 and so on must stand at the end, in this order and without a gap.');
  }
  return { texts: new Map(names.slice(0, embedding).map((name, i) => [name, i])), embedding, width: names.length };
}

/** The layout of rows without a header: numbers alone where the label is given, else the label before them. */
function headerless([first]: readonly string[], number: number, { label }: CsvDefaults): Layout {
  const texts = new Map(label ? [] : [['label', 0]]);
  if (!label && !Number.isNaN(numberOf(first!))) throw badRow(number, 'It begins with a number: give the label.');
  return { texts, embedding: texts.size, width: Number.POSITIVE_INFINITY };
}

function readRow(cells: readonly string[], number: number, layout: Layout, defaults: CsvDefaults): TemplateRow {
  if (cells.length > layout.width) throw badRow(number, `It has ${cells.length} cells, its header ${layout.width}.`);
  const textOf = (column: (typeof columns)[number]) => unguardText(cells[layout.texts.get(column) ?? -1] ?? '');

  const label = textOf('label') || defaults.label;
  const modelId = textOf('modelId') || defaults.modelId;
  if (!label) throw badRow(number, 'It does not say whose it is: give the label.');
  if (!modelId) throw badRow(number, 'It does not say which model it is from: give the modelId.');
  const digest = textOf('digest');
  const embedding = readEmbedding(cells.slice(layout.embedding), number);
  return {
    number,
    label: asBadRow(number, () => normalizeLabel(label)),
    template: {
      embedding: digest === '' ? normalized(embedding, number) : embedding,
      modelId,
      digest,
      quality: numberOf(textOf('quality') || '0'),
      liveness: readLiveness(textOf('livenessScore'), textOf('live'), number),
      capturedAt: readTime(textOf('capturedAt'), number),
      source: textOf('source') || null,
    },
  };
}

/** Embeddings of one model have one length: a row that lost a number is found so. */
function requireDimension({ number, template }: TemplateRow, dimensions: Map<string, number>): void {
  const { modelId, embedding } = template;
  const dimension = dimensions.get(modelId) ?? embedding.length;
  dimensions.set(modelId, dimension);
  if (embedding.length === dimension) return;
  throw badRow(
    number,
    `Its embedding has ${embedding.length} numbers, where those before of its model have ${dimension}.`,
  );
}

/** Cells that are empty to the end of the row belong to a longer embedding of another model. */
function readEmbedding(cells: readonly string[], number: number): Float32Array {
  const length = 1 + cells.findLastIndex((cell) => cell.trim() !== '');
  if (length === 0) throw badRow(number, 'Its embedding is missing.');
  const embedding = Float32Array.from(cells.slice(0, length), numberOf);
  const fault = embedding.findIndex((value) => !Number.isFinite(value));
  if (fault >= 0) throw badRow(number, `Number ${fault} of its embedding is none, or too large.`);
  return embedding;
}

function normalized(embedding: Float32Array, number: number): Float32Array {
  const norm = normOf(embedding);
  if (norm === 0) throw badRow(number, 'Its embedding is zero.');
  return Math.abs(norm - 1) <= roundingTolerance ? embedding : embedding.map((value) => value / norm);
}

function readLiveness(score: string, live: string, number: number): FaceTemplate['liveness'] {
  if (score === '' && live === '') return null;
  const verdict = live.trim().toLowerCase();
  if (verdict === 'true' || verdict === 'false') return { score: numberOf(score), live: verdict === 'true' };
  throw badRow(number, 'Its column live says neither true nor false.');
}

function readTime(text: string, number: number): number {
  if (text === '') return 0;
  const time = parseIsoTime(text);
  if (Number.isNaN(time)) throw badRow(number, 'Its capturedAt is no time such as 2026-01-31T12:00:00.000Z.');
  return time;
}

/** NaN for what is none. (An empty text would be 0 to `Number`.) */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** SHA-256 of the embedding's bytes, marked so that it is never taken for that of a crop. */
async function embeddingDigest(embedding: Float32Array): Promise<string> {
  const hash = await sha256(new Uint8Array(embedding.slice().buffer));
  return `embedding-sha256:${Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function asBadRow<T>(number: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw badRow(number, (error as Error).message, error);
  }
}
