import { type EngineEvent, FaceEngine } from 'face-core';
import { ObjectDetector, type ObjectDetectorOptions } from 'face-core/objects';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { commands } from 'vitest/browser';
import { type ColourSquare, drawSquares, found } from './colour-squares.ts';
import { colourNames, objectness } from './generated-objects.ts';
import { fetched, portrait } from './photographs.ts';
import { died, expectNoWorkers, lifelines } from './workers.ts';

const detectors: ObjectDetector[] = [];
const events: EngineEvent[] = [];
const bytesOf = async (file: string) => new Uint8Array(await (await fetched(`/generated/${file}`)).arrayBuffer());

/** A detector that is closed after the test. */
async function open(file: string, options: Partial<ObjectDetectorOptions> = {}): Promise<ObjectDetector> {
  const onEvent = (event: EngineEvent) => events.push(event);
  const model = 'model' in options ? options.model! : await bytesOf(file);
  const detector = await ObjectDetector.create({ modelBaseUrl: '/prepared/', onEvent, ...options, model });
  detectors.push(detector);
  return detector;
}

afterEach(async () => {
  vi.restoreAllMocks();
  await commands.unblock();
  for (const detector of detectors.splice(0)) detector.close();
  events.length = 0;
});

/** In a picture of twice the input of 192 × 128: where a cell's square lies, one of 32 pixels and one of 64. */
const squares: ColourSquare[] = [
  { colour: 2, box: { x: 56, y: 40, width: 64, height: 64 } },
  { colour: 0, box: { x: 176, y: 80, width: 128, height: 128 } },
];
const picture = () => drawSquares(384, 256, squares);

describe('finds squares where they are', () => {
  const layouts = ['yolov5', 'yolov8', 'end-to-end'] as const;

  test.each(layouts.flatMap((layout) => (['wasm', 'webgpu'] as const).map((device) => [layout, device] as const)))(
    'in the layout %s on %s',
    async (layout, device) => {
      const detector = await open(`objects-${layout}.onnx`, { device });
      expect(detector.info).toMatchObject({
        device,
        deviceReason: 'The app asked for it.',
        layout,
        classes: colourNames,
        input: { width: 192, height: 128 },
      });
      const objects = await detector.detect(picture());
      expect(found(objects)).toEqual(squares);
      const score = layout === 'yolov5' ? objectness : 1;
      for (const object of objects) expect(object.score).toBeCloseTo(score, 2);
      expect(await detector.detect(drawSquares(384, 256, []))).toEqual([]);
    },
  );

  test.each(['yolov5', 'yolov8'] as const)(
    'at the sizes that an open model of the layout %s is given',
    async (layout) => {
      const trained = await open(`objects-${layout}-open.onnx`);
      expect(trained.info).toMatchObject({ layout, input: { width: 192, height: 128 } });
      expect(found(await trained.detect(picture()))).toEqual(squares);

      const larger = await open(`objects-${layout}-open.onnx`, { inputSize: 256 });
      expect(larger.info).toMatchObject({ layout, input: { width: 256, height: 256 } });
      // The picture is not reduced, and lies 64 pixels lower in the input.
      const square = { colour: 1, box: { x: 56, y: 8, width: 64, height: 64 } };
      expect(found(await larger.detect(drawSquares(256, 128, [square])))).toEqual([square]);
    },
  );

  test('in a tall picture, and in files, bitmaps and pixels', async () => {
    const detector = await open('objects-yolov8.onnx');
    const square = { colour: 1, box: { x: 8, y: 56, width: 64, height: 64 } };
    const tall = drawSquares(128, 256, [square]);
    const file = await tall.convertToBlob();
    const sources = [tall, file, await createImageBitmap(tall), tall.getContext('2d')!.getImageData(0, 0, 128, 256)];
    for (const source of sources) expect(found(await detector.detect(source))).toEqual([square]);
  });

  test('in pixels of the file, where it was decoded at a smaller size', async () => {
    const limits = { maximumPixels: 192 * 128, tooLarge: 'scale' } as const;
    const detector = await open('objects-yolov8.onnx', { limits });
    const file = await picture().convertToBlob({ type: 'image/jpeg', quality: 1 });
    expect(found(await detector.detect(file))).toEqual(squares);
  });

  test('under the app’s own names', async () => {
    const classes = ['cup', 'plate', 'spoon'];
    for (const file of ['objects-unnamed.onnx', 'objects-yolov8.onnx']) {
      const detector = await open(file, { classes });
      expect(detector.info.classes).toEqual(classes);
      const labels = (await detector.detect(picture())).map(({ label }) => label);
      expect(labels.sort()).toEqual(['cup', 'spoon']);
    }
  });

  test('above the least score', async () => {
    const detector = await open('objects-yolov5.onnx');
    expect(await detector.detect(picture(), { minimumScore: objectness + 0.01 })).toEqual([]);
    expect(await detector.detect(picture(), { minimumScore: objectness - 0.01 })).toHaveLength(2);
    for (const wrong of [-1, 2, Number.NaN]) {
      await expect(detector.detect(picture(), { minimumScore: wrong })).rejects.toThrow(TypeError);
      await expect(detector.detect(picture(), { maximumOverlap: wrong })).rejects.toThrow(TypeError);
    }
  });
});

describe('a model that cannot be used', () => {
  test.each([
    ['objects-segment.onnx', {}, 'model-unsupported', /task is segment/],
    ['objects-half.onnx', {}, 'model-unsupported', /half=False/],
    ['objects-unnamed.onnx', {}, 'model-unsupported', /pass classes/],
    ['objects-unnamed.onnx', { classes: ['one', 'two'] }, 'model-unsupported', /gives \[1,7,504\]\. With 2 classes/],
    ['objects-yolov8.onnx', { layout: 'yolov5' }, 'model-unsupported', /\[1,N,8\] \(yolov5\)/],
    ['objects-yolov8.onnx', { inputSize: 320 }, 'model-unsupported', /takes 192 × 128 pixels/],
    ['embedder-128.onnx', { classes: ['one'] }, 'model-unsupported', /one output/],
    ['objects-failing.onnx', {}, 'model-corrupt', /ONNX/],
  ] as const)('%s with %o is refused by name', async (file, options, code, message) => {
    const refused = { name: 'FaceError', code, message: expect.stringMatching(message) };
    await expect(open(file, options)).rejects.toMatchObject(refused);
    await expectNoWorkers();
  });

  test('is told of also where WebGPU was asked for', async () => {
    await expect(open('objects-unnamed.onnx', { device: 'webgpu', classes: ['one'] })).rejects.toMatchObject({
      code: 'model-unsupported',
    });
    await expect(open('objects-failing.onnx', { device: 'webgpu' })).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  test('is no ONNX file', async () => {
    const model = new TextEncoder().encode('<!doctype html><title>Not found</title>');
    await expect(open('objects-yolov8.onnx', { model })).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  test.each([
    { model: undefined as never },
    { model: new ArrayBuffer(8) as never },
    { classes: [] },
    { classes: [1] as never },
    { layout: 'yolov4' as never },
    { inputSize: 0 },
    { inputSize: { width: 320, height: 1.5 } },
  ])('a wrong argument is a TypeError: %o', async (options) => {
    await expect(open('objects-yolov8.onnx', options)).rejects.toThrow(TypeError);
  });
});

describe('a model by URL', () => {
  async function hosted(file: string) {
    const bytes = await bytesOf(file);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return { url: `/generated/${file}?v=1`, sha256, bytes: bytes.length };
  }

  test('is fetched once, checked and kept; the next version takes its place', async () => {
    const model = await hosted('objects-yolov8.onnx');
    const progress: number[] = [];
    await open('objects-yolov8.onnx', { model, onProgress: ({ loaded, total }) => progress.push(loaded / total) });
    expect(progress.at(-1)).toBe(1);
    const stored = async () =>
      (await (await caches.open('face-core-models')).keys()).filter(({ url }) => url.includes('objects'));
    expect(await stored()).toMatchObject([{ url: expect.stringContaining(model.sha256) }]);
    // The host has lost it, and it is not missed.
    await commands.block('**/generated/objects-yolov8.onnx*', 'fail');
    const again = await open('objects-yolov8.onnx', { model: { ...model, url: model.url.replace('v=1', 'v=2') } });
    expect(found(await again.detect(picture()))).toEqual(squares);
    expect(await stored()).toHaveLength(1);
  });

  test('whose digest is another is model-corrupt, and one that is not there model-load', async () => {
    const model = await hosted('objects-end-to-end.onnx');
    const other = { ...model, sha256: 'ab'.repeat(32) };
    await expect(open('objects-yolov8.onnx', { model: other })).rejects.toMatchObject({ code: 'model-corrupt' });
    const missing = { ...model, url: '/prepared/nowhere.onnx' };
    await expect(open('objects-yolov8.onnx', { model: missing })).rejects.toMatchObject({ code: 'model-load' });
  });
});

describe('what is given up', () => {
  const reason = new Error('changed my mind');
  // Those of an earlier test may still be ending.
  beforeEach(expectNoWorkers);

  test('creating: before it begins, and while the runtime does not come', async () => {
    await expect(open('objects-yolov8.onnx', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await commands.block('**/runtime/*.wasm*', 'stall');
    const cancel = new AbortController();
    const creating = open('objects-yolov8.onnx', { signal: cancel.signal, onProgress: () => cancel.abort(reason) });
    await expect(creating).rejects.toBe(reason);
    await expectNoWorkers();
    expect(await lifelines()).toEqual({ held: 0, pending: 0 });
  });

  test('a call: before it begins, in the queue and while it runs; frames are closed, the others answered', async () => {
    const detector = await open('objects-yolov8.onnx');
    await expect(detector.detect(picture(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const close = vi.spyOn(VideoFrame.prototype, 'close');
    const cancel = new AbortController();
    const [first, second, third] = [
      detector.detect(picture()),
      detector.detect(picture(), { signal: cancel.signal }),
      detector.detect(picture()),
    ];
    cancel.abort(reason);
    await expect(second).rejects.toBe(reason);
    expect(await first).toHaveLength(2);
    expect(await third).toHaveLength(2);
    await expect.poll(() => close.mock.calls.length).toBe(3);
  });

  test('closing fails calls at whatever stage and leaves nothing', async () => {
    const detector = await open('objects-yolov8.onnx');
    const calls = [1, 2, 3].map(() => detector.detect(picture()));
    detector.close();
    detector.close();
    const closed = { name: 'FaceError', code: 'closed', message: expect.stringContaining('object detector') };
    for (const call of calls) await expect(call).rejects.toMatchObject(closed);
    await expect(detector.detect(new Blob([]))).rejects.toMatchObject(closed);
    await expectNoWorkers();
    expect(await lifelines()).toEqual({ held: 0, pending: 0 });
  });
});

describe('workers', () => {
  test('one that dies is replaced, and the next call is answered', async () => {
    const detector = await open('objects-yolov8.onnx');
    const { info } = detector;
    await commands.killWorker('a silent end');
    await expect.poll(() => events.length, { timeout: 30_000 }).toBe(1);
    expect(found(await detector.detect(picture()))).toEqual(squares);
    expect(events).toEqual([{ type: 'worker-replaced', reason: expect.stringMatching(/without a word/) }]);
    expect(detector.info).toEqual(info);
  });

  test('one that dies while it opens fails the creation', async () => {
    await expectNoWorkers();
    await commands.block('**/runtime/*.wasm*', 'stall');
    const failed = expect(open('objects-yolov8.onnx')).rejects.toMatchObject(died);
    await expect.poll(() => lifelines(), { interval: 10 }).toEqual({ held: 1, pending: 1 });
    await commands.killWorker('a silent end');
    await failed;
    await expectNoWorkers();
    expect(events).toEqual([]);
  });

  test('two detectors and an engine work at once, and closing one leaves the others', async () => {
    const [first, second] = await Promise.all([open('objects-yolov8.onnx'), open('objects-end-to-end.onnx')]);
    const engine = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
    try {
      const face = await portrait();
      const all = await Promise.all([first.detect(picture()), second.detect(picture()), engine.detect(face)]);
      expect(all.map((objects) => objects.length)).toEqual([2, 2, 1]);
      first.close();
      expect(found(await second.detect(picture()))).toEqual(squares);
      expect(await engine.detect(face)).toHaveLength(1);
    } finally {
      engine.close();
    }
  });

  test('a source that is no image is refused, and the detector works on', async () => {
    const detector = await open('objects-yolov8.onnx', { limits: { maximumPixels: 384 * 256 } });
    await expect(detector.detect(new Blob(['no image']))).rejects.toMatchObject({ code: 'bad-image' });
    await expect(detector.detect(drawSquares(400, 256, []))).rejects.toMatchObject({ code: 'image-too-large' });
    expect(await detector.detect(picture())).toHaveLength(2);
  });
});
