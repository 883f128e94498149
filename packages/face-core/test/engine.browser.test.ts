import { FaceEngine } from 'face-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { iou } from '../src/geometry/box.ts';
import { completeLivenessPolicy } from '../src/liveness/policy.ts';
import { cosine } from './cosine.ts';
import { emptyRoom, fetched, hasFaces, only, portrait, portraitCanvas, sample } from './photographs.ts';

let engine: FaceEngine;

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
});

afterAll(() => engine?.close());

describe('create', () => {
  test('says what it took', () => {
    expect(engine.info).toEqual({
      device: 'wasm',
      deviceReason: "WebGPU's adapter is software.",
      threads: crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1,
      detectorSize: 192,
      models: {
        detection: ['blazeface-full-range@2', 'blazeface-short-range@2'],
        embedding: 'arcface-mobilefacenet@1',
        liveness: 'minifasnet@1',
        deeppixbis: null,
        attributes: {},
      },
      embeddingDimension: 512,
    });
  });

  test('can be given up', async () => {
    const reason = new Error('changed my mind');
    const loading = FaceEngine.create({ modelBaseUrl: '/prepared/', signal: AbortSignal.abort(reason) });
    await expect(loading).rejects.toBe(reason);
  });
});

describe('detect', () => {
  test('finds every face of the group photographs', async () => {
    const found: number[] = [];
    for (let number = 1; number <= 6; number++) found.push((await engine.detect(await sample(number))).length);
    expect(found).toEqual([3, 3, 3, 4, 5, 4]);
  });

  test('finds a face that fills the frame', async () => {
    const bitmap = await createImageBitmap(await sample(3), 1039, 252, 254, 254);
    const { box } = only(await engine.detect(bitmap));
    expect(iou(box, { x: 0, y: 0, width: 254, height: 254 })).toBeGreaterThan(0.6);
  });

  test('finds a group across a room', async () => {
    const bitmap = await createImageBitmap(await sample(5));
    const room = new OffscreenCanvas(bitmap.width * 3, bitmap.height * 3);
    const context = room.getContext('2d')!;
    context.fillStyle = '#8a8f95';
    context.fillRect(0, 0, room.width, room.height);
    context.drawImage(bitmap, bitmap.width * 1.1, bitmap.height);
    expect(await engine.detect(room)).toHaveLength(5);
  });

  test.runIf(hasFaces)('finds one face in each tight crop', async () => {
    const found: Record<string, number> = {};
    for (const person of ['amy', 'bernadette', 'howard', 'leonard', 'penny', 'raj', 'sheldon', 'stuart']) {
      for (let shot = 1; shot <= 5; shot++) {
        const name = `${person}/${person}${shot}.png`;
        const faces = await engine.detect(await fetched(`/faces/identities/${name}`));
        if (faces.length !== 1) found[name] = faces.length;
      }
    }
    expect(found).toEqual({});
  });

  test('finds nobody in an empty room', async () => {
    expect(await engine.detect(emptyRoom())).toEqual([]);
  });

  test('reads every kind of source alike', async () => {
    const canvas = await portraitCanvas();
    const file = await portrait('image/png');
    const image = new Image();
    image.src = URL.createObjectURL(file);
    await image.decode();
    const video = document.createElement('video');
    const shown = document.createElement('canvas');
    [shown.width, shown.height] = [canvas.width, canvas.height];
    const context = shown.getContext('2d')!;
    context.drawImage(canvas, 0, 0);
    video.srcObject = shown.captureStream(30);
    const repaint = setInterval(() => context.drawImage(canvas, 0, 0), 30);
    video.muted = true;
    await video.play();
    const frame = new VideoFrame(canvas, { timestamp: 0 });
    const sources = {
      blob: file,
      bitmap: await createImageBitmap(canvas),
      canvas: shown,
      offscreen: canvas,
      pixels: canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height),
      image,
      video,
      frame,
    };
    const expected = only(await engine.detect(canvas)).box;
    for (const [kind, source] of Object.entries(sources)) {
      const { box } = only(await engine.detect(source));
      expect([kind, iou(box, expected) > 0.9]).toEqual([kind, true]);
    }
    // The sources stay the caller's: each can be read again.
    expect(sources.bitmap.width).toBe(600);
    expect(only(await engine.detect(sources.bitmap)).box).toEqual(expected);
    frame.close();
    clearInterval(repaint);
    URL.revokeObjectURL(image.src);
  });

  test('respects the EXIF orientation of a file', async () => {
    const upright = await portraitCanvas();
    const turned = new OffscreenCanvas(upright.height, upright.width);
    const context = turned.getContext('2d')!;
    context.translate(0, upright.width);
    context.rotate(-Math.PI / 2);
    context.drawImage(upright, 0, 0);
    // Orientation 6: to be turned a quarter clockwise for display.
    const file = await withOrientation(await turned.convertToBlob({ type: 'image/jpeg', quality: 0.95 }), 6);
    const expected = only(await engine.detect(upright));
    const face = only(await engine.detect(file));
    expect(iou(face.box, expected.box)).toBeGreaterThan(0.85);
    expect(face.keypoints.noseTip.x).toBeCloseTo(expected.keypoints.noseTip.x, -1);
  });
});

describe('analyze', () => {
  test('gives a normalised embedding, a digest, liveness and quality', async () => {
    const face = only(await engine.analyze(await portrait()));
    expect(face.embedding).toHaveLength(512);
    expect(cosine(face.embedding!, face.embedding!)).toBeCloseTo(1, 5);
    expect(face.modelId).toBe('arcface-mobilefacenet@1');
    expect(face.digest).toMatch(/^[0-9a-f]{64}$/);
    const { threshold } = completeLivenessPolicy();
    expect(face.liveness).toMatchObject({ threshold, live: face.liveness!.score >= threshold });
    expect(face.quality!.score).toBeGreaterThan(60);
    expect(face.quality!.score).toBeLessThanOrEqual(100);
  });

  test('leaves out what was not asked for, as null', async () => {
    const nothing = only(await engine.analyze(await portrait(), { embedding: false, liveness: false, quality: false }));
    expect(nothing).toMatchObject({ embedding: null, modelId: null, digest: null, liveness: null, quality: null });
    const quality = only(await engine.analyze(await portrait(), { embedding: false, liveness: false }));
    expect(quality).toMatchObject({ embedding: null, liveness: null, quality: { score: expect.any(Number) } });
  });

  test('gives the same shot the same digest, and another one another', async () => {
    const [first, again] = [only(await engine.analyze(await portrait())), only(await engine.analyze(await portrait()))];
    const other = only(await engine.analyze(await portrait('image/webp')));
    expect(again.digest).toBe(first.digest);
    expect(Array.from(again.embedding!)).toEqual(Array.from(first.embedding!));
    expect(other.digest).not.toBe(first.digest);
    expect(cosine(other.embedding!, first.embedding!)).toBeGreaterThan(0.9);
  });

  test('tells the people of a group apart', async () => {
    const faces = await engine.analyze(await sample(6), { liveness: false });
    const similarities = faces.flatMap((a, i) => faces.slice(i + 1).map((b) => cosine(a.embedding!, b.embedding!)));
    expect(similarities).toHaveLength(6);
    expect(Math.max(...similarities)).toBeLessThan(0.38);
  });

  test('answers calls in order, also when many are made at once', async () => {
    const [one, group] = [await portrait(), await sample(4)];
    const counts = await Promise.all(
      [one, group, one, group].map(async (source) => (await engine.analyze(source)).length),
    );
    expect(counts).toEqual([1, 4, 1, 4]);
  });

  test.runIf(hasFaces)('tells captures of people from prints and screens, by liveness', async () => {
    const scoreOf = async (url: string) =>
      only(await engine.analyze(await fetched(`/faces/liveness/${url}`))).liveness!;
    for (const name of ['190053', '190054', '190108', '190109'].map((time) => `spoof_20250618_${time}`)) {
      expect([name, (await scoreOf(`spoof/${name}.jpg`)).live]).toEqual([name, false]);
    }
    expect((await scoreOf('spoof/silentface_F1.jpg')).live).toBe(false);
    expect((await scoreOf('spoof/silentface_F2.jpg')).live).toBe(false);
    expect((await scoreOf('live/silentface_T1.jpg')).live).toBe(true);
  });
});

describe('captureAll', () => {
  test('gives a template for each face of a group', async () => {
    const group = await sample(6);
    const captured = await engine.captureAll(group, { liveness: 'report' });
    const analyzed = await engine.analyze(group);
    expect(captured.map(({ face }) => face.box)).toEqual(analyzed.map(({ box }) => box));
    expect(captured.map(({ template }) => template?.digest)).toEqual(analyzed.map(({ digest }) => digest));
    expect(captured.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test('gives the faults of those that are not good enough, beside the templates of the others', async () => {
    const group = await sample(6);
    const widths = (await engine.detect(group)).map(({ box }) => box.width);
    const [least] = widths.toSorted((a, b) => a - b);
    const captured = await engine.captureAll(group, { liveness: 'skip', minimumFaceSize: least! + 0.1 });
    const outcomes = captured.map(({ face, template, faults }) => [
      face.box.width,
      template === null ? faults.map(({ code }) => code) : 'accepted',
    ]);
    expect(outcomes).toEqual(widths.map((width) => [width, width === least ? ['face-too-small'] : 'accepted']));
  });

  test('holds a small image against every face in it', async () => {
    const small = await createImageBitmap(await sample(6), { resizeWidth: 240, resizeHeight: 149 });
    const captured = await engine.captureAll(small, { liveness: 'skip' });
    expect(captured.length).toBeGreaterThan(1);
    for (const { template, faults } of captured) {
      expect(template).toBeNull();
      expect(faults[0]).toMatchObject({ code: 'image-too-small', details: { width: 240, height: 149, minimum: 150 } });
    }
  });

  test('gives nobody where nobody is, and throws only for what is no image', async () => {
    expect(await engine.captureAll(emptyRoom())).toEqual([]);
    await expect(engine.captureAll(new Blob(['no image']))).rejects.toMatchObject({ code: 'bad-image' });
  });
});

describe('capture', () => {
  test('gives a template', async () => {
    const before = Date.now();
    const template = await engine.capture(await portrait(), { liveness: 'report' });
    expect(template).toEqual({
      embedding: expect.any(Float32Array),
      modelId: 'arcface-mobilefacenet@1',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      quality: expect.any(Number),
      liveness: { score: expect.any(Number), live: expect.any(Boolean) },
      capturedAt: expect.any(Number),
    });
    expect(template.capturedAt).toBeGreaterThanOrEqual(before);
    expect((await engine.capture(await portrait(), { liveness: 'skip' })).liveness).toBeNull();
  });

  test('refuses a frame without a face, or with several', async () => {
    await expect(engine.capture(emptyRoom())).rejects.toMatchObject({ code: 'no-face' });
    await expect(engine.capture(await sample(6))).rejects.toMatchObject({
      code: 'multiple-faces',
      details: { faces: 4 },
    });
  });

  test('lists every fault of a shot', async () => {
    const small = await createImageBitmap(await portraitCanvas(), { resizeWidth: 150, resizeHeight: 112 });
    const refused = engine.capture(small, { liveness: 'skip', minimumQuality: 100 });
    await expect(refused).rejects.toMatchObject({
      code: 'image-too-small',
      faults: [{ code: 'image-too-small' }, { code: 'face-too-small' }, { code: 'low-quality' }],
    });
  });
});

/** A JPEG with an EXIF segment that says only how it is to be turned. */
async function withOrientation(jpeg: Blob, orientation: number): Promise<Blob> {
  const tiff = [
    ...[0x4d, 0x4d, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x08],
    ...[0x00, 0x01, 0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, orientation, 0x00, 0x00],
    ...[0x00, 0x00, 0x00, 0x00],
  ];
  const exif = [...new TextEncoder().encode('Exif\0\0'), ...tiff];
  const segment = new Uint8Array([0xff, 0xe1, 0x00, exif.length + 2, ...exif]);
  return new Blob([jpeg.slice(0, 2), segment, jpeg.slice(2)], { type: 'image/jpeg' });
}
