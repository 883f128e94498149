import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** A line of a chart. */
export interface Line {
  label: string;
  /** Asked for with each drawing, as the theme may change. */
  colour: () => string;
}

export interface Chart {
  /** Draws anew: the times of the points, and for each line its values, `null` where there is none. */
  show(times: readonly number[], values: readonly (readonly (number | null)[])[]): void;
  remove(): void;
}

/**
 * A chart of lines over time, as wide as its place, in which points come in from the right.
 *
 * @param ink the colour of numbers and of the grid
 */
export function createChart(place: HTMLElement, lines: readonly Line[], ink: () => string, height = 260): Chart {
  const axis: uPlot.Axis = { stroke: ink, grid: { stroke: ink, width: 0.15 }, ticks: { show: false } };
  const options: uPlot.Options = {
    width: place.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_chart, _least, most) => [0, Math.max(10, (most ?? 0) * 1.1)] } },
    axes: [
      { ...axis, size: 32, values: (_chart, seconds) => seconds.map((value) => `${value} s`) },
      { ...axis, size: 56 },
    ],
    series: [
      {},
      ...lines.map(({ label, colour }): uPlot.Series => ({ label, stroke: colour, width: 2, points: { show: false } })),
    ],
  };
  const chart = new uPlot(options, [[], ...lines.map(() => [])], place);
  const size = new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height }));
  size.observe(place);
  return {
    show: (times, values) => chart.setData([times, ...values] as uPlot.AlignedData),
    remove() {
      size.disconnect();
      chart.destroy();
    },
  };
}
