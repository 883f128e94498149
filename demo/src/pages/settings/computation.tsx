import { engineInfo } from '../../services/engine.ts';
import { devices, settings } from '../../services/settings.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { Choice } from '../../ui/field.tsx';
import { Figures } from '../../ui/figures.tsx';

/** What the models run on: as it was chosen, and as it came to be. */
export function Computation() {
  const words = t().settings.computation;
  const info = engineInfo.value;
  return (
    <Card title={words.title}>
      <Choice
        label={words.device}
        value={settings.device.value}
        options={devices.map((device) => ({ value: device, ...words.devices[device] }))}
        onChange={(device) => {
          settings.device.value = device;
        }}
      />
      <Figures
        figures={[
          [words.now, info === null ? words.notYet : words.devices[info.device].label],
          [words.threads, info?.threads ?? words.notYet],
        ]}
      />
    </Card>
  );
}
