import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { falseMatchRate, falseNonMatchRate, operatingPoints, type Scores } from '../evaluate/metrics.ts';
import { Html } from './html.ts';
import { probit } from './probit.ts';

/** The charts of a report, as SVG without a script. Colours are the page's: `--genuine`, `--impostor`, `--line`. */

/** What a report calls the two kinds of presentation or comparison, and the errors on them. */
export interface Words {
  score: string;
  genuine: string;
  impostor: string;
  /** The share of the impostors that pass. */
  falseMatch: string;
  /** The share of the genuine that are rejected. */
  falseNonMatch: string;
}

/** Scores, the threshold that decides, and what to call it all. */
export interface Curves {
  /** Tells the charts from others on the same page. */
  name: string;
  scores: Scores;
  threshold: number;
  /** The lowest and the highest score that can be. */
  scale: readonly [number, number];
  words: Words;
}

const { document } = parseHTML('<!doctype html><html><body></body></html>');
/** In units of the drawing, which is as wide as its column: text stays legible on a phone. */
const common = {
  document,
  width: 380,
  style: { fontSize: '13px' },
  height: 350,
  marginTop: 36,
  marginLeft: 56,
  marginBottom: 44,
};
const bins = 20;

/** What share of each kind scores what: genuine above, impostors below. Failures to acquire have no score. */
export function histogram({ name, scores, threshold, scale, words }: Curves): Html {
  const kinds = [
    { kind: words.genuine, fill: 'var(--genuine)', bars: binned(scores.genuine, scale) },
    { kind: words.impostor, fill: 'var(--impostor)', bars: binned(scores.impostor, scale) },
  ];
  const data = kinds.flatMap(({ kind, fill, bars }) => bars.map((bar) => ({ ...bar, kind, fill })));
  // Room for the kind's name above the highest bar.
  const highest = Math.max(...data.map(({ share }) => share), 0.01);
  return svg(
    {
      x: { domain: [...scale], label: `${words.score} →`, labelAnchor: 'center' as const },
      y: { domain: [0, 1.15 * highest], ticks: 4, tickFormat: percent, grid: true, label: '↑ share' },
      fy: { domain: [words.genuine, words.impostor], label: null, axis: null },
      marks: [
        Plot.rectY(data, { x1: 'from', x2: 'to', y: 'share', fy: 'kind', fill: 'fill', inset: 0.5 }),
        Plot.text([words.genuine, words.impostor], {
          text: (kind: string) => kind,
          fy: (kind: string) => kind,
          frameAnchor: 'top-left',
          dx: 6,
          dy: 4,
          fontWeight: 'bold',
        }),
        Plot.ruleX([threshold], { stroke: 'var(--line)', strokeDasharray: '4 3' }),
        Plot.ruleY([0]),
      ],
    },
    name,
    'Histogram',
    `${kinds.map(({ kind, bars }) => `${kind}: ${describe(bars)}`).join('. ')}. The dashed line is the threshold, ${threshold}.`,
  );
}

/** Detection error tradeoff: the two errors at every threshold, on normal deviate scales. */
export function detCurve({ name, scores, threshold, words }: Curves): Html {
  const ticks = [0.001, 0.01, 0.05, 0.2, 0.5, 0.8];
  const domain = [0.0005, 0.9].map(probit);
  const place = (rate: number) => Math.min(Math.max(probit(rate), domain[0]!), domain[1]!);
  const axis = (label: string) => ({
    domain,
    ticks: ticks.map(probit),
    tickFormat: (_: number, index: number) => percent(ticks[index]!),
    label,
    grid: true,
  });
  const points = thinned([...operatingPoints(scores)].map(({ fmr, fnmr }) => ({ x: place(fmr), y: place(fnmr) })));
  const here = ratesAt(scores, threshold);
  return svg(
    {
      x: { ...axis(`${words.falseMatch} →`), labelAnchor: 'center' as const },
      y: axis(`↑ ${words.falseNonMatch}`),
      marks: [
        Plot.line(domain, { x: Plot.identity, y: Plot.identity, stroke: 'var(--line)', strokeDasharray: '2 4' }),
        Plot.line(points, { x: 'x', y: 'y', stroke: 'var(--curve)', strokeWidth: 2 }),
        Plot.dot([here], { x: ({ fmr }) => place(fmr), y: ({ fnmr }) => place(fnmr), r: 5, fill: 'var(--curve)' }),
      ],
    },
    name,
    'DET curve',
    `${sentence(here, words)} Both axes are on normal deviate scales; a rate outside them is drawn at their edge.`,
  );
}

/** Receiver operating characteristic: what passes of the genuine over what passes of the impostors. */
export function rocCurve({ name, scores, threshold, words }: Curves): Html {
  const axis = (label: string) => ({ domain: [0, 1], ticks: 5, tickFormat: percent, label, grid: true });
  const points = thinned([...operatingPoints(scores)].map(({ fmr, fnmr }) => ({ x: fmr, y: 1 - fnmr })));
  const here = ratesAt(scores, threshold);
  return svg(
    {
      x: { ...axis(`${words.falseMatch} →`), labelAnchor: 'center' as const },
      y: axis(`↑ 1 − ${words.falseNonMatch}`),
      marks: [
        Plot.line([0, 1], { x: Plot.identity, y: Plot.identity, stroke: 'var(--line)', strokeDasharray: '2 4' }),
        Plot.line(points, { x: 'x', y: 'y', stroke: 'var(--curve)', strokeWidth: 2 }),
        Plot.dot([here], { x: 'fmr', y: ({ fnmr }) => 1 - fnmr, r: 5, fill: 'var(--curve)' }),
      ],
    },
    name,
    'ROC curve',
    sentence(here, words),
  );
}

/** Without the points that lie in the place of the one before: no drawing shows them, and there may be a million. */
function thinned(points: readonly { x: number; y: number }[]): { x: number; y: number }[] {
  const perUnit = 500;
  const cell = ({ x, y }: { x: number; y: number }) => `${Math.round(x * perUnit)} ${Math.round(y * perUnit)}`;
  return points.filter((point, index) => index === 0 || cell(point) !== cell(points[index - 1]!));
}

interface Bin {
  from: number;
  to: number;
  count: number;
  /** Of all that have a score. */
  share: number;
}

/** The scores counted in equal steps of a scale; what lies outside it counts at its ends. */
function binned(scores: readonly number[], [low, high]: readonly [number, number]): Bin[] {
  const width = (high - low) / bins;
  const counts = Array<number>(bins).fill(0);
  const acquired = scores.filter((score) => score > -Infinity);
  for (const score of acquired) counts[Math.min(Math.max(Math.floor((score - low) / width), 0), bins - 1)]!++;
  return counts.map((count, index) => ({
    from: low + index * width,
    to: low + (index + 1) * width,
    count,
    share: count / Math.max(1, acquired.length),
  }));
}

function describe(bins: readonly Bin[]): string {
  const filled = bins.filter(({ count }) => count > 0);
  return filled.map(({ from, to, count }) => `${count} at ${from.toFixed(2)}–${to.toFixed(2)}`).join(', ') || 'none';
}

interface Rates {
  fmr: number;
  fnmr: number;
}

function ratesAt(scores: Scores, threshold: number): Rates {
  return { fmr: falseMatchRate(scores, threshold)!, fnmr: falseNonMatchRate(scores, threshold)! };
}

function sentence({ fmr, fnmr }: Rates, { falseMatch, falseNonMatch }: Words): string {
  return `The dot is the threshold: ${falseMatch} ${percent(fmr)}, ${falseNonMatch} ${percent(fnmr)}.`;
}

function percent(rate: number): string {
  return `${Number((100 * rate).toFixed(1))} %`;
}

/**
 * Draws a chart and names it for those who cannot see it.
 *
 * @param name with the title, tells it from others on the same page
 */
export function svg(options: Plot.PlotOptions, name: string, title: string, description: string): Html {
  const chart = Plot.plot({ ...common, ...options });
  // To a screen reader it is one image; a group without a role may have no name.
  for (const part of chart.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  chart.setAttribute('role', 'img');
  const id = `${name}-${title}`.toLowerCase().replaceAll(' ', '-');
  const named = (tag: 'title' | 'desc', text: string) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    element.id = `${id}-${tag}`;
    element.textContent = text;
    return element;
  };
  chart.prepend(named('title', title), named('desc', description));
  chart.setAttribute('aria-labelledby', `${id}-title`);
  chart.setAttribute('aria-describedby', `${id}-desc`);
  return new Html(chart.outerHTML);
}
