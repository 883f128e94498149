import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Switch, TextField } from '../../ui/field.tsx';
import { areSameName, type Task } from './tasks.ts';

interface Props {
  /** `null` for a new one. */
  task: Task | null;
  /** What the model knows. */
  classes: readonly string[];
  /** Names of other tasks. */
  taken: readonly string[];
  onSave: (task: Task) => void;
  onClose: () => void;
}

/** A task: its name, the classes of which one is enough, and how sure the model must be. */
export function TaskDialog({ task, classes, taken, onSave, onClose }: Props) {
  const words = t().scene.tasks;
  const scoreId = useId();
  const name = useSignal(task?.name ?? '');
  const anyOf = useSignal<readonly string[]>(task?.anyOf.filter((label) => classes.includes(label)) ?? []);
  const minimumScore = useSignal(task?.minimumScore ?? 0.5);
  const aroundFace = useSignal(task?.aroundFace ?? false);
  const error = useSignal<{ name?: string; classes?: string }>({});
  const save = () => {
    const trimmed = name.value.trim();
    const isTaken = taken.some((other) => areSameName(other, trimmed));
    const faults = {
      ...(trimmed === '' ? { name: words.noName } : isTaken ? { name: words.nameTaken } : {}),
      ...(anyOf.value.length === 0 ? { classes: words.noClasses } : {}),
    };
    error.value = faults;
    if (Object.keys(faults).length > 0) return;
    const { value: score } = minimumScore;
    onSave({ name: trimmed, anyOf: anyOf.value, minimumScore: score, aroundFace: aroundFace.value });
  };
  return (
    <Dialog title={task === null ? words.add : words.edit} isOpen onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label={words.name}
          hint={words.nameHint}
          maxLength={100}
          value={name.value}
          error={error.value.name}
          onInput={(value) => {
            name.value = value;
          }}
        />
        <fieldset class="class-choice">
          <legend>{words.anyOf}</legend>
          <div class="class-list">
            {classes.map((label) => (
              <label key={label}>
                <input
                  type="checkbox"
                  checked={anyOf.value.includes(label)}
                  onChange={({ currentTarget: { checked } }) => {
                    const others = anyOf.value.filter((chosen) => chosen !== label);
                    anyOf.value = checked ? [...others, label] : others;
                  }}
                />
                {label}
              </label>
            ))}
          </div>
          <p class="error" role="alert">
            {error.value.classes}
          </p>
        </fieldset>
        <div class="field">
          <label for={scoreId}>
            {words.score}: {formatNumber(minimumScore.value, 2)}
          </label>
          <input
            id={scoreId}
            type="range"
            min={0.05}
            max={0.95}
            step={0.05}
            value={minimumScore.value}
            onInput={(event) => {
              minimumScore.value = event.currentTarget.valueAsNumber;
            }}
          />
        </div>
        <Switch
          label={words.around}
          hint={words.aroundHint}
          isOn={aroundFace.value}
          onChange={(isOn) => {
            aroundFace.value = isOn;
          }}
        />
        <div class="row end">
          <Button kind="quiet" onClick={onClose}>
            {t().shell.cancel}
          </Button>
          <Button type="submit">{words.save}</Button>
        </div>
      </form>
    </Dialog>
  );
}
