import type { ComponentChildren } from 'preact';

interface Props {
  label: string;
  /** 0–1. */
  value: number;
  /** Shown within the ring. */
  children?: ComponentChildren;
}

/** A ring that fills. */
export function ProgressRing({ label, value, children }: Props) {
  return (
    <div
      class="ring"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
    >
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle class="ring-track" cx="50" cy="50" r="46" />
        {value > 0 && (
          <circle class="ring-value" cx="50" cy="50" r="46" pathLength={1} stroke-dasharray={`${value} 1`} />
        )}
      </svg>
      <div class="ring-content">{children}</div>
    </div>
  );
}
