import { FaceEngine, type LivenessPolicyChoice } from 'face-core';
import { expect, test } from 'vitest';
import { completeLivenessPolicy } from '../src/liveness/policy.ts';
import { only, portrait } from './photographs.ts';

const methods = ['minifasnet', 'glare', 'texture', 'moire', 'border'] as const;

async function livenessBy(liveness?: LivenessPolicyChoice) {
  const engine = await FaceEngine.create({ modelBaseUrl: '/prepared/', ...(liveness && { liveness }) });
  try {
    const face = only(await engine.analyze(await portrait(), { embedding: false, quality: false }));
    return face.liveness!;
  } finally {
    engine.close();
  }
}

test('every signal that a policy lists is reported, and counts for nothing by default', async () => {
  const [usual, all] = [await livenessBy(), await livenessBy({ methods })];
  expect(Object.keys(usual.parts)).toEqual(['minifasnet']);
  expect(Object.keys(all.parts)).toEqual(methods);
  const { minifasnet, ...signals } = all.parts;
  expect(minifasnet).toEqual(usual.parts.minifasnet);
  expect(Number.isFinite(minifasnet!.odds)).toBe(true);
  for (const [signal, { odds, weight }] of Object.entries(signals)) {
    expect(odds, signal).toBeGreaterThanOrEqual(-4);
    expect(odds, signal).toBeLessThanOrEqual(0);
    expect(weight, signal).toBe(0);
  }
  expect(all.score).toBe(usual.score);
});

test('a signal with a weight lowers the score of a face with a lamp’s reflection on it', async () => {
  const bitmap = await createImageBitmap(await portrait('image/png'));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const engine = await FaceEngine.create({
    modelBaseUrl: '/prepared/',
    liveness: { methods, weights: { ...completeLivenessPolicy().weights, glare: 1 } },
  });
  try {
    const { box } = only(await engine.detect(canvas));
    context.fillStyle = 'white';
    context.arc(box.x + 0.3 * box.width, box.y + 0.65 * box.height, 0.15 * box.width, 0, 2 * Math.PI);
    context.fill();
    const { score, parts } = only(await engine.analyze(canvas, { embedding: false, quality: false })).liveness!;
    const { minifasnet, glare } = parts;
    expect(glare!.odds).toBeLessThan(-1);
    expect(score).toBeCloseTo(1 / (1 + Math.exp(-minifasnet!.odds - glare!.odds)), 9);
  } finally {
    engine.close();
  }
});
