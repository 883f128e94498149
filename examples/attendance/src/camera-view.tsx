import type { RefObject } from 'react';
import type { Sighting } from './attend.ts';

/** The camera as in a mirror, with a frame and a name for everybody in it. What changes at every frame is not read out. */
export function CameraView({ video, sightings }: { video: RefObject<HTMLVideoElement | null>; sightings: Sighting[] }) {
  const percent = (share: number) => `${100 * share}%`;
  return (
    <div className="picture">
      <video ref={video} aria-label="The camera" muted playsInline />
      {sightings.map(({ id, box, label, words }) => (
        <div
          key={id}
          className={label === null ? 'frame' : 'frame known'}
          aria-hidden="true"
          style={{
            right: percent(box.x),
            top: percent(box.y),
            width: percent(box.width),
            height: percent(box.height),
          }}
        >
          <span>{words}</span>
        </div>
      ))}
    </div>
  );
}
