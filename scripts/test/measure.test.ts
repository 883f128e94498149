import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureAccuracy } from '../report/measure.ts';
import { portrait } from './photographs.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

test('evaluates what it has images of, in one browser, and says what it has none of', {
  timeout: 200_000,
}, async () => {
  for (const person of ['ann', 'bea', 'cat'] as const) {
    await portrait(person, 'wide', join(folder, 'identities', person, '1.jpg'));
    await portrait(person, 'close', join(folder, 'identities', person, '2.jpg'));
  }
  const measured = await measureAccuracy(folder);
  expect(measured.verification).toMatchObject({ people: 3, images: 6, failuresToAcquire: 0, threshold: 0.38 });
  expect(measured.verification).toHaveProperty('scores.genuine.length', 3);
  expect(measured.verification).toHaveProperty('scores.impostor.length', 12);
  // The third person is the stranger, with both photographs.
  expect(measured.identification).toEqual({
    ...{ enrolled: { people: 2, images: 2 }, probes: 4, strangers: 2, failuresToAcquire: 0 },
    ...{ fpir: 0, fnir: 0, rank1: 1, threshold: 0.38 },
  });
  expect(measured.detection).toEqual({ leftOut: expect.stringMatching(/no .*boxes\.json, and no .*groups\.$/) });
  expect(measured.liveness).toEqual({ leftOut: expect.stringMatching(/no .*live, and no .*spoof\.$/) });
  expect(measured.machine.browser).toMatch(/^Chromium \d/);
  // Nobody's name and nobody's picture.
  expect(JSON.stringify({ ...measured, detection: null, liveness: null })).not.toMatch(/ann|\.jpg/);
});
