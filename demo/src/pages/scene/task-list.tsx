import { useSignal } from '@preact/signals';
import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TaskDialog } from './task-dialog.tsx';
import { missingClasses, type Task, tasks } from './tasks.ts';

/** The tasks that are set up, to be added to, changed and removed. */
export function TaskList({ classes }: { classes: readonly string[] | null }) {
  const words = t().scene.tasks;
  /** The task that is being edited, by its place; one beyond the last is a new one. */
  const edited = useSignal<number | null>(null);
  const list = tasks.value;
  const save = (task: Task) => {
    tasks.value =
      edited.value === null ? list : [...list.slice(0, edited.value), task, ...list.slice(edited.value + 1)];
    edited.value = null;
  };
  return (
    <Card title={words.title} hint={words.hint}>
      {list.length > 0 && (
        <ul class="tasks">
          {list.map((task, i) => (
            <li key={task.name}>
              <div class="task-words">
                <h3>{task.name}</h3>
                <p class="hint">{words.shownBy(task.anyOf, formatNumber(task.minimumScore, 2))}</p>
                {task.aroundFace && <p class="hint">{words.aroundFace}</p>}
                {classes !== null && missingClasses(task, classes).length > 0 && (
                  <p class="error">{words.missing(missingClasses(task, classes))}</p>
                )}
              </div>
              <div class="row">
                <Button
                  kind="quiet"
                  disabled={classes === null}
                  aria-label={`${words.edit}: ${task.name}`}
                  onClick={() => {
                    edited.value = i;
                  }}
                >
                  {words.edit}
                </Button>
                <Button
                  kind="quiet"
                  aria-label={`${words.remove}: ${task.name}`}
                  onClick={() => {
                    tasks.value = list.filter((_, place) => place !== i);
                  }}
                >
                  {words.remove}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {classes === null && <p class="hint">{words.needsModel}</p>}
      <div class="row">
        <Button
          kind="quiet"
          disabled={classes === null}
          onClick={() => {
            edited.value = list.length;
          }}
        >
          {words.add}
        </Button>
      </div>
      {classes !== null && edited.value !== null && (
        <TaskDialog
          task={list[edited.value] ?? null}
          classes={classes}
          taken={list.filter((_, place) => place !== edited.value).map(({ name }) => name)}
          onSave={save}
          onClose={() => {
            edited.value = null;
          }}
        />
      )}
    </Card>
  );
}
