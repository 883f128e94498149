import { thresholdFor, thresholdsByFmr } from 'facebank/matching';
import manifest from 'models';
import { useId } from 'preact/hooks';
import { cosines, matchThreshold, measuredFmrs, settings, type ThresholdChoice } from '../../services/settings.ts';
import { formatNumber, formatPercent } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { Choice, Select } from '../../ui/field.tsx';

const { id, version } = manifest.models['arcface-mobilefacenet'];
const modelId = `${id}@${version}`;

/** From which similarity on two faces count as one person. */
export function Recognition() {
  const words = t().settings.recognition;
  const choice = settings.threshold.value;
  const inUse = thresholdFor(modelId, matchThreshold.value);
  const starts: Record<ThresholdChoice['by'], ThresholdChoice> = {
    default: { by: 'default' },
    fmr: { by: 'fmr', fmr: measuredFmrs.at(-1)! },
    cosine: { by: 'cosine', cosine: inUse },
  };
  const choose = (next: ThresholdChoice) => {
    settings.threshold.value = next;
  };
  return (
    <Card title={words.title}>
      <Choice
        label={words.threshold}
        value={choice.by}
        options={(['default', 'fmr', 'cosine'] as const).map((by) => ({ value: by, label: words.by[by] }))}
        onChange={(by) => choose(starts[by])}
      />
      {choice.by === 'fmr' && <Fmr value={choice.fmr} onChange={(fmr) => choose({ by: 'fmr', fmr })} />}
      {choice.by === 'cosine' && (
        <Cosine value={choice.cosine} onChange={(cosine) => choose({ by: 'cosine', cosine })} />
      )}
      <p class="setting-value" role="status">
        {words.inUse(formatNumber(inUse, 2))}
      </p>
    </Card>
  );
}

interface Props {
  value: number;
  onChange: (value: number) => void;
}

function Fmr({ value, onChange }: Props) {
  const words = t().settings.recognition;
  const pairs = formatNumber(thresholdsByFmr[modelId]!.impostor);
  return (
    <Select
      label={words.fmr}
      hint={words.fmrHint}
      value={value}
      options={measuredFmrs.map((fmr) => ({ value: fmr, label: words.fmrOption(formatPercent(fmr, 1), pairs) }))}
      onChange={onChange}
    />
  );
}

function Cosine({ value, onChange }: Props) {
  const fieldId = useId();
  const words = t().settings.recognition;
  return (
    <div class="field">
      <label for={fieldId}>{words.cosine}</label>
      <input
        id={fieldId}
        type="range"
        min={cosines.least}
        max={cosines.most}
        step={0.01}
        value={value}
        aria-describedby={`${fieldId}-more`}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <p id={`${fieldId}-more`} class="hint">
        {words.cosineHint}
      </p>
    </div>
  );
}
