import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { engine, engineInfo } from '../../services/engine.ts';
import { adviceFor } from '../../text/advice.ts';
import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { CameraView } from '../../ui/camera-view.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Chart } from './chart.ts';
import { type Stage, stages, type Timings, timeStages } from './stages.ts';

/** Points that the chart shows. */
const kept = 120;

interface Point {
  /** Seconds since the first one. */
  at: number;
  timings: Timings;
}

/** How long each part of the work takes, while the camera runs. */
export function Speed() {
  const words = t().lab.speed;
  const isOn = useSignal(false);
  return (
    <Card title={words.heading} hint={words.hint}>
      {isOn.value ? (
        <Measurement />
      ) : (
        <div class="row">
          <Button
            icon="camera"
            onClick={() => {
              isOn.value = true;
            }}
          >
            {words.start}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Measurement() {
  const words = t().lab.speed;
  const video = useSignal<HTMLVideoElement | null>(null);
  const points = useSignal<readonly Point[]>([]);
  const error = useSignal<string | null>(null);
  useSignalEffect(() => {
    const [eyes, camera] = [engine.value, video.value];
    if (eyes === null || camera === null) return;
    const end = new AbortController();
    const measure = async () => {
      const started = performance.now();
      points.value = [];
      error.value = null;
      for await (const timings of timeStages(eyes, camera, end.signal)) {
        if (end.signal.aborted) return;
        points.value = [...points.value, { at: (performance.now() - started) / 1000, timings }].slice(-kept);
      }
    };
    measure().catch((fault) => {
      if (!end.signal.aborted) error.value = adviceFor(fault);
    });
    return () => end.abort();
  });
  const info = engineInfo.value;
  return (
    <div class="speed">
      <CameraView video={video} />
      <div class="stack">
        <Notice tone="bad">{error.value}</Notice>
        {info && <p class="hint">{words.device(t().settings.computation.devices[info.device].label, info.threads)}</p>}
        <StageChart points={points.value} />
        <StageTable points={points.value} />
      </div>
    </div>
  );
}

function StageChart({ points }: { points: readonly Point[] }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | null>(null);
  const words = t().lab.speed;
  useEffect(() => {
    let isGone = false;
    // Only who looks at it needs the library.
    void import('./chart.ts').then(({ createChart }) => {
      if (isGone) return;
      const element = place.current!;
      const colourOf = (name: string) => getComputedStyle(element.querySelector(`[data-colour="${name}"]`)!).color;
      const lines = stages.map((stage) => ({ label: stage, colour: () => colourOf(stage) }));
      chart.current = createChart(element, lines, () => colourOf('ink'));
    });
    return () => {
      isGone = true;
      chart.current?.remove();
    };
  }, []);
  useEffect(() => {
    chart.current?.show(
      points.map(({ at }) => at),
      stages.map((stage) => points.map(({ timings }) => timings[stage])),
    );
  }, [points]);
  return (
    <div ref={place} class="chart" role="img" aria-label={words.chart}>
      {/* A canvas knows no themes: it is told the colours that these have. */}
      {['ink', ...stages].map((name) => (
        <span key={name} class={`stage stage-${name}`} data-colour={name} hidden />
      ))}
    </div>
  );
}

function StageTable({ points }: { points: readonly Point[] }) {
  const words = t().lab.speed;
  const milliseconds = (value: number | null) => (value === null ? '–' : formatNumber(value, 1));
  return (
    <table class="stages">
      <thead>
        <tr>
          <th scope="col">{words.stage}</th>
          <th scope="col">{words.now}</th>
          <th scope="col">{words.median}</th>
        </tr>
      </thead>
      <tbody>
        {stages.map((stage) => (
          <tr key={stage}>
            <th scope="row">
              <span class={`stage stage-${stage}`} aria-hidden="true" />
              {words.stages[stage]}
            </th>
            <td>{milliseconds(points.at(-1)?.timings[stage] ?? null)}</td>
            <td>{milliseconds(medianOf(points, stage))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function medianOf(points: readonly Point[], stage: Stage): number | null {
  const values = points.flatMap(({ timings }) => timings[stage] ?? []).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? null;
}
