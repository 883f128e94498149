import type { Liveness, LivenessMethod, Quality, QualityParts } from 'face-core';
import { formatNumber, formatPercent } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Bars } from './bars.tsx';
import type { ExaminedFace } from './examine.ts';
import { PatchMap } from './patch-map.tsx';

/** What was found of one face: its quality and its liveness, in their parts. */
export function FaceParts({ face: { analysis, crop } }: { face: ExaminedFace }) {
  const map = analysis.liveness?.parts.deeppixbis?.map;
  return (
    <div class="face-parts">
      {map !== undefined && <PatchMap crop={crop} map={map} />}
      {analysis.quality && <QualityBars quality={analysis.quality} />}
      {analysis.liveness && <LivenessBars liveness={analysis.liveness} />}
    </div>
  );
}

function QualityBars({ quality: { score, parts, reasons } }: { quality: Quality }) {
  const words = t().lab.parts;
  const bars = Object.entries(parts).map(([name, share]) => ({
    label: words.quality[name as keyof QualityParts],
    share,
    text: formatPercent(share),
  }));
  return (
    <section>
      <h3>{words.qualityScore(formatNumber(score))}</h3>
      <Bars bars={bars} />
      {reasons.length > 0 && <p class="hint">{reasons.map((reason) => t().advice.quality[reason]).join(' ')}</p>}
    </section>
  );
}

/** Where the bars end: a network is hardly ever surer. */
const surest = 10;

function LivenessBars({ liveness: { live, score, threshold, reasons, parts } }: { liveness: Liveness }) {
  const words = t().lab.parts;
  const bars = Object.entries(parts).map(([method, { odds, weight }]) => ({
    label: words.methods[method as LivenessMethod],
    share: Math.min(1, Math.max(-1, odds / surest)),
    text: weight > 0 ? formatNumber(odds, 1) : `${formatNumber(odds, 1)} (${words.notCounted})`,
  }));
  const advice = { ...t().advice.quality, ...t().advice.liveness };
  return (
    <section>
      <h3>{live ? words.live : words.notLive}</h3>
      <p class="hint">{words.livenessScore(formatNumber(score, 2), formatNumber(threshold, 2))}</p>
      <Bars bars={bars} isSigned />
      <p class="hint">{words.oddsHint}</p>
      {reasons.length > 0 && <p class="hint">{reasons.map((reason) => advice[reason]).join(' ')}</p>}
    </section>
  );
}
