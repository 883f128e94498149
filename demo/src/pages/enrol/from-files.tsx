import { useEffect, useMemo } from 'preact/hooks';
import { engine } from '../../services/engine.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import type { Draft } from './draft.ts';
import type { FoundFace } from './enrol.ts';
import { faultWords } from './fault-words.ts';
import { type FileResult, FileSession } from './file-session.ts';

/** Takes shots from photographs, and says of each what became of it. */
export function FromFiles({ draft }: { draft: Draft }) {
  const session = useMemo(() => new FileSession(draft), [draft]);
  const words = t().enrol.files;
  useEffect(() => () => session.stop(), [session]);
  const results = session.results.value;
  const left = session.left.value;
  return (
    <>
      <DropZone
        isDisabled={!draft.mayCapture.value || engine.value === null}
        onFiles={(files) => void session.take(engine.value!, files)}
      />
      <p class="hint">{words.hint}</p>
      {left > 0 && (
        <div class="row">
          <progress aria-label={words.progress} max={results.length + left} value={results.length} />
          <Button kind="quiet" onClick={() => session.stop()}>
            {t().shell.cancel}
          </Button>
        </div>
      )}
      <p role="status" class="hint">
        {left > 0 ? words.left(left) : results.length > 0 && words.done(session.taken.value, results.length)}
      </p>
      {results.length > 0 && (
        <ul class="file-results" aria-label={words.results}>
          {results.map((result) => (
            <li key={result.id}>
              <Result result={result} draft={draft} onChoice={(face) => session.choose(result, face)} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface ResultProps {
  result: FileResult;
  draft: Draft;
  onChoice: (face: FoundFace) => void;
}

function Result({ result, draft, onChoice }: ResultProps) {
  const words = t().enrol.files;
  const { name, outcome } = result;
  switch (outcome.status) {
    case 'taken':
      return (
        <p class="file-result good">
          <Icon name="good" />
          <span>
            <b>{name}</b> {draft.shots.value.includes(outcome.shot) ? words.taken : words.removed}
          </span>
        </p>
      );
    case 'refused':
      return (
        <div class="file-result bad">
          <Icon name="bad" />
          <div>
            <b>{name}</b>
            <ul>
              {outcome.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </div>
        </div>
      );
    case 'choice':
      return (
        <fieldset class="file-choice">
          <legend>
            <b>{name}</b> {words.choose(outcome.faces.length)}
          </legend>
          <div class="row">
            {outcome.faces.map((face, i) => (
              <Choice key={face.face.box.x} face={face} number={i + 1} onChoice={() => onChoice(face)} />
            ))}
          </div>
        </fieldset>
      );
  }
}

function Choice({ face, number, onChoice }: { face: FoundFace; number: number; onChoice: () => void }) {
  const words = t().enrol.files;
  const label = words.face(number);
  return (
    <div class="face-choice">
      <button type="button" disabled={face.template === null} aria-label={label} onClick={onChoice}>
        <Thumbnail picture={face.picture} label={label} />
      </button>
      {face.faults.map((fault) => (
        <p key={fault.code} class="hint">
          {faultWords(fault).join(' ')}
        </p>
      ))}
    </div>
  );
}
