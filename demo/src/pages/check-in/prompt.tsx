import type { ChallengeProgress } from 'face-core';
import { t } from '../../text/index.ts';

/** What a challenge asks for now, in large and drawn, near to the camera where the eyes have to be. */
export function Prompt({ step, index, total }: Pick<ChallengeProgress, 'step' | 'index' | 'total'>) {
  return (
    <div class="prompt" data-step={step}>
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <path d="M32 8c-11 0-17 8-17 20 0 15 8 28 17 28s17-13 17-28c0-12-6-20-17-20z" />
        <path d="M25 44c4 3 10 3 14 0" />
        <g class="open-eyes">
          <circle cx="25" cy="28" r="2.5" />
          <circle cx="39" cy="28" r="2.5" />
        </g>
        <path class="shut-eyes" d="M21 28c2 3 6 3 8 0M35 28c2 3 6 3 8 0" />
        <path class="arrow aside" d="M12 32H2M7 27l-5 5 5 5" />
        <path class="arrow down" d="M57 22v18M52 35l5 5 5-5" />
        <path class="corners" d="M1 14V1h13M50 1h13v13M63 50v13H50M14 63H1V50" />
      </svg>
      <p class="prompt-step" role="status">
        {t().advice.prompt[step]}
      </p>
      <p class="prompt-count">{t().checkIn.step(index + 1, total)}</p>
    </div>
  );
}
