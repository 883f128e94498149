import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Labelled {
  label: string;
  hint?: string | undefined;
}

interface TextProps extends Labelled {
  type?: 'text' | 'password' | 'search';
  autocomplete?: 'off' | 'new-password' | 'current-password';
  required?: boolean;
  maxLength?: number;
  value: string;
  onInput: (value: string) => void;
  /** What is wrong with the value. */
  error?: string | undefined;
}

/** A line of text to fill in. */
export function TextField({
  label,
  hint,
  error,
  onInput,
  type = 'text',
  autocomplete = 'off',
  ...attributes
}: TextProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...attributes}
        id={id}
        // Preact's types take one literal, not one of several.
        type={type as 'text'}
        autocomplete={autocomplete}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-more`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <p id={`${id}-more`} class={error === undefined ? 'hint' : 'error'}>
        {error ?? hint}
      </p>
    </div>
  );
}

interface TextAreaProps extends Labelled {
  maxLength?: number;
  value: string;
  onInput: (value: string) => void;
}

/** Lines of text to fill in. */
export function TextArea({ label, hint, value, maxLength, onInput }: TextAreaProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={3}
        maxLength={maxLength}
        value={value}
        aria-describedby={hint && `${id}-more`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint && (
        <p id={`${id}-more`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

interface Option<T> {
  value: T;
  label: string;
  hint?: string | undefined;
}

interface ChoiceProps<T> extends Labelled {
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
}

/** One of many, in a list that opens. */
export function Select<T>({ label, hint, value, options, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={options.findIndex((option) => option.value === value)}
        aria-describedby={hint && `${id}-more`}
        onChange={(event) => onChange(options[event.currentTarget.selectedIndex]!.value)}
      >
        {options.map((option, i) => (
          <option key={option.label} value={i}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-more`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

/** One of a few, all in view. `children` follow the options. */
export function Choice<T>({
  label,
  hint,
  value,
  options,
  onChange,
  children,
}: ChoiceProps<T> & { children?: ComponentChildren }) {
  const id = useId();
  return (
    <fieldset class="choice" aria-describedby={hint && `${id}-more`}>
      <legend>{label}</legend>
      {hint && (
        <p id={`${id}-more`} class="hint">
          {hint}
        </p>
      )}
      <div class="choices">
        {options.map((option) => (
          <label key={option.label}>
            <input type="radio" name={id} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span>
              {option.label}
              {option.hint && <span class="hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  );
}

interface SwitchProps extends Labelled {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** Yes or no. */
export function Switch({ label, hint, isOn, onChange }: SwitchProps) {
  return (
    <label class="switch">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>
        {label}
        {hint && <span class="hint">{hint}</span>}
      </span>
    </label>
  );
}
