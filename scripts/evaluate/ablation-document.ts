import { readFileSync } from 'node:fs';
import { CommandError } from '../browser-pipeline.ts';
import { write } from '../command.ts';
import { emptyDocument, markdownTable, withTables } from '../document.ts';
import { type LivenessEvaluation, setInWords } from './liveness-evaluation.ts';
import { ablationOf, ablationTable, allMethods, methodsThatRan } from './methods.ts';

/** As the markers in the document name it. */
const command = 'npm run evaluate -- liveness --ablation';

/**
 * The document that the ablation table is written into; one with nothing else in it where there is none.
 *
 * @throws CommandError `bad-arguments` where it has no place for the table, before anything is measured
 */
export function ablationDocument(path: string): { fill(table: string): void } {
  const document = read(path) ?? emptyDocument('Liveness', command);
  try {
    withTables(document, '', command);
  } catch (error) {
    throw new CommandError('bad-arguments', `${path}: ${(error as Error).message}`);
  }
  return { fill: (table) => write(path, withTables(document, table, command)) };
}

/** The ablation in Markdown, with what it was measured on. */
export function ablationMarkdown(evaluation: LivenessEvaluation): string {
  const { command: words, date, model, preset, presentations, outcomes } = evaluation;
  const ran = methodsThatRan(presentations);
  const notRun = allMethods.filter((method) => !ran.includes(method));
  const { header, rows } = ablationTable(ablationOf(presentations, preset));
  return [
    `Measured on ${date} with \`npm run evaluate -- ${words}\`: ${escaped(setInWords(outcomes))}; at the threshold ` +
      `${preset.threshold}, faces from ${preset.minimumFaceSize} pixels on, ${model}. ` +
      `APCER is the worst type's.${notRun.length === 0 ? '' : ` Not installed: ${notRun.join(', ')}.`}`,
    markdownTable(header, rows),
  ].join('\n\n');
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CommandError('bad-arguments', `${path} cannot be read: ${(error as Error).message}`);
  }
}

/** The names of folders are no Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\`*_<>[\]|]/g, '\\$&');
}
