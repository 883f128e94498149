import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { type Draft, ways } from './draft.ts';
import { FromCamera } from './from-camera.tsx';
import { FromFiles } from './from-files.tsx';

/** Where the shots come from: the camera, or photographs. */
export function Capture({ draft }: { draft: Draft }) {
  const words = t().enrol.capture;
  return (
    <div class="enrol-capture">
      <Card title={words.title}>
        <fieldset class="ways">
          <legend class="visually-hidden">{words.way}</legend>
          {ways.map((way) => (
            <label key={way}>
              <input
                type="radio"
                name="way"
                class="visually-hidden"
                checked={draft.way.value === way}
                onChange={() => {
                  draft.way.value = way;
                }}
              />
              <span>{words.ways[way]}</span>
            </label>
          ))}
        </fieldset>
        {!draft.mayCapture.value && <p class="hint">{words.consentFirst}</p>}
        {draft.way.value === 'camera' ? <FromCamera draft={draft} /> : <FromFiles draft={draft} />}
      </Card>
    </div>
  );
}
