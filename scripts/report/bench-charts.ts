import * as Plot from '@observablehq/plot';
import { ms } from '../../bench/format.ts';
import type { GalleryName } from '../../bench/page/galleries.ts';
import type { SearchCosts } from '../../bench/parts/search.ts';
import type { Results } from '../../bench/results.ts';
import type { Summary } from '../../bench/statistics.ts';
import { svg } from './charts.ts';
import type { Html } from './html.ts';
import { chart } from './page.ts';

/** The charts of what the bench measured, as far as it did, by the name of the part. */
export function benchCharts({
  analyze,
  start,
  growth,
  search,
}: Partial<Results>): Partial<Record<keyof Results, Html[]>> {
  return {
    ...(analyze && {
      analyze: [
        bars('One analysis', 'Median time of one analysis; bare and native: our models alone.', [
          { label: 'ours', ms: analyze.oursMs, isOurs: true },
          { label: 'human', ms: analyze.peers.human, isOurs: false },
          { label: 'bare models', ms: analyze.rawModelsMs, isOurs: false },
          { label: 'native models', ms: analyze.nativeModelsMs, isOurs: false },
        ]),
      ],
    }),
    ...(start && {
      start: [
        bars('First result', 'Median time from the navigation to the first result, on a first and a second visit.', [
          { label: 'ours, first', ms: start.ours.coldMs.median, isOurs: true },
          { label: 'human, first', ms: start.human.coldMs.median, isOurs: false },
          { label: 'ours, second', ms: start.ours.warmMs.median, isOurs: true },
          { label: 'human, second', ms: start.human.warmMs.median, isOurs: false },
        ]),
      ],
    }),
    ...(growth && {
      growth: [
        bars('Faces', 'Median time by the number of faces, 1280×720.', oursBy(growth.faces)),
        bars('Sizes', 'Median time by the size of the frame, one near face.', oursBy(growth.sizes)),
      ],
    }),
    ...(search && { search: [searchChart(search)] }),
  };
}

interface Bar {
  label: string;
  ms: number;
  isOurs: boolean;
}

function oursBy(summaries: Record<string, Summary>): Bar[] {
  return Object.entries(summaries).map(([name, { median }]) => ({
    label: name.replace('x', '×'),
    ms: median,
    isOurs: true,
  }));
}

function bars(title: string, caption: string, data: readonly Bar[]): Html {
  const longest = Math.max(...data.map((bar) => bar.ms));
  return chart(
    svg(
      {
        height: 44 + 34 * data.length,
        marginTop: 8,
        marginLeft: 112,
        // Room for the number beyond the longest bar.
        x: { domain: [0, 1.25 * longest], ticks: 4, label: 'ms →', labelAnchor: 'center', grid: true },
        y: { domain: data.map(({ label }) => label), label: null },
        marks: [
          Plot.barX(data, {
            x: 'ms',
            y: 'label',
            fill: ({ isOurs }: Bar) => (isOurs ? 'var(--curve)' : 'var(--line)'),
          }),
          Plot.text(data, { x: 'ms', y: 'label', text: (bar: Bar) => ms(bar.ms), textAnchor: 'start', dx: 5 }),
          Plot.ruleX([0]),
        ],
      },
      'bench',
      title,
      data.map((bar) => `${bar.label}: ${ms(bar.ms)}`).join(', '),
    ),
    caption,
  );
}

/** Whom the chart shows, and how; a name stands where no other line is. */
const lines: readonly { gallery: GalleryName; label: string; stroke: string; dash?: string; isNamedBefore?: true }[] = [
  { gallery: 'ours', label: 'ours', stroke: 'var(--curve)' },
  { gallery: 'loop', label: 'a plain loop', stroke: 'var(--line)', dash: '4 3' },
  { gallery: 'human', label: 'human', stroke: 'var(--impostor)', isNamedBefore: true },
  { gallery: 'hnsw', label: 'hnswlib', stroke: 'var(--genuine)' },
];

interface Point {
  people: number;
  ms: number;
}

function searchChart(search: SearchCosts): Html {
  const drawn = lines.map((line) => ({ ...line, points: pointsOf(search, line.gallery) }));
  const decades = decadesAround(drawn.flatMap(({ points }) => points.map((point) => point.ms)));
  const axis = { type: 'log', grid: true } as const;
  return chart(
    svg(
      {
        marginRight: 88,
        x: {
          ...axis,
          ticks: Object.keys(search).map(Number),
          tickFormat: '~s',
          label: 'people →',
          labelAnchor: 'center',
        },
        y: { ...axis, domain: [decades[0]!, decades.at(-1)!], ticks: decades, tickFormat: '~g', label: '↑ ms' },
        marks: drawn.flatMap(({ label, stroke, dash, isNamedBefore, points }) => [
          Plot.line(points, { x: 'people', y: 'ms', stroke, strokeWidth: 2, ...(dash && { strokeDasharray: dash }) }),
          Plot.dot(points, { x: 'people', y: 'ms', fill: stroke }),
          Plot.text(points.slice(-1), {
            x: 'people',
            y: 'ms',
            text: [label],
            textAnchor: isNamedBefore ? 'end' : 'start',
            dx: isNamedBefore ? -8 : 8,
            fill: stroke,
          }),
        ]),
      },
      'bench',
      'Search',
      drawn
        .map(({ label, points }) => `${label}: ${points.map((p) => `${ms(p.ms)} among ${p.people}`).join(', ')}`)
        .join('. '),
    ),
    'Median time of one search by the number of people; both axes are logarithmic.',
  );
}

/** The powers of ten from the one below all values to the one above. */
function decadesAround(values: readonly number[]): number[] {
  const [first, last] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

function pointsOf(search: SearchCosts, gallery: GalleryName): Point[] {
  return Object.entries(search).flatMap(([people, costs]) => {
    const cost = costs[gallery];
    return 'leftOut' in cost ? [] : [{ people: Number(people), ms: cost.identifyMs.median }];
  });
}
