import { fetched } from './photographs.ts';
import { uniform } from './synthetic.ts';

/** Takes real faces of the sample photographs before a made-up webcam, and spoils the shots. */

export const webcam = { width: 640, height: 480 };

export interface Sitter {
  name: string;
  photograph: Blob;
  /** The face's box, brow to chin: its top left corner and its side. */
  face: { x: number; y: number; side: number };
}

export interface Take {
  /** The width of the face in the shot, in pixels. */
  side?: number;
  /** A CSS filter, such as `blur(3px)`. */
  filter?: string;
  /** How the sitter leans, in degrees. */
  lean?: number;
  /** Where the face's middle is; the middle of the shot unless said. */
  at?: { x: number; y: number };
  /** The standard deviation of the camera's noise, in steps of a byte. */
  noise?: number;
}

/** Seven women of several complexions, in daylight, in lamplight and in the dark, who look more or less straight. */
export async function sitters(): Promise<Sitter[]> {
  const faces: [sample: number, x: number, y: number, side: number][] = [
    [1, 382, 396, 204],
    [3, 561, 350, 239],
    [3, 1039, 252, 254],
    [5, 352, 914, 247],
    [5, 1091, 229, 187],
    [6, 249, 522, 235],
    [6, 1457, 301, 245],
  ];
  return Promise.all(faces.map((face) => sitter(...face)));
}

/** A woman seen from the side. */
export const profile = () => sitter(2, 319, 181, 175);

async function sitter(sample: number, x: number, y: number, side: number): Promise<Sitter> {
  const photograph = await fetched(`/samples/sample${sample}.jpg`);
  return { name: `sample ${sample} at ${x}`, photograph, face: { x, y, side } };
}

/** A shot of the face and what is around it, up to as much again as the face; grey beyond, so that nobody else is in it. */
export async function take({ photograph, face }: Sitter, shot: Take = {}): Promise<OffscreenCanvas> {
  const { side = 200, filter = 'none', lean = 0, noise = 0 } = shot;
  const { x, y } = shot.at ?? { x: webcam.width / 2, y: webcam.height / 2 };
  const [left, top, around] = [face.x - face.side / 2, face.y - face.side / 2, 2 * face.side];
  const bitmap = await createImageBitmap(photograph, left, top, around, around);
  const canvas = new OffscreenCanvas(webcam.width, webcam.height);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.filter = filter;
  context.fillStyle = '#777';
  context.fillRect(0, 0, webcam.width, webcam.height);
  context.translate(x, y);
  context.rotate((lean * Math.PI) / 180);
  context.drawImage(bitmap, -side, -side, 2 * side, 2 * side);
  bitmap.close();
  if (noise > 0) addNoise(context, noise);
  return canvas;
}

/** Near enough to a normal distribution: the sum of three uniform numbers. */
function addNoise(context: OffscreenCanvasRenderingContext2D, deviation: number): void {
  const random = uniform(7, -1, 1);
  const pixels = context.getImageData(0, 0, webcam.width, webcam.height);
  for (let i = 0; i < pixels.data.length; i++) {
    if (i % 4 < 3) pixels.data[i]! += deviation * (random() + random() + random());
  }
  context.putImageData(pixels, 0, 0);
}
