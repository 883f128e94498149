import type { Scores } from '../evaluate/metrics.ts';
import { detCurve, histogram, rocCurve, type Words } from './charts.ts';
import { Html, html } from './html.ts';
import { style } from './style.ts';
import { thumbnail } from './thumbnail.ts';

/** What an evaluation has to show: one page of HTML that needs no script, no network and no other file. */
export interface Report {
  title: string;
  /** What was measured, on what, when. */
  facts: readonly (readonly [name: string, value: string])[];
  figures: readonly Figure[];
  scores: Scores;
  threshold: number;
  /** The lowest and the highest score that can be. */
  scale: readonly [number, number];
  words: Words;
  tables: readonly Table[];
  worst: readonly WorstShots[];
}

/** A figure of the summary, and what it stands on. */
export interface Figure {
  name: string;
  value: string;
  note: string;
}

export interface Table {
  caption: string;
  header: readonly string[];
  /** The first cell of each names the row. */
  rows: readonly (readonly string[])[];
}

export interface WorstShots {
  title: string;
  note: string;
  shots: readonly Shot[];
}

/** One image, or a pair, with what was said of it. */
export interface Shot {
  paths: readonly string[];
  facts: readonly (readonly [name: string, value: string])[];
}

/** The whole file. Every text of the report is escaped: a file's name may be anything. */
export async function reportPage(report: Report): Promise<string> {
  const { title, facts, figures, tables, worst } = report;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
${definitions(facts)}
</header>
<section aria-labelledby="summary">
<h2 id="summary">Summary</h2>
<dl class="figures">${figures.map(
    ({ name, value, note }) => html`
<div><dt>${name}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>`,
  )}
</dl>
</section>
<section aria-labelledby="curves">
<h2 id="curves">Scores and curves</h2>
<div class="charts">${charts(report)}
</div>
</section>
${tables.map(tableSection)}
${await inTurn(worst, worstSection)}
</main>
</body>
</html>
`;
  return page.text;
}

function charts({ scores, threshold, scale, words }: Report): Html[] {
  const failures = [...scores.genuine, ...scores.impostor].filter((score) => score === -Infinity).length;
  const missing = failures === 0 ? '' : ` ${failures} without a score are not in it.`;
  const distribution = chart(
    histogram(scores, threshold, scale, words),
    `What share of each scores what. The dashed line is the threshold.${missing}`,
  );
  // Without both kinds there is nothing to trade.
  if (scores.genuine.length === 0 || scores.impostor.length === 0) return [distribution];
  return [
    distribution,
    chart(
      detCurve(scores, threshold, words),
      'Detection error tradeoff, on normal deviate scales; nearer to the lower left is better. The dot is the threshold.',
    ),
    chart(
      rocCurve(scores, threshold, words),
      'Receiver operating characteristic; nearer to the upper left is better. The dot is the threshold.',
    ),
  ];
}

function chart(svg: Html, caption: string): Html {
  return html`
<figure class="chart">${svg}<figcaption>${caption}</figcaption></figure>`;
}

function tableSection({ caption, header, rows }: Table): Html {
  return html`
<section class="table" role="region" aria-label="${caption}" tabindex="0">
<table>
<caption>${caption}</caption>
<thead><tr>${header.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name, ...cells]) => html`
<tr><th scope="row"><bdi>${name!}</bdi></th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}
</tbody>
</table>
</section>`;
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

function definitions(facts: readonly (readonly [name: string, value: string])[]): Html {
  return html`<dl class="facts">${facts.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`,
  )}</dl>`;
}

/** One after another: a report of many images is not to decode them all at once. */
async function inTurn<T>(items: readonly T[], task: (item: T) => Promise<Html>): Promise<Html[]> {
  const results: Html[] = [];
  for (const item of items) results.push(await task(item));
  return results;
}
