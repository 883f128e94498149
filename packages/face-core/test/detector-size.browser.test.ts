import { FaceEngine } from 'face-core';
import { afterEach, expect, test } from 'vitest';
import { type DetectorSize, detectorSizes } from '../src/detection/detector-size.ts';
import { type Box, iou } from '../src/geometry/box.ts';
import { only, sample } from './photographs.ts';

let engine: FaceEngine | undefined;

afterEach(() => engine?.close());

async function detect(detectorSize: DetectorSize, frame: OffscreenCanvas) {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/', detectorSize, readyWhen: 'detection' });
  return engine.detect(frame);
}

/** A webcam's frame with a face of sample 6 in its middle, so many pixels wide. */
async function webcamFrame(faceWidth: number): Promise<{ frame: OffscreenCanvas; box: Box }> {
  const [width, height] = [640, 480];
  const truth = { x: 622, y: 359, side: 272 };
  // With what is around it: hair, neck and shoulders.
  const margin = 0.75 * truth.side;
  const side = truth.side + 2 * margin;
  const person = await createImageBitmap(await sample(6), truth.x - margin, truth.y - margin, side, side);
  const frame = new OffscreenCanvas(width, height);
  const context = frame.getContext('2d')!;
  context.fillStyle = '#8a8f95';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  const shown = (side * faceWidth) / truth.side;
  context.drawImage(person, (width - shown) / 2, (height - shown) / 2, shown, shown);
  const corner = { x: (width - faceWidth) / 2, y: (height - faceWidth) / 2 };
  return { frame, box: { ...corner, width: faceWidth, height: faceWidth } };
}

test('a face of 24 pixels in a webcam’s frame is found at 320, and not at 192', async () => {
  const { frame, box } = await webcamFrame(24);
  expect(await detect(192, frame)).toEqual([]);
  engine!.close();
  expect(iou(only(await detect(320, frame)).box, box)).toBeGreaterThan(0.6);
});

test('a near face is found at 128', async () => {
  for (const width of [160, 240, 400]) {
    const { frame, box } = await webcamFrame(width);
    expect(iou(only(await detect(128, frame)).box, box)).toBeGreaterThan(0.6);
    engine!.close();
  }
});

test.each(detectorSizes)('at %i, the faces of a group are found once each, and info says so', async (size) => {
  const group = await createImageBitmap(await sample(6));
  const frame = new OffscreenCanvas(group.width, group.height);
  frame.getContext('2d')!.drawImage(group, 0, 0);
  expect(await detect(size, frame)).toHaveLength(4);
  expect(engine!.info.detectorSize).toBe(size);
});

test('a size that the model does not have is a TypeError', async () => {
  const creating = FaceEngine.create({ modelBaseUrl: '/prepared/', detectorSize: 200 as DetectorSize });
  await expect(creating).rejects.toThrow(TypeError);
});
