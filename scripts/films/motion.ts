/**
 * How a film moves: not at all, like a photograph in an unsteady hand, or like a person who sways and breathes, whose face
 * moves otherwise than what is behind it.
 */
export type Motion = 'still' | 'shaken' | 'warped';

/** Where a point of the frame comes from in the picture; coordinates from -1 to 1, (0, 0) in the middle. */
export type Displacement = (x: number, y: number) => [x: number, y: number];

/** The motion at a time in seconds: smooth, and the same again only after 100 seconds, for which no test looks. */
export function motionAt(motion: Motion, time: number): Displacement {
  const wave = (frequency: number, phase: number) => Math.sin(2 * Math.PI * frequency * time + phase);
  switch (motion) {
    case 'still':
      return (x, y) => [x, y];
    case 'shaken': {
      const angle = 0.012 * wave(1.71, 0.4) + 0.008 * wave(3.13, 2);
      const [dx, dy] = [0.012 * wave(2.33, 0) + 0.008 * wave(5.09, 1), 0.012 * wave(1.93, 3) + 0.008 * wave(4.69, 2)];
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      return (x, y) => [cos * x - sin * y + dx, sin * x + cos * y + dy];
    }
    case 'warped': {
      const [dx, dy] = [0.03 * wave(0.13, 0) + 0.01 * wave(0.37, 1), 0.02 * wave(0.11, 2) + 0.006 * wave(0.29, 0)];
      const turn = 0.05 * wave(0.17, 0.7);
      return (x, y) => {
        // The middle of the frame, where the face is, moves most; its edges stand still.
        const nearness = Math.exp(-3 * (x * x + y * y));
        return [x + nearness * (dx + turn * x * x), y + nearness * (dy + turn * x * y)];
      };
    }
  }
}

/** The picture, displaced: bilinear, its edges drawn out. Both have 3 bytes a pixel. */
export function displaced(
  picture: Uint8Array,
  { width, height }: { width: number; height: number },
  displacement: Displacement,
): Uint8Array {
  const result = new Uint8Array(picture.length);
  const clamp = (value: number, limit: number) => Math.min(Math.max(value, 0), limit - 1.001);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = displacement((2 * x) / (width - 1) - 1, (2 * y) / (height - 1) - 1);
      const sx = clamp(((u + 1) / 2) * (width - 1), width);
      const sy = clamp(((v + 1) / 2) * (height - 1), height);
      const [left, top] = [Math.floor(sx), Math.floor(sy)];
      const [wx, wy] = [sx - left, sy - top];
      const i = (top * width + left) * 3;
      for (let c = 0; c < 3; c++) {
        const above = picture[i + c]! * (1 - wx) + picture[i + 3 + c]! * wx;
        const below = picture[i + width * 3 + c]! * (1 - wx) + picture[i + width * 3 + 3 + c]! * wx;
        result[o++] = above * (1 - wy) + below * wy + 0.5;
      }
    }
  }
  return result;
}
