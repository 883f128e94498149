import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import type { Draft, Shot } from './draft.ts';

/** A shot, with the ways to take it again and to do without it. */
export function ShotView({ shot, draft }: { shot: Shot; draft: Draft }) {
  const words = t().enrol.shots;
  const name = shot.pose ? words.poses[shot.pose.name] : shot.file!;
  const quality = words.quality(formatNumber(shot.template.quality));
  return (
    <li class="shot">
      <Thumbnail picture={shot.picture} label={words.picture(name)} isMirrored={shot.pose !== undefined} />
      <p>
        <b title={name}>{name}</b>
        <span class="hint">{quality}</span>
      </p>
      <div class="shot-tools">
        {shot.pose && (
          <Button kind="quiet" aria-label={words.retakeOf(name)} onClick={() => draft.retake(shot)}>
            {words.retake}
          </Button>
        )}
        <Button kind="quiet" aria-label={words.removeOf(name)} onClick={() => draft.remove(shot)}>
          {words.remove}
        </Button>
      </div>
    </li>
  );
}
