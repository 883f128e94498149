import { challengeSteps } from 'face-core';
import { addressOf } from '../../app/router.ts';
import { settings } from '../../services/settings.ts';
import { t } from '../../text/index.ts';
import { Switch } from '../../ui/field.tsx';
import { excludedSteps, leavesEnough } from './choices.ts';

/** How liveness is judged, where that is set, and what a challenge is to leave out. */
export function LivenessLine() {
  const words = t().checkIn.liveness;
  const check = settings.livenessCheck.value;
  return (
    <div class="liveness">
      <p class="hint">
        {words.by(t().settings.liveness.checks[check].label)} <a href={addressOf('settings')}>{words.change}</a>
      </p>
      {check === 'challenge' && (
        <details>
          <summary>{words.cannot}</summary>
          <p class={leavesEnough.value ? 'hint' : 'error'} role="status">
            {leavesEnough.value ? words.cannotHint : words.tooFew}
          </p>
          {challengeSteps.map((step) => (
            <Switch
              key={step}
              label={words.steps[step]}
              isOn={excludedSteps.value.includes(step)}
              onChange={(isOn) => {
                const others = excludedSteps.value.filter((other) => other !== step);
                excludedSteps.value = isOn ? [...others, step] : others;
              }}
            />
          ))}
        </details>
      )}
    </div>
  );
}
