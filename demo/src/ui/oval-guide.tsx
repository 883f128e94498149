interface Props {
  /** The picture's width by its height. */
  aspect: number;
  /** How much of the oval is lit, from the top on, 0–1. */
  value: number;
}

/** A face is about three by four; the oval leaves a tenth of the shorter side free, above and below or at the sides. */
const width = 0.6;
const height = 0.8;

/** An oval to bring the face into: what is outside is dimmed, and its line fills. */
export function OvalGuide({ aspect, value }: Props) {
  // In a picture of height 1; one that is higher than wide holds a smaller oval.
  const scale = Math.min(1, aspect / 0.75);
  const [x, y, rx, ry] = [aspect / 2, 0.5, (width * scale) / 2, (height * scale) / 2];
  // From the top, clockwise.
  const oval = `M${x} ${y - ry}a${rx} ${ry} 0 0 1 0 ${2 * ry}a${rx} ${ry} 0 0 1 0 ${-2 * ry}z`;
  return (
    <svg class="oval" viewBox={`0 0 ${aspect} 1`} aria-hidden="true">
      <path class="oval-outside" fill-rule="evenodd" d={`M0 0H${aspect}V1H0z${oval}`} />
      <path class="oval-track" d={oval} />
      {value > 0 && <path class="oval-value" d={oval} pathLength={1} stroke-dasharray={`${value} 1`} />}
    </svg>
  );
}
