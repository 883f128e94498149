import { useSignal } from '@preact/signals';
import { GalleryGate } from '../../app/gallery-gate.tsx';
import { addressOf } from '../../app/router.ts';
import { bank, people } from '../../services/bank.ts';
import { engine } from '../../services/engine.ts';
import { matchThreshold } from '../../services/settings.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Select } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { type Mark, Photograph } from '../../ui/photograph.tsx';
import { Model } from './model.tsx';
import { TaskList } from './task-list.tsx';
import { missingClasses, tasks } from './tasks.ts';
import { useDetector } from './use-detector.ts';
import { usePhotograph } from './use-photograph.ts';
import { type Asking, useQuestion } from './use-question.ts';
import { evidenceIn, Verdicts } from './verdicts.tsx';
import './scene.css';

/** Does this photograph show this person, alive, doing this? Three questions, one answer of the gate. */
export default function ScenePage() {
  const words = t().scene;
  return (
    <Page title={words.title} lead={words.lead}>
      <GalleryGate>
        <Scene />
      </GalleryGate>
    </Page>
  );
}

function Scene() {
  const words = t().scene;
  const chosen = useDetector();
  const photograph = usePhotograph();
  const asking = useQuestion();
  const label = useSignal<string | null>(null);
  const task = useSignal<string | null>(null);

  const detector = chosen.detector.value;
  const classes = detector?.info.classes ?? null;
  const known = people.value.map((person) => ({ value: person.label, label: person.displayName }));
  const usable = tasks.value.filter((one) => classes !== null && missingClasses(one, classes).length === 0);
  // What was chosen may be gone by now.
  const who = (known.find(({ value }) => value === label.value) ?? known[0])?.value;
  const what = (usable.find(({ name }) => name === task.value) ?? usable[0])?.name;
  const shown = photograph.shown.value;
  const isAsking = asking.verdicts.value !== null && asking.decision.value === null && asking.error.value === null;
  const isReady = who !== undefined && what !== undefined && shown !== null && detector !== null;

  const put = () => {
    if (!isReady || engine.value === null || bank.value === null) return;
    const means = { engine: engine.value, bank: bank.value, detector, threshold: matchThreshold.value };
    void asking.ask({ label: who, task: what, tasks: usable, photograph: shown.file }, means);
  };
  return (
    <>
      <div class="scene-setup">
        <Model chosen={chosen} />
        <TaskList classes={classes} />
      </div>
      <Card title={words.question.title}>
        <div class="scene-question">
          <div class="stack">
            {known.length === 0 ? (
              <p>
                {words.question.nobody} <a href={addressOf('enrol')}>{t().shell.nav.enrol}</a>
              </p>
            ) : (
              <Select
                label={words.question.person}
                value={who}
                options={known}
                onChange={(value) => {
                  label.value = value ?? null;
                  asking.forget();
                }}
              />
            )}
            {usable.length > 0 && (
              <Select
                label={words.question.task}
                value={what}
                options={usable.map(({ name }) => ({ value: name, label: name }))}
                onChange={(value) => {
                  task.value = value ?? null;
                  asking.forget();
                }}
              />
            )}
            <DropZone
              single={words.question.photograph}
              isDisabled={engine.value === null}
              onFiles={([file]) => {
                asking.forget();
                void photograph.choose(file!);
              }}
            />
            <Notice tone="bad">{photograph.error.value}</Notice>
            {!isReady && (
              <p class="hint">{words.question.missing(detector !== null, usable.length > 0, shown !== null)}</p>
            )}
            <div class="row">
              <Button disabled={!isReady} isBusy={isAsking} onClick={put}>
                {words.question.ask}
              </Button>
            </div>
          </div>
          {shown && (
            <Photograph
              picture={shown.picture}
              width={shown.width}
              height={shown.height}
              label={words.question.photograph}
              marks={marksOf(asking)}
            />
          )}
        </div>
        <Notice tone="bad">{asking.error.value}</Notice>
        {asking.verdicts.value && <Verdicts verdicts={asking.verdicts.value} decision={asking.decision.value} />}
      </Card>
      <p class="hint">{words.limits}</p>
    </>
  );
}

/** The faces, and what speaks for the task. */
function marksOf({ verdicts, decision }: Asking): Mark[] {
  const { evidence, nearest } = evidenceIn(verdicts.value?.get('scene-task'));
  return [
    ...(decision.value?.pictures[0]?.faces ?? []).map((box) => ({ box, label: '' })),
    ...evidence.map(({ box, label }) => ({ box, label, tone: 'good' as const })),
    ...nearest.map(({ box, label }) => ({ box, label, tone: 'bad' as const })),
  ];
}
