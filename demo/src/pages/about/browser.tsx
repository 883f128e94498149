import { engineInfo } from '../../services/engine.ts';
import { formatBytes, formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { Figures } from '../../ui/figures.tsx';
import type { Capabilities } from './capabilities.ts';

/** What this browser brings along. */
export function Browser({ capabilities }: { capabilities: Capabilities | null }) {
  const words = t().about.browser;
  const info = engineInfo.value;
  if (capabilities === null) return <Card title={words.title}>{null}</Card>;
  const { webgpu, isIsolated, cores, hasSimd, isPersisted, usedBytes, quotaBytes } = capabilities;
  const yesOrNo = (value: boolean | null) => (value === null ? words.unknown : value ? words.yes : words.no);
  return (
    <Card title={words.title}>
      <Figures
        figures={[
          [words.runsOn, info === null ? words.unknown : t().settings.computation.devices[info.device].label],
          [
            words.threads,
            info === null ? words.unknown : words.threadsOf(formatNumber(info.threads), formatNumber(cores)),
          ],
          [words.webgpu, words[webgpu]],
          [words.isolation, yesOrNo(isIsolated)],
          [words.simd, yesOrNo(hasSimd)],
          [
            words.storage,
            usedBytes === null || quotaBytes === null
              ? words.unknown
              : words.storageOf(formatBytes(usedBytes), formatBytes(quotaBytes)),
          ],
          [words.persisted, yesOrNo(isPersisted)],
        ]}
      />
    </Card>
  );
}
