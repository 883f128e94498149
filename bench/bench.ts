import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CommandError } from '../scripts/browser-pipeline.ts';
import { runCommand, say } from '../scripts/command.ts';
import { withTables } from '../scripts/document.ts';
import { fastestHumanThreads } from './contenders.ts';
import { machine } from './machine.ts';
import { measureAnalyze } from './parts/analyze.ts';
import { measureDeepPixBis } from './parts/deeppixbis.ts';
import { measureGallery } from './parts/gallery.ts';
import { measureGate } from './parts/gate.ts';
import { measureGrowth } from './parts/growth.ts';
import { measureMainThread } from './parts/main-thread.ts';
import { measureMemory } from './parts/memory.ts';
import type { Surroundings } from './parts/part.ts';
import { measureSearch } from './parts/search.ts';
import { measureStart } from './parts/start.ts';
import { measureVisit } from './parts/visit.ts';
import type { Results } from './results.ts';
import { openSite } from './site.ts';
import { tablesOf } from './tables.ts';

/**
 * `npm run bench`: our speed and appetite beside those of others, in one run on one machine. A whole run writes its tables
 * into docs/performance.md; one part alone does not, so that figures of two runs never stand side by side.
 */

const document = new URL('../docs/performance.md', import.meta.url);
const parts = {
  analyze: measureAnalyze,
  start: measureStart,
  visit: measureVisit,
  memory: measureMemory,
  growth: measureGrowth,
  'main-thread': measureMainThread,
  deeppixbis: measureDeepPixBis,
  search: async (surroundings) => ({
    ...(await measureSearch(surroundings)),
    ...(await measureGallery(surroundings)),
  }),
  gate: measureGate,
} satisfies Record<string, (surroundings: Surroundings) => Promise<Partial<Results>>>;

await runCommand(async (alsoWriteTo) => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
  alsoWriteTo(values.json);
  const chosen = chosenParts(values.only);
  const site = await openSite();
  try {
    let humanThreads: Promise<number> | undefined;
    const surroundings: Surroundings = { site, humanThreads: () => (humanThreads ??= fastestHumanThreads(site)) };
    let results: Partial<Results> = { machine: machine(site.browserVersion) };
    for (const part of chosen) {
      results = { ...results, ...(await parts[part](surroundings)) };
      await site.closePages();
    }
    if (values.only === undefined) {
      const tables = tablesOf(results as Results);
      await writeFile(document, withTables(await readFile(document, 'utf8'), tables, 'npm run bench'));
      say('The tables are in docs/performance.md');
    }
    return results;
  } finally {
    await site.close();
  }
});

function chosenParts(only: string | undefined): (keyof typeof parts)[] {
  const names = Object.keys(parts) as (keyof typeof parts)[];
  if (only === undefined) return names;
  const name = names.find((part) => part === only);
  if (name === undefined) throw new CommandError('bad-arguments', `--only takes one of: ${names.join(', ')}`);
  return [name];
}
