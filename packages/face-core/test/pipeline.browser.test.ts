import { expect, test, vi } from 'vitest';
import { completePolicy } from '../src/capture/policy.ts';
import { judgeFace } from '../src/capture/shot.ts';
import { findFaces } from '../src/detection/find-faces.ts';
import { completeLimits } from '../src/image/limits.ts';
import { completeLivenessPolicy } from '../src/liveness/policy.ts';
import { Pipeline } from '../src/worker/pipeline.ts';
import { only, pixelsOf, portrait } from './photographs.ts';

vi.mock(import('../src/detection/find-faces.ts'), { spy: true });

test('a face that cannot be aligned has no embedding and no quality, and the others are answered', async () => {
  const modelBaseUrl = new URL('/prepared/', location.href).href;
  const [limits, liveness] = [completeLimits(undefined), completeLivenessPolicy()];
  const options = { modelBaseUrl, device: 'wasm', models: { detectorSize: 192 }, limits, liveness } as const;
  const pipeline = await Pipeline.open(
    options,
    () => {},
    () => {},
  );
  const url = URL.createObjectURL(await portrait());
  const frame = await pixelsOf(url);
  URL.revokeObjectURL(url);
  const face = only(await pipeline.detect(frame));
  // No photograph is known that makes the detector do this.
  const point = face.keypoints.noseTip;
  const keypoints = { ...face.keypoints, rightEye: point, leftEye: point, mouthCenter: point };
  vi.mocked(findFaces).mockResolvedValueOnce([{ ...face, keypoints }, face]);

  const everything = { embedding: true, liveness: true, quality: true };
  const faces = await pipeline.analyze(frame, everything, new AbortController().signal);
  const [unaligned, aligned] = faces as [(typeof faces)[0], (typeof faces)[0]];
  expect(unaligned).toMatchObject({ embedding: null, modelId: null, digest: null, quality: { score: 0 } });
  expect(unaligned.liveness!.parts).toEqual(aligned.liveness!.parts);
  expect(aligned.embedding).toHaveLength(512);
  expect(aligned.quality!.score).toBeGreaterThan(60);

  const lenient = completePolicy({ liveness: 'skip', minimumFaceSize: 0, minimumImageSize: 0, minimumQuality: 0 });
  const { width, height } = frame;
  const codes = faces.map((each) => judgeFace(each, { width, height, faces }, lenient).faults.map(({ code }) => code));
  expect(codes).toEqual([['low-quality'], []]);
});
