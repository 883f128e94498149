import { expect, test, vi } from 'vitest';
import { completePolicy } from '../src/capture/policy.ts';
import { judgeFace } from '../src/capture/shot.ts';
import type { Face } from '../src/types.ts';
import { Pipeline } from '../src/worker/pipeline.ts';
import { portrait } from './photographs.ts';

test('a face that cannot be aligned has no embedding and no quality, and the others are answered', async () => {
  const modelBaseUrl = new URL('/prepared/', location.href).href;
  const pipeline = await Pipeline.open({ modelBaseUrl, device: 'wasm' }, () => {});
  const frame = await createImageBitmap(await portrait());
  const [face] = pipeline.detect(frame) as [Face];
  // No photograph is known that makes the detector do this.
  const point = face.keypoints.noseTip;
  const keypoints = { ...face.keypoints, rightEye: point, leftEye: point, mouthCenter: point };
  vi.spyOn(pipeline, 'detect').mockReturnValue([{ ...face, keypoints }, face]);

  const everything = { embedding: true, liveness: true, quality: true };
  const faces = await pipeline.analyze(frame, everything, new AbortController().signal);
  const [unaligned, aligned] = faces as [(typeof faces)[0], (typeof faces)[0]];
  expect(unaligned).toMatchObject({ embedding: null, modelId: null, digest: null, quality: { score: 0 } });
  expect(unaligned.liveness).toEqual(aligned.liveness);
  expect(aligned.embedding).toHaveLength(512);
  expect(aligned.quality!.score).toBeGreaterThan(60);

  const lenient = completePolicy({ liveness: 'skip', minimumFaceSize: 0, minimumImageSize: 0, minimumQuality: 0 });
  const { width, height } = frame;
  const codes = faces.map((each) => judgeFace(each, { width, height, faces }, lenient).faults.map(({ code }) => code));
  expect(codes).toEqual([['low-quality'], []]);
});
