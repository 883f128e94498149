import { appUpdate, dismissUpdate, loadUpdate } from '../services/app-update.ts';
import { t } from '../text/index.ts';
import { Button } from '../ui/button.tsx';

/** Tells of a newer version of the app, and leaves it to the person when to load it. */
export function UpdatePrompt() {
  const update = appUpdate.value;
  const words = t().shell.update;
  return (
    <div class="update-prompt" role="status">
      {update !== 'none' && (
        <>
          <p>{words[update]}</p>
          <div class="row">
            <Button onClick={loadUpdate}>{words.load}</Button>
            {update === 'waiting' && (
              <Button kind="quiet" onClick={dismissUpdate}>
                {words.later}
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  );
}
