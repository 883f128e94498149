export interface Bar {
  label: string;
  /** How much of the bar is filled, 0–1; negative: from the middle to the left, as positive is to the right then. */
  share: number;
  /** The value in words. */
  text: string;
}

/** Shares as bars, each beside its name and its value. `isSigned`: from the middle, left or right. */
export function Bars({ bars, isSigned = false }: { bars: readonly Bar[]; isSigned?: boolean }) {
  return (
    <dl class="bars">
      {bars.map(({ label, share, text }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
          <div class={isSigned ? 'meter meter-signed' : 'meter'} aria-hidden="true">
            <span
              class={share < 0 ? 'meter-bad' : undefined}
              style={
                isSigned
                  ? { left: `${50 + 50 * Math.min(0, share)}%`, width: `${50 * Math.abs(share)}%` }
                  : { width: `${100 * share}%` }
              }
            />
          </div>
        </div>
      ))}
    </dl>
  );
}
