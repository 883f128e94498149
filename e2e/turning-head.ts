import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Head, type Turn, turningHead } from '../packages/face-core/test/head-motion.ts';
import { filmSize, type Scene } from '../scripts/films/film.ts';
import type { Displacement } from '../scripts/films/motion.ts';

/** People whose photographs, turned as a head turns, pass for living ones under the default policy. */

export interface Sitter {
  scene: Scene;
  /** Where the face is in the scene's film. */
  head: Head;
}

const sample = (number: number) =>
  join(fileURLToPath(new URL('../node_modules/@vladmandic/face-api/demo', import.meta.url)), `sample${number}.jpg`);

export const clara: Sitter = {
  scene: { photograph: sample(3), region: { x: 346, y: 199, width: 669, height: 502 } },
  head: { x: 319, y: 221, eyes: 94 },
};
export const dora: Sitter = {
  scene: { photograph: sample(5), region: { x: 130, y: 758, width: 692, height: 519 } },
  head: { x: 315, y: 210, eyes: 101 },
};
/** Clara and the woman beside her. */
export const two: Scene = { photograph: sample(3), region: { x: 480, y: 100, width: 900, height: 675 } };

/** A head that looks about: the same again only after 54 seconds. */
export function lookingAbout({ head }: Sitter): (seconds: number) => Displacement {
  return (seconds) => {
    const yaw = 8 * Math.sin((2 * Math.PI * seconds) / 2);
    const pitch = 3 * Math.cos((2 * Math.PI * seconds) / 2.7);
    return turned(head, { yaw, pitch });
  };
}

/** A head that is turned. */
export function turned(head: Head, turn: Turn): Displacement {
  const warp = turningHead(turn, head);
  const [width, height] = [(filmSize.width - 1) / 2, (filmSize.height - 1) / 2];
  return (x, y) => {
    const [u, v] = warp((x + 1) * width, (y + 1) * height);
    return [u / width - 1, v / height - 1];
  };
}
