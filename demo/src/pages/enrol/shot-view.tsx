import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import type { Shot } from './draft.ts';

interface Props {
  shot: Shot;
  onRetake: () => void;
  onRemove: () => void;
}

/** A shot, with the ways to take it again and to do without it. */
export function ShotView({ shot, onRetake, onRemove }: Props) {
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
          <Button kind="quiet" aria-label={words.retakeOf(name)} onClick={onRetake}>
            {words.retake}
          </Button>
        )}
        <Button kind="quiet" aria-label={words.removeOf(name)} onClick={onRemove}>
          {words.remove}
        </Button>
      </div>
    </li>
  );
}
