import { engineError, engineProgress, engineState, restartEngine } from '../services/engine.ts';
import { adviceFor } from '../text/advice.ts';
import { formatBytes } from '../text/format.ts';
import { t } from '../text/index.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** How far the models are, by bytes, until they are all there; or what keeps them from it. */
export function EngineStatus() {
  const state = engineState.value;
  if (state === 'ready') return null;
  const words = t().shell.engine;
  if (state === 'failed') {
    return (
      <div class="engine-status">
        <Notice tone="bad">
          {words.failed} {adviceFor(engineError.value)}
        </Notice>
        <Button kind="quiet" onClick={restartEngine}>
          {t().shell.retry}
        </Button>
      </div>
    );
  }
  const progress = engineProgress.value;
  const text =
    progress === null || progress.loaded >= progress.total
      ? words.starting
      : words.loading(formatBytes(progress.loaded), formatBytes(progress.total));
  return (
    <div class="engine-status engine-loading">
      <progress aria-label={words.starting} max={progress?.total ?? 1} value={progress?.loaded ?? 0} />
      <p>{text}</p>
    </div>
  );
}
