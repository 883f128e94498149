import { type Curves, detCurve, histogram, rocCurve } from './charts.ts';
import { Html, html } from './html.ts';
import { style } from './style.ts';

/** What reports are made of: pages of HTML that need no script, no network and no other file. */

export type Facts = readonly (readonly [name: string, value: string])[];

/** A figure of a summary, and what it stands on. */
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

export function page(title: string, body: Html): string {
  return html`<!doctype html>
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
${body}
</main>
</body>
</html>
`.text;
}

export function definitions(facts: Facts): Html {
  return html`<dl class="facts">${facts.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`,
  )}</dl>`;
}

export function figureList(figures: readonly Figure[]): Html {
  return html`<dl class="figures">${figures.map(
    ({ name, value, note }) => html`
<div><dt>${name}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>`,
  )}
</dl>`;
}

/** The scores of an evaluation, and what every threshold would make of them. */
export function charts(curves: Curves): Html {
  const { scores } = curves;
  const failures = [...scores.genuine, ...scores.impostor].filter((score) => score === -Infinity).length;
  const missing = failures === 0 ? '' : ` ${failures} without a score are not in it.`;
  const distribution = chart(
    histogram(curves),
    `What share of each scores what. The dashed line is the threshold.${missing}`,
  );
  // Without both kinds there is nothing to trade.
  if (scores.genuine.length === 0 || scores.impostor.length === 0) return chartGrid([distribution]);
  return chartGrid([
    distribution,
    chart(
      detCurve(curves),
      'Detection error tradeoff, on normal deviate scales; nearer to the lower left is better. The dot is the threshold.',
    ),
    chart(
      rocCurve(curves),
      'Receiver operating characteristic; nearer to the upper left is better. The dot is the threshold.',
    ),
  ]);
}

export function chartGrid(figures: readonly Html[]): Html {
  return html`<div class="charts">${figures}
</div>`;
}

export function chart(svg: Html, caption: string): Html {
  return html`
<figure class="chart">${svg}<figcaption>${caption}</figcaption></figure>`;
}

export function tableSection({ caption, header, rows }: Table): Html {
  return html`
<section class="${header.length > 5 ? 'wide table' : 'table'}" role="region" aria-label="${caption}" tabindex="0">
<table>
<caption>${caption}</caption>
<thead><tr>${header.map((name) => (name === '' ? html`<td></td>` : html`<th scope="col">${name}</th>`))}</tr></thead>
<tbody>${rows.map(
    ([name, ...cells]) => html`
<tr><th scope="row"><bdi>${name!}</bdi></th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}
</tbody>
</table>
</section>`;
}
