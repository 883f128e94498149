import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { histogram, type Pairs } from './error-rates.ts';

const range: [number, number] = [-0.2, 1];
const bins = 60;
const marks = [-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1];

/** Units of the drawing: a bin is 10 wide, and a half 100 high. */
const width = bins * 10;
const half = 100;

/**
 * The similarities of pairs of one person upwards, of different people downwards. Each kind is drawn as shares of its own
 * number, since there are so many more of the latter.
 */
export function PairsHistogram({ pairs, threshold }: { pairs: Pairs; threshold: number }) {
  const words = t().lab.rates;
  const [genuine, impostor] = [histogram(pairs.genuine, range, bins), histogram(pairs.impostor, range, bins)];
  const most = Math.max(...genuine, ...impostor);
  const x = (similarity: number) => ((similarity - range[0]) / (range[1] - range[0])) * width;
  const bars = (shares: number[], isUp: boolean) =>
    shares.map((share, i) => {
      const height = (share / most) * half;
      return share > 0 ? `M${i * 10 + 1} ${half}v${isUp ? -height : height}h8V${half}z` : '';
    });
  return (
    <figure class="histogram">
      <figcaption class="row">
        <span class="key key-genuine">{words.genuine(pairs.genuine.length)}</span>
        <span class="key key-impostor">{words.impostor(pairs.impostor.length)}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${2 * half}`} preserveAspectRatio="none" role="img" aria-label={words.drawing}>
        <path class="histogram-genuine" d={bars(genuine, true).join('')} />
        <path class="histogram-impostor" d={bars(impostor, false).join('')} />
        <path class="histogram-axis" d={`M0 ${half}H${width}`} />
        <path class="histogram-threshold" d={`M${x(threshold)} 0V${2 * half}`} />
      </svg>
      <div class="histogram-marks" aria-hidden="true">
        {marks.map((mark) => (
          <span key={mark} style={{ left: `${(100 * x(mark)) / width}%` }}>
            {formatNumber(mark, 1)}
          </span>
        ))}
      </div>
    </figure>
  );
}
