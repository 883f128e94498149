import { useSignal, useSignalEffect } from '@preact/signals';
import { thresholdFor } from 'facebank/matching';
import manifest from 'models';
import { useId } from 'preact/hooks';
import { GalleryGate } from '../../app/gallery-gate.tsx';
import { addressOf } from '../../app/router.ts';
import { cosines, matchThreshold, settings } from '../../services/settings.ts';
import { formatNumber, formatPercent } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

import { Notice } from '../../ui/notice.tsx';
import { comparePairs, type Pairs, ratesAt } from './error-rates.ts';
import { PairsHistogram } from './pairs-histogram.tsx';
import { useGallery } from './use-gallery.ts';

const { id, version } = manifest.models['arcface-mobilefacenet'];
const modelId = `${id}@${version}`;

/** With fewer pairs of different people, a share of one in a hundred cannot be told from none: the rule of three. */
const fewImpostors = 300;
const fewGenuine = 100;

/** How alike the templates of the gallery are, of one person and of different ones, and what a threshold does to them. */
export function Rates() {
  return (
    <GalleryGate>
      <GalleryRates />
    </GalleryGate>
  );
}

function GalleryRates() {
  const words = t().lab.rates;
  const { gallery, error } = useGallery();
  const pairs = useSignal<Pairs | null>(null);
  useSignalEffect(() => {
    const people = gallery.value?.filter((person) => person.modelId === modelId);
    if (people === undefined) return;
    const change = new AbortController();
    const { signal } = change;
    comparePairs(
      people.map(({ templates }) => templates),
      signal,
    ).then(
      (compared) => {
        if (!signal.aborted) pairs.value = compared;
      },
      // Given up, for another gallery or another page.
      () => {},
    );
    return () => change.abort();
  });
  const compared = pairs.value;
  if (error.value !== null) return <Notice tone="bad">{error.value}</Notice>;
  if (compared === null) return <p role="status">{words.comparing}</p>;
  if (compared.genuine.length + compared.impostor.length === 0) {
    return (
      <EmptyState icon="people" title={words.none}>
        <p>{words.noneAdvice}</p>
        <a href={addressOf('enrol')}>{t().shell.nav.enrol}</a>
      </EmptyState>
    );
  }
  return <ThresholdBench pairs={compared} />;
}

function ThresholdBench({ pairs }: { pairs: Pairs }) {
  const words = t().lab.rates;
  const fieldId = useId();
  const inUse = thresholdFor(modelId, matchThreshold.value);
  const threshold = useSignal(inUse);
  const { falseMatches, fmr, falseNonMatches, fnmr } = ratesAt(pairs, threshold.value);
  const { genuine, impostor, impostorPairs } = pairs;
  const rate = (share: number | null) => (share === null ? words.unknown : formatPercent(share, 2));
  const canUse = threshold.value >= cosines.least && threshold.value <= cosines.most && threshold.value !== inUse;
  return (
    <Card title={words.heading} hint={words.hint}>
      <PairsHistogram pairs={pairs} threshold={threshold.value} />
      <div class="field">
        <label for={fieldId}>
          {words.threshold}: <strong>{formatNumber(threshold.value, 2)}</strong>
        </label>
        <input
          id={fieldId}
          type="range"
          min={-0.2}
          max={1}
          step={0.01}
          value={threshold.value}
          aria-valuetext={words.spoken(formatNumber(threshold.value, 2), rate(fmr), rate(fnmr))}
          onInput={(event) => {
            threshold.value = event.currentTarget.valueAsNumber;
          }}
        />
      </div>
      <div class="rates">
        <div>
          <p class="rate" data-rate="fmr">
            {rate(fmr)}
          </p>
          <h3>{words.fmr}</h3>
          <p class="hint">{words.falseMatches(formatNumber(falseMatches), formatNumber(impostor.length))}</p>
        </div>
        <div>
          <p class="rate" data-rate="fnmr">
            {rate(fnmr)}
          </p>
          <h3>{words.fnmr}</h3>
          <p class="hint">{words.falseNonMatches(formatNumber(falseNonMatches), formatNumber(genuine.length))}</p>
        </div>
      </div>
      {impostorPairs > impostor.length && (
        <p class="hint">{words.drawn(formatNumber(impostor.length), formatNumber(impostorPairs))}</p>
      )}
      {impostor.length > 0 && impostor.length < fewImpostors && (
        <Notice>
          {words.few(words.impostor(impostor.length), formatPercent(Math.min(1, 3 / impostor.length), 1))}
        </Notice>
      )}
      {genuine.length < fewGenuine && <Notice>{words.fewGenuine(words.genuine(genuine.length))}</Notice>}
      <div class="row">
        <Button
          kind="quiet"
          disabled={threshold.value === inUse}
          onClick={() => {
            threshold.value = inUse;
          }}
        >
          {words.reset(formatNumber(inUse, 2))}
        </Button>
        <Button
          disabled={!canUse}
          onClick={() => {
            settings.threshold.value = { by: 'cosine', cosine: threshold.value };
          }}
        >
          {words.use}
        </Button>
      </div>
    </Card>
  );
}
