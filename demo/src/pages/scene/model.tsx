import { useRef } from 'preact/hooks';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { ChosenDetector } from './use-detector.ts';

/** The app's own model, from a file. */
export function Model({ chosen: { detector, file, isBusy, error, choose } }: { chosen: ChosenDetector }) {
  const words = t().scene.model;
  const input = useRef<HTMLInputElement>(null);
  const info = detector.value?.info;
  return (
    <Card title={words.title} hint={words.hint}>
      <div class="row">
        <Button kind="quiet" icon="upload" isBusy={isBusy.value} onClick={() => input.current?.click()}>
          {file.value === null ? words.choose : words.another}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".onnx"
          hidden
          aria-label={words.choose}
          onChange={({ currentTarget }) => {
            const [given] = currentTarget.files ?? [];
            currentTarget.value = '';
            if (given) void choose(given);
          }}
        />
      </div>
      <Notice>{isBusy.value && words.opening(file.value ?? '')}</Notice>
      <Notice tone="bad">
        {error.value && (
          <>
            {error.value.advice} <code>{error.value.message}</code>
          </>
        )}
      </Notice>
      <div role="status">
        {info && (
          <p>{words.ready(file.value ?? '', info.classes.length, `${info.input.width} × ${info.input.height}`)}</p>
        )}
      </div>
      {info && (
        <ul class="classes" aria-label={words.classes}>
          {info.classes.map((name) => (
            <li key={name} class="badge">
              {name}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
