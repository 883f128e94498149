import { alignedSize } from '../../alignment/arcface-template.ts';
import type { Point } from '../../geometry/box.ts';
import type { Face } from '../../types.ts';
import { ReliefReference } from './relief.ts';
import type { Sighting } from './sighting.ts';

/**
 * From here up, what is left of a face's motion is relief, in eye distances. Pictures that were shaken, and tilted by up to 22°,
 * left at most 0.004, tilted by 38° 0.008; heads that turned by 5° left 0.014 and more at the end of their turn.
 */
export const leastRelief = 0.01;
/** A face that strays less from its mean place did not move, in eye distances: the detector's noise makes 0.005. */
const leastMotion = 0.03;
/** So many frames must show the relief: one may be a mistake. */
const reliefFrames = 3;

/** How a face moved over several frames, and whether as a head or as a picture does. */
export class Motion {
  #reference: ReliefReference | null = null;
  readonly #faces: Face[] = [];
  /** The largest ones, the largest first. */
  #reliefs: number[] = [];

  /** @param closeUp of the same frame as the face */
  add(face: Face, closeUp: NonNullable<Sighting['closeUp']>): void {
    this.#faces.push(face);
    const image = { data: Float32Array.from(closeUp), size: alignedSize };
    if (this.#reference === null) {
      this.#reference = new ReliefReference(image);
      return;
    }
    const relief = this.#reference.reliefTo(image);
    if (relief !== null) this.#reliefs = [...this.#reliefs, relief].sort((a, b) => b - a).slice(0, reliefFrames);
  }

  /** The relief that three frames show at least, in eye distances; 0 before there are three. */
  get relief(): number {
    return this.#reliefs[reliefFrames - 1] ?? 0;
  }

  /** How far the face strays from its mean place: the root mean square over its keypoints and frames, in eye distances. */
  get extent(): number {
    return extentOf(this.#faces);
  }

  /** Whether a head moved, or a mouth or eyes in it. */
  get hasRelief(): boolean {
    return this.relief >= leastRelief;
  }

  /** Whether something moved that shows no relief. */
  get isFlat(): boolean {
    return !this.hasRelief && this.extent >= leastMotion;
  }
}

function extentOf(faces: readonly Face[]): number {
  if (faces.length === 0) return 0;
  const tracks = faces.map(({ keypoints }) => Object.values(keypoints) as Point[]);
  const eyes = mean(faces.map(({ keypoints: { rightEye, leftEye } }) => distance(rightEye, leftEye)));
  const squares = tracks[0]!.map((_, i) => {
    const points = tracks.map((track) => track[i]!);
    const middle = { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
    return mean(points.map((point) => distance(point, middle) ** 2));
  });
  return Math.sqrt(mean(squares)) / eyes;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
