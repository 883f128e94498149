import { afterEach, describe, expect, test, vi } from 'vitest';
import { completeLimits, type ImageLimits } from '../src/image/limits.ts';
import type { RgbaImage } from '../src/image/pixels.ts';
import { toFrame } from '../src/source.ts';
import type { Frame } from '../src/worker/boundary.ts';
import { FrameReader } from '../src/worker/frame.ts';
import { film } from './film.ts';
import { fetched, portraitCanvas } from './photographs.ts';

/** Each of 2 × 2 pixels: red and green above, blue and white below. */
const [red, green, blue, white] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
];
const fourColours = Uint8ClampedArray.from([red, green, blue, white].flatMap((colour) => [...colour!, 255]));
const never = new AbortController().signal;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A reader for this page; `canvas`: as in a browser without `VideoFrame`. */
function reader(road: 'copy' | 'canvas' = 'copy', limits: Partial<ImageLimits> = {}): FrameReader {
  if (road === 'canvas') vi.stubGlobal('VideoFrame', undefined);
  const made = new FrameReader(completeLimits(limits));
  vi.unstubAllGlobals();
  return made;
}

const read = (frame: Frame, from = reader()) => from.read(frame, never);

/** The colours of an image's pixels, row by row. */
function colours({ data }: RgbaImage): number[][] {
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.slice(i * 4, i * 4 + 3)]);
}

function largestDifference(a: RgbaImage, b: RgbaImage): number {
  expect([a.width, a.height, a.data.length]).toEqual([b.width, b.height, b.data.length]);
  return a.data.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b.data[i]!)), 0);
}

function frameOf(init: Partial<VideoFrameBufferInit> & { rotation?: number; flip?: boolean } = {}): VideoFrame {
  return new VideoFrame(fourColours, { format: 'RGBA', codedWidth: 2, codedHeight: 2, timestamp: 0, ...init });
}

describe('a copy and a canvas give the same pixels', () => {
  const files = [
    'plain.jpg',
    'odd-size.jpg',
    'cmyk.jpg',
    'grey.jpg',
    'wide-gamut.jpg',
    'sixteen-bit.png',
    'plain.avif',
  ];
  for (const name of files) {
    test(`of ${name}`, async () => {
      const file = await fetched(`/odd/${name}`);
      const copies = vi.spyOn(VideoFrame.prototype, 'copyTo');
      const draws = vi.spyOn(OffscreenCanvasRenderingContext2D.prototype, 'drawImage');
      const copied = await read(file);
      expect(copies).toHaveBeenCalledTimes(2);
      expect(draws).not.toHaveBeenCalled();
      expect(largestDifference(copied, await read(file, reader('canvas')))).toBe(0);
      expect(copies).toHaveBeenCalledTimes(2);
      expect(draws).toHaveBeenCalledTimes(1);
    });
  }

  test('of a film', async () => {
    const video = await film(await portraitCanvas());
    const [frame, same] = [new VideoFrame(video), new VideoFrame(video)];
    expect(frame.format).toContain('420');
    expect(largestDifference(await read(frame), await read(same, reader('canvas')))).toBeLessThanOrEqual(1);
  });
});

describe('pixels are as shown', () => {
  const shown: Record<string, [frame: () => VideoFrame, width: number, pixels: unknown[]]> = {
    'as they are': [() => frameOf(), 2, [red, green, blue, white]],
    rotated: [() => frameOf({ rotation: 90 }), 2, [blue, red, white, green]],
    flipped: [() => frameOf({ flip: true }), 2, [green, red, white, blue]],
    cropped: [() => frameOf({ visibleRect: { x: 1, y: 0, width: 1, height: 2 } }), 1, [green, white]],
    'another order of channels': [() => frameOf({ format: 'BGRA' }), 2, [blue, green, red, white]],
  };
  for (const [how, [frame, width, pixels]] of Object.entries(shown)) {
    test(how, async () => {
      const image = await read(frame());
      expect([image.width, colours(image)]).toEqual([width, pixels]);
      expect(colours(await read(frame(), reader('canvas')))).toEqual(pixels);
    });
  }

  test('stretched', async () => {
    const image = await read(frameOf({ displayWidth: 8, displayHeight: 2 }));
    expect([image.width, image.height, image.scale]).toEqual([8, 2, 1]);
    expect([colours(image)[0], colours(image)[7]]).toEqual([red, green]);
  });

  test('on black, where they are transparent', async () => {
    const data = new Uint8ClampedArray([200, 100, 50, 128, 200, 100, 50, 0, 200, 100, 50, 255, 255, 255, 255, 255]);
    const pixels = [[100, 50, 25], [0, 0, 0], [200, 100, 50], white];
    expect(colours(await read(await toFrame(new ImageData(data, 2))))).toEqual(pixels);
    expect(colours(await read(await createImageBitmap(new ImageData(data, 2)), reader('canvas')))).toEqual(pixels);
  });

  test('of a transparent frame after an opaque one: nothing shines through', async () => {
    const kept = reader('canvas');
    await read(frameOf(), kept);
    const nothing = await toFrame(new ImageData(new Uint8ClampedArray(16), 2));
    expect(colours(await read(nothing, kept)).flat()).toEqual(Array(12).fill(0));
  });
});

describe('limits', () => {
  const scaling = { maximumPixels: 100_000, tooLarge: 'scale' } as const;

  test('an image beyond them is drawn smaller where that is asked for, and says by how much', async () => {
    const bitmap = await createImageBitmap(await fetched('/odd/plain.png'));
    const { width, height, scale, data } = await read(bitmap, reader('copy', scaling));
    expect([width, height, data.length]).toEqual([365, 273, 365 * 273 * 4]);
    expect(scale).toBeCloseTo(600 / 365, 5);
  });

  test('a JPEG is decoded smaller than it is, also one on its side; another file is refused', async () => {
    const decodes = vi.spyOn(globalThis, 'createImageBitmap');
    for (const name of ['plain.jpg', 'turned.jpg']) {
      const { width, height, scale } = await read(await fetched(`/odd/${name}`), reader('copy', scaling));
      expect([name, width, height, scale]).toEqual([name, 300, 225, 2]);
    }
    const refused = read(await fetched('/odd/plain.png'), reader('copy', scaling));
    await expect(refused).rejects.toMatchObject({ code: 'image-too-large', details: { width: 600, height: 450 } });
    expect(decodes).not.toHaveBeenCalled();
  });

  test('a browser that cannot decode a JPEG at a smaller size refuses it', async () => {
    // Stubbed first, so that it is put back.
    vi.stubGlobal('ImageDecoder', undefined);
    Reflect.deleteProperty(globalThis, 'ImageDecoder');
    const refused = read(await fetched('/odd/plain.jpg'), new FrameReader(completeLimits(scaling)));
    await expect(refused).rejects.toMatchObject({ code: 'image-too-large' });
  });

  test('what a file decodes to counts, whatever its header says', async () => {
    const gif = new Uint8Array(await (await fetched('/odd/plain.gif')).arrayBuffer());
    const limits = reader('copy', { maximumPixels: 600 * 450 - 1 });
    await expect(read(new Blob([gif]), limits)).rejects.toMatchObject({ code: 'image-too-large' });
    // A reader of screens alone would let this one in.
    gif.set([1, 0, 1, 0], 6);
    await expect(read(new Blob([gif]), limits)).rejects.toMatchObject({ code: 'image-too-large' });
    expect(await read(new Blob([gif]))).toMatchObject({ width: 600, height: 450, scale: 1 });
  });
});

describe('nothing is left open', () => {
  /** Every picture that is made from here on. */
  function watched(): (VideoFrame | ImageBitmap)[] {
    const made: (VideoFrame | ImageBitmap)[] = [];
    const Real = globalThis.VideoFrame;
    vi.stubGlobal(
      'VideoFrame',
      class extends Real {
        constructor(...init: ConstructorParameters<typeof Real>) {
          super(...init);
          made.push(this);
        }
      },
    );
    const real = globalThis.createImageBitmap;
    vi.stubGlobal('createImageBitmap', async (...given: Parameters<typeof real>) => {
      const bitmap = await real(...given);
      made.push(bitmap);
      return bitmap;
    });
    return made;
  }
  const isOpen = (picture: VideoFrame | ImageBitmap) =>
    picture instanceof ImageBitmap ? picture.width > 0 : picture.codedWidth > 0;

  const cases: Record<string, (frames: FrameReader) => Promise<unknown>> = {
    'after a file': async (frames) => read(await fetched('/odd/plain.jpg'), frames),
    'after a file on its side': async (frames) => read(await fetched('/odd/turned.jpg'), frames),
    'after a frame': (frames) => read(frameOf(), frames),
    'after pixels': async (frames) => read(await toFrame(new ImageData(5, 5)), frames),
    'after a rotated frame': async (frames) => read(frameOf({ rotation: 180 }), frames),
    'after one that is too large': async (frames) => {
      const large = new OffscreenCanvas(1001, 1000);
      large.getContext('2d');
      await expect(read(await toFrame(large), frames)).rejects.toMatchObject({ code: 'image-too-large' });
    },
    'after one that was given up': async (frames) => {
      await expect(frames.read(frameOf(), AbortSignal.abort('enough'))).rejects.toBe('enough');
    },
    'after a file that was given up while it was decoded': async (frames) => {
      const cancel = new AbortController();
      const file = await fetched('/odd/plain.jpg');
      const decode = globalThis.createImageBitmap;
      vi.stubGlobal('createImageBitmap', (blob: Blob, options: ImageBitmapOptions) => {
        cancel.abort('enough');
        return decode(blob, options);
      });
      await expect(frames.read(file, cancel.signal)).rejects.toBe('enough');
    },
    'after a copy that fails': async (frames) => {
      vi.spyOn(VideoFrame.prototype, 'copyTo').mockRejectedValue(new DOMException('no', 'NotSupportedError'));
      expect(await read(frameOf(), frames)).toMatchObject({ width: 2, height: 2 });
    },
  };
  for (const [name, task] of Object.entries(cases)) {
    test(name, async () => {
      const pictures = watched();
      const frames = new FrameReader(completeLimits({ maximumPixels: 1_000_000 }));
      await task(frames);
      expect(pictures.length).toBeGreaterThan(1);
      expect(pictures.filter(isOpen)).toEqual([]);
    });
  }
});

test('frames of one size share their memory, until another size comes', async () => {
  const frames = reader();
  const [first, second] = [await read(frameOf(), frames), await read(frameOf(), frames)];
  expect(second.data).toBe(first.data);
  expect((await read(await toFrame(await portraitCanvas()), frames)).data).not.toBe(first.data);
});
