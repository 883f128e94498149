import { FaceEngine } from 'face-core';
import { expect, test } from 'vitest';

test('works', async () => {
  const engine = await FaceEngine.create({
    modelBaseUrl: '/prepared/',
    onProgress: (p) => console.log(p.loaded, p.total),
  });
  console.log(JSON.stringify(engine.info));
  const blob = await (await fetch('/samples/sample1.jpg')).blob();
  const faces = await engine.analyze(blob);
  console.log(JSON.stringify(faces.map((f) => ({ ...f, embedding: f.embedding?.length }))));
  const t = performance.now();
  for (let i = 0; i < 10; i++) await engine.analyze(blob);
  console.log((performance.now() - t) / 10);
  expect(faces.length).toBe(3);
  engine.close();
});
