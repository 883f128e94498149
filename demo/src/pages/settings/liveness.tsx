import { livenessChecks, presets, settings } from '../../services/settings.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { Choice } from '../../ui/field.tsx';

/** How, and how surely, a person has to be alive. */
export function Liveness() {
  const words = t().settings.liveness;
  return (
    <Card title={words.title} hint={words.limits}>
      <Choice
        label={words.check}
        value={settings.livenessCheck.value}
        options={livenessChecks.map((check) => ({ value: check, ...words.checks[check] }))}
        onChange={(check) => {
          settings.livenessCheck.value = check;
        }}
      />
      <Choice
        label={words.policy}
        value={settings.preset.value}
        options={presets.map((preset) => ({ value: preset, ...words.policies[preset] }))}
        onChange={(preset) => {
          settings.preset.value = preset;
        }}
      />
    </Card>
  );
}
