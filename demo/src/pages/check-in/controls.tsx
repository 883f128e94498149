import { useId } from 'preact/hooks';
import { people } from '../../services/bank.ts';
import { formatInterval } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Choice, Select } from '../../ui/field.tsx';
import { interval, intervals, mode, modes } from './choices.ts';

interface Props {
  /** What was typed as the name, and whether it is nobody's. */
  name: string;
  isNobodys: boolean;
  onName: (name: string) => void;
  onMode: () => void;
}

/** How to check in, and as whom. */
export function Controls({ name, isNobodys, onName, onMode }: Props) {
  const words = t().checkIn;
  return (
    <div class="check-in-controls stack">
      <div class="modes">
        <Choice
          label={words.mode}
          value={mode.value}
          options={modes.map((value) => ({ value, label: words.modes[value].label }))}
          onChange={(next) => {
            mode.value = next;
            onMode();
          }}
        />
        <p class="hint">{words.modes[mode.value].hint}</p>
      </div>
      {mode.value === 'verify' && <PersonField name={name} isNobodys={isNobodys} onName={onName} />}
      {mode.value === 'attend' && (
        <Select
          label={words.attendance.interval}
          value={interval.value}
          options={intervals.map((value) => ({ value, label: formatInterval(value) }))}
          onChange={(next) => {
            interval.value = next;
          }}
        />
      )}
    </div>
  );
}

/** A name, with those that there are to choose from: the browser's own list, which searches as one types. */
function PersonField({ name, isNobodys, onName }: Omit<Props, 'onMode'>) {
  const id = useId();
  const words = t().checkIn.person;
  return (
    <div class="field">
      <label for={id}>{words.label}</label>
      <input
        id={id}
        list={`${id}-people`}
        autocomplete="off"
        placeholder={words.placeholder}
        maxLength={200}
        value={name}
        aria-invalid={isNobodys}
        aria-describedby={`${id}-more`}
        // The list has those that fit what is there: to see all, one types over it.
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => onName(event.currentTarget.value)}
      />
      <datalist id={`${id}-people`}>
        {people.value.map(({ label, displayName }) => (
          <option key={label} value={label}>
            {displayName}
          </option>
        ))}
      </datalist>
      <p id={`${id}-more`} class="error" role="status">
        {isNobodys && words.nobody}
      </p>
    </div>
  );
}
