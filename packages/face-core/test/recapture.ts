import type { Affine } from '../src/geometry/affine.ts';
import type { Box } from '../src/geometry/box.ts';
import type { RgbaImage } from '../src/image/pixels.ts';
import { enlargedWithin } from '../src/liveness/crop.ts';
import { uniform } from './synthetic.ts';

/**
 * What a camera might make of a photograph that is shown to it: a crude optical model, to see that a signal reacts to what it
 * is meant for. It proves little about real attacks.
 */

export interface Recapture {
  /** `nothing`: the scene itself, seen by the same camera. */
  medium: 'nothing' | 'screen' | 'print';
  /** Its size in pixels; it sees fewer of a scene that is smaller. */
  camera: { width: number; height: number };
  /** Of a screen's pixels, or a print's dots, in pixels of the camera. */
  pitch: number;
  /** The face's width in pixels of the camera. */
  faceSize: number;
  /** How far screen or paper leans, in degrees. */
  tilt: number;
  /** The radius of a lamp's reflection in face widths; 0: none. */
  glare: number;
  seed: number;
}

export interface Recaptured {
  frame: RgbaImage;
  /** Where the face is now. */
  box: Box;
}

/** Linear red, green and blue, 0–1. */
type Light = [red: number, green: number, blue: number];
/** Writes the light at a point, in pixels of the photograph. */
type Scene = (x: number, y: number, light: Light) => void;

/** Samples an axis for each pixel of the camera, spread as a lens and a pixel of 0.8 pixels each would: a triangle. */
const sampleCount = 6;
const offsets = Array.from({ length: sampleCount }, (_, i) => {
  const quantile = (i + 0.5) / sampleCount;
  return quantile < 0.5 ? 0.8 * (Math.sqrt(2 * quantile) - 1) : 0.8 * (1 - Math.sqrt(2 - 2 * quantile));
});
/** The camera's noise: a standard deviation in grey levels. */
const noise = 2.5;

/** A photograph with one face of interest, as a camera sees it. */
export function recapture(photograph: RgbaImage, face: Box, how: Recapture): Recaptured {
  const zoom = how.faceSize / face.width;
  const scene = lightOf(photograph);
  const isFlat = how.medium === 'nothing';
  const limit = isFlat ? zoom : Infinity;
  const width = Math.min(how.camera.width, Math.floor(photograph.width * limit));
  const height = Math.min(how.camera.height, Math.floor(photograph.height * limit));
  const middle = { x: face.x + face.width / 2, y: face.y + face.height / 2 };
  const seen = isFlat ? within(middle, width / zoom, height / zoom, photograph) : middle;
  const radians = isFlat ? 0 : (how.tilt * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians) / zoom, Math.sin(radians) / zoom];
  const toPhotograph: Affine = {
    a: cos,
    b: sin,
    c: seen.x - (cos * width) / 2 - (sin * height) / 2,
    d: -sin,
    e: cos,
    f: seen.y + (sin * width) / 2 - (cos * height) / 2,
  };
  const show = { nothing: () => scene, screen: onScreen, print: inPrint }[how.medium];
  const shown = show(scene, photograph, face, how, zoom);
  const frame = expose(shown, toPhotograph, width, height, how.seed);
  const center = { x: width / 2 + (middle.x - seen.x) * zoom, y: height / 2 + (middle.y - seen.y) * zoom };
  const side = how.faceSize;
  return { frame, box: { x: center.x - side / 2, y: center.y - side / 2, width: side, height: side } };
}

/** The centre of a region that holds a point as near to its middle as the photograph allows. */
function within(point: { x: number; y: number }, width: number, height: number, photograph: RgbaImage) {
  const clamp = (value: number, length: number, limit: number) =>
    Math.min(Math.max(value, length / 2), limit - length / 2);
  return { x: clamp(point.x, width, photograph.width), y: clamp(point.y, height, photograph.height) };
}

/** A screen that emits through stripes of red, green and blue with black between them, in a dark bezel. */
function onScreen(scene: Scene, photograph: RgbaImage, face: Box, how: Recapture, zoom: number): Scene {
  const random = uniform(how.seed, 0, 1);
  const area = enlargedWithin(face, 1.8 + random(), photograph.width, photograph.height);
  const bezel = (0.05 + 0.08 * random()) * area.width;
  const ambient = 0.01 + 0.03 * random();
  const reflection = lampOn(face, how.glare, random);
  const room = roomBehind(scene, photograph);
  const pitch = how.pitch / zoom;
  return (x, y, light) => {
    const outside = beyond(area, x, y);
    if (outside > bezel) return room(x, y, light);
    const lamp = ambient + reflection(x, y);
    if (outside > 0) {
      light.fill(0.01 + lamp);
      return;
    }
    // A pixel of the screen shows one colour, in three stripes.
    const [column, row] = [(x - area.x) / pitch, (y - area.y) / pitch];
    const [u, v] = [column - Math.floor(column), row - Math.floor(row)];
    scene(area.x + (Math.floor(column) + 0.5) * pitch, area.y + (Math.floor(row) + 0.5) * pitch, light);
    const stripe = Math.floor(3 * u);
    const isLit = v < 0.85 && 3 * u - stripe < 0.85;
    const gain = 3 / 0.85 ** 2;
    for (let channel = 0; channel < 3; channel++) {
      light[channel] = lamp + (isLit && channel === stripe ? gain * light[channel]! : 0);
    }
  };
}

/** A print in dots of three inks on paper with a white margin, with a printer's blacks and whites. */
function inPrint(scene: Scene, photograph: RgbaImage, face: Box, how: Recapture, zoom: number): Scene {
  const random = uniform(how.seed, 0, 1);
  const area = enlargedWithin(face, 1.8 + random(), photograph.width, photograph.height);
  const margin = 0.15 * random() * area.width;
  const reflection = lampOn(face, how.glare, random);
  const room = roomBehind(scene, photograph);
  const frequency = (2 * Math.PI * zoom) / how.pitch;
  const angles = [15, 75, 45].map((degrees) => (degrees * Math.PI) / 180);
  const [cosines, sines] = [angles.map(Math.cos), angles.map(Math.sin)];
  const [paper, ink] = [0.8, 0.05];
  return (x, y, light) => {
    const outside = beyond(area, x, y);
    if (outside > margin) return room(x, y, light);
    const lamp = reflection(x, y);
    if (outside > 0) {
      light.fill(paper + lamp);
      return;
    }
    scene(x, y, light);
    for (let channel = 0; channel < 3; channel++) {
      const u = cosines[channel]! * x + sines[channel]! * y;
      const v = cosines[channel]! * y - sines[channel]! * x;
      const dot = 0.5 + (Math.cos(frequency * u) + Math.cos(frequency * v)) / 4;
      light[channel] = lamp + (light[channel]! > dot ? paper : ink);
    }
  };
}

/** A lamp's reflection somewhere on the face: full within its radius, then falling off. */
function lampOn(face: Box, radius: number, random: () => number): (x: number, y: number) => number {
  const center = {
    x: face.x + (0.25 + 0.5 * random()) * face.width,
    y: face.y + (0.25 + 0.5 * random()) * face.height,
  };
  if (radius === 0) return () => 0;
  return (x, y) => {
    const distance = Math.hypot(x - center.x, y - center.y) / (radius * face.width);
    return 1.5 * Math.exp(-(Math.max(0, distance - 0.7) ** 2) / 0.1);
  };
}

/** What is behind screen or paper: the photograph itself, mirrored, from nearer and darker. */
function roomBehind(scene: Scene, { width, height }: RgbaImage): Scene {
  const folded = (value: number, limit: number) =>
    Math.abs((((value % (2 * limit)) + 3 * limit) % (2 * limit)) - limit);
  return (x, y, light) => {
    scene(folded(x / 1.5, width), folded(y / 1.5, height), light);
    for (let channel = 0; channel < 3; channel++) light[channel]! *= 0.6;
  };
}

/** How far a point lies outside a box; 0 inside. */
function beyond({ x, y, width, height }: Box, px: number, py: number): number {
  return Math.max(0, x - px, px - x - width, y - py, py - y - height);
}

/** What the camera makes of a scene: samples averaged in linear light, noise, sRGB's curve. */
function expose(scene: Scene, { a, b, c, d, e, f }: Affine, width: number, height: number, seed: number): RgbaImage {
  const random = uniform(seed + 1, 0, 1);
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const data = new Uint8ClampedArray(width * height * 4);
  const light: Light = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sum: Light = [0, 0, 0];
      for (const v of offsets) {
        for (const u of offsets) {
          const [i, j] = [x + 0.5 + u, y + 0.5 + v];
          scene(a * i + b * j + c, d * i + e * j + f, light);
          for (let channel = 0; channel < 3; channel++) sum[channel]! += light[channel]!;
        }
      }
      const at = 4 * (y * width + x);
      for (let channel = 0; channel < 3; channel++) {
        data[at + channel] = encoded(sum[channel]! / sampleCount ** 2) + noise * normal();
      }
      data[at + 3] = 255;
    }
  }
  return { data, width, height };
}

const decoded = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

function encoded(light: number): number {
  return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
}

/** A photograph's linear light between its pixels, and beyond its edge what is nearest. */
function lightOf({ data, width, height }: RgbaImage): Scene {
  return (x, y, light) => {
    const px = Math.min(width - 1, Math.max(0, x - 0.5));
    const py = Math.min(height - 1, Math.max(0, y - 0.5));
    const left = Math.floor(px);
    const top = Math.floor(py);
    const [u, v] = [px - left, py - top];
    const topLeft = 4 * (top * width + left);
    const right = left + 1 < width ? 4 : 0;
    const down = top + 1 < height ? 4 * width : 0;
    for (let channel = 0; channel < 3; channel++) {
      const at = topLeft + channel;
      const upper = (1 - u) * decoded[data[at]!]! + u * decoded[data[at + right]!]!;
      const lower = (1 - u) * decoded[data[at + down]!]! + u * decoded[data[at + down + right]!]!;
      light[channel] = (1 - v) * upper + v * lower;
    }
  };
}
