import type { Scores } from '../evaluate/metrics.ts';
import type { Words } from './charts.ts';
import { type Html, html } from './html.ts';
import { charts, definitions, type Facts, type Figure, figureList, page, type Table, tableSection } from './page.ts';
import { thumbnail } from './thumbnail.ts';

/** What an evaluation has to show. */
export interface Evaluation {
  /** Tells it from others on the same page. */
  name: string;
  title: string;
  /** What was measured, on what, when. */
  facts: Facts;
  figures: readonly Figure[];
  scores: Scores;
  threshold: number;
  /** The lowest and the highest score that can be. */
  scale: readonly [number, number];
  words: Words;
  tables: readonly Table[];
}

/** An evaluation with its images: a page of its own. */
export interface Report extends Evaluation {
  worst: readonly WorstShots[];
}

export interface WorstShots {
  title: string;
  note: string;
  shots: readonly Shot[];
}

/** One image, or a pair, with what was said of it. */
export interface Shot {
  paths: readonly string[];
  facts: Facts;
}

/** The whole file. Every text of the report is escaped: a file's name may be anything. */
export async function reportPage(report: Report): Promise<string> {
  const { title, facts, figures, tables, worst } = report;
  return page(
    title,
    html`<header>
<h1>${title}</h1>
${definitions(facts)}
</header>
<section aria-labelledby="summary">
<h2 id="summary">Summary</h2>
${figureList(figures)}
</section>
<section aria-labelledby="curves">
<h2 id="curves">Scores and curves</h2>
${charts(report)}
</section>
${tables.map(tableSection)}
${await inTurn(worst, worstSection)}`,
  );
}

async function worstSection({ title, note, shots }: WorstShots): Promise<Html> {
  return html`
<section>
<h2>${title}</h2>
<p>${note}</p>
<ul class="shots">${await inTurn(shots, shotItem)}
</ul>
</section>`;
}

async function shotItem({ paths, facts }: Shot): Promise<Html> {
  const images = await inTurn(paths, async (path) => {
    const url = await thumbnail(path);
    return url === null ? html`<p class="no-image">No preview</p>` : html`<img src="${url}" alt="${path}">`;
  });
  return html`
<li><div class="images">${images}</div>
${paths.map((path) => html`<p class="path"><bdi>${path}</bdi></p>`)}
${definitions(facts)}</li>`;
}

/** One after another: a report of many images is not to decode them all at once. */
async function inTurn<T>(items: readonly T[], task: (item: T) => Promise<Html>): Promise<Html[]> {
  const results: Html[] = [];
  for (const item of items) results.push(await task(item));
  return results;
}
