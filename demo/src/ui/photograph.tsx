import type { Box } from 'face-core';
import { useEffect, useRef } from 'preact/hooks';

/** Something to be framed in a photograph. */
export interface Mark {
  /** In pixels of the photograph. */
  box: Box;
  label: string;
  tone?: 'plain' | 'good' | 'bad';
}

interface Props {
  /** The photograph, as large as it is to be drawn; boxes are in pixels of `width` and `height`. */
  picture: HTMLCanvasElement;
  width: number;
  height: number;
  /** What is on it, in words. */
  label: string;
  marks: readonly Mark[];
}

/** A photograph with frames and labels drawn over it. What they say has to stand beside it too: no screen reader reads them. */
export function Photograph({ picture, width, height, label, marks }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current!.getContext('2d')!.drawImage(picture, 0, 0);
  }, [picture]);
  const percent = (value: number, of: number) => `${(100 * value) / of}%`;
  return (
    <div class="photograph" style={{ '--aspect': String(width / height) }}>
      <canvas
        key={`${picture.width}×${picture.height}`}
        ref={canvas}
        width={picture.width}
        height={picture.height}
        role="img"
        aria-label={label}
      />
      {marks.map(({ box, label, tone = 'plain' }, i) => (
        <div
          key={i}
          class={`mark mark-${tone}`}
          aria-hidden="true"
          style={{
            left: percent(box.x, width),
            top: percent(box.y, height),
            width: percent(box.width, width),
            height: percent(box.height, height),
          }}
        >
          <span>{label}</span>
        </div>
      ))}
    </div>
  );
}
