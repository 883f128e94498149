import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';

/** Below it, similarities all mean the same: nothing alike. */
const least = -0.2;

interface Props {
  similarity: number;
  threshold: number;
  /** Further similarities, by their names. */
  others: readonly (readonly [name: string, similarity: number])[];
}

/** A similarity on a scale, against the threshold. */
export function SimilarityScale({ similarity, threshold, others }: Props) {
  const words = t().lab.compare;
  const left = (value: number) => ({ left: `${(100 * (Math.max(least, value) - least)) / (1 - least)}%` });
  const isMatch = similarity >= threshold;
  return (
    <div class="scale" role="img" aria-label={words.onScale(formatNumber(similarity, 2), formatNumber(threshold, 2))}>
      <div class="scale-track">
        <span class="scale-match" style={left(threshold)} />
      </div>
      {others.map(([name, value]) => (
        <span key={name} class="scale-other" style={left(value)} />
      ))}
      <span class={isMatch ? 'scale-value good' : 'scale-value bad'} style={left(similarity)} />
      <span class="scale-threshold" style={left(threshold)}>
        {words.threshold} {formatNumber(threshold, 2)}
      </span>
      <span class="scale-end start">{formatNumber(least, 1)}</span>
      <span class="scale-end">{formatNumber(1, 1)}</span>
    </div>
  );
}
