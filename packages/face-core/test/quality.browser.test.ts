import { FaceEngine, FaceError, type QualityReason } from 'face-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetched, hasFaces } from './photographs.ts';
import { profile, type Sitter, sitters, type Take, take, webcam } from './studio.ts';

/* What the default policy makes of real photographs, as they are and spoilt step by step. */

let engine: FaceEngine;
let everybody: Sitter[];

beforeAll(async () => {
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/' });
  everybody = await sitters();
});

afterAll(() => engine?.close());

/** `admitted`, or the fault's code and what is poor about the picture. */
async function verdictOn(source: OffscreenCanvas | Blob): Promise<string[]> {
  try {
    // Photographs may pass for live or not: that is not what these tests are about.
    await engine.capture(source, { liveness: 'skip' });
    return ['admitted'];
  } catch (error) {
    if (!(error instanceof FaceError)) throw error;
    return error.faults.flatMap(({ code, details }) => [code, ...((details['reasons'] ?? []) as QualityReason[])]);
  }
}

/** What becomes of everybody under a change: the verdicts by name. */
async function verdictsOn(shot: Take): Promise<Record<string, string[]>> {
  const verdicts: Record<string, string[]> = {};
  for (const sitter of everybody) verdicts[sitter.name] = await verdictOn(await take(sitter, shot));
  return verdicts;
}

async function expectAllAdmitted(shot: Take) {
  for (const [name, verdict] of Object.entries(await verdictsOn(shot)))
    expect([name, verdict]).toEqual([name, ['admitted']]);
}

async function expectAllRefused(shot: Take, ...reasons: string[]) {
  for (const [name, verdict] of Object.entries(await verdictsOn(shot))) {
    expect(
      reasons.some((reason) => verdict.includes(reason)),
      `${name}: ${verdict}`,
    ).toBe(true);
  }
}

describe('the default policy admits', () => {
  test.each<[string, Take]>([
    ['a good photograph', {}],
    ['a webcam’s noise and softness', { filter: 'blur(1.2px)', noise: 5 }],
    ['a face at arm’s length', { side: 130, filter: 'blur(0.5px)', noise: 4 }],
    ['a face close to the camera', { side: 320, noise: 4 }],
    ['an evening’s light', { filter: 'brightness(0.5)', noise: 3 }],
    ['a bright window', { filter: 'brightness(1.35)' }],
    ['a dull sky', { filter: 'contrast(0.5)' }],
    ['a lean to the left', { lean: -20 }],
    ['a lean to the right', { lean: 20 }],
    ['a face near the edge', { at: { x: webcam.width - 110, y: webcam.height / 2 } }],
  ])('%s', async (_name, shot) => {
    await expectAllAdmitted(shot);
  });

  test.each([0.7, 0.4, 0.2])('a JPEG of quality %f', async (quality) => {
    for (const sitter of everybody) {
      const jpeg = await (await take(sitter)).convertToBlob({ type: 'image/jpeg', quality });
      expect([sitter.name, await verdictOn(jpeg)]).toEqual([sitter.name, ['admitted']]);
    }
  });

  test.runIf(hasFaces)('tight crops, portraits and a webcam’s pictures', async () => {
    const series = (folder: string, names: string[]) => names.map((name) => `/faces/${folder}/${name}`);
    const five = ['amy', 'bernadette', 'howard', 'leonard', 'penny', 'raj', 'sheldon', 'stuart'];
    const files = [
      ...five.flatMap((name) =>
        series(
          `identities/${name}`,
          [1, 2, 3, 4, 5].map((shot) => `${name}${shot}.png`),
        ),
      ),
      ...['alex_lacamoire', 'rose_leslie'].flatMap((name) => series(`identities/${name}`, ['1.jpg', '2.jpg'])),
      ...series('identities/obama', ['1.jpg', '2.jpg', '3.jpg']),
      ...series('identities/biden', ['2.jpg']),
      ...series(
        'liveness/live',
        ['26', '27', '34', '35', '37'].map((second) => `live_20250618_1900${second}.jpg`),
      ),
      ...series('liveness/live', ['silentface_T1.jpg']),
    ];
    const refused: Record<string, string[]> = {};
    for (const file of files) {
      const verdict = await verdictOn(await fetched(file));
      if (verdict[0] !== 'admitted') refused[file] = verdict;
    }
    expect(refused).toEqual({});
  });
});

describe('the default policy refuses', () => {
  test.each<[string, Take, string[]]>([
    ['blur', { filter: 'blur(7px)' }, ['blurred']],
    ['blur under a camera’s noise', { filter: 'blur(7px)', noise: 4 }, ['blurred']],
    ['blur in poor light', { filter: 'blur(7px) brightness(0.4)', noise: 4 }, ['blurred']],
    ['darkness', { filter: 'brightness(0.12)' }, ['too-dark']],
    ['darkness under a camera’s noise', { filter: 'brightness(0.12)', noise: 3 }, ['too-dark']],
    ['glare', { filter: 'brightness(8)' }, ['too-bright', 'no-face']],
    ['fog', { filter: 'contrast(0.1)' }, ['low-contrast', 'no-face']],
    ['a face far away', { side: 50 }, ['face-too-small', 'no-face']],
    ['half a face, at the left', { at: { x: 0, y: 240 } }, ['cut-off', 'no-face']],
    ['half a face, at the right', { at: { x: webcam.width, y: 240 } }, ['cut-off', 'no-face']],
    ['half a face, at the top', { at: { x: 320, y: 0 } }, ['cut-off', 'no-face']],
    ['most of a face, at the bottom', { at: { x: 320, y: webcam.height + 40 } }, ['cut-off', 'no-face']],
  ])('%s', async (_name, shot, reasons) => {
    await expectAllRefused(shot, ...reasons);
  });

  test('a face seen from the side', async () => {
    expect(await verdictOn(await take(await profile()))).toEqual(['low-quality', 'turned-away']);
  });
});

describe('quality falls step by step', () => {
  /** The quality of the face in a shot; 0 where none is found. */
  const qualityOf = async (sitter: Sitter, shot: Take) => {
    const [face] = await engine.analyze(await take(sitter, shot), { embedding: false, liveness: false });
    return face?.quality?.score ?? 0;
  };

  test.each<[string, Take[]]>([
    ['with blur', [0.01, 2, 3, 4, 5, 6, 8].map((radius) => ({ filter: `blur(${radius}px)` }))],
    ['with darkness', [1, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08].map((gain) => ({ filter: `brightness(${gain})` }))],
    ['with fog', [1, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08].map((gain) => ({ filter: `contrast(${gain})` }))],
    ['with distance', [160, 110, 90, 70, 50, 40, 30].map((side) => ({ side }))],
    ['at the edge', [100, 60, 40, 0].map((y) => ({ at: { x: 320, y } }))],
  ])('%s', async (_name, shots) => {
    for (const sitter of everybody) {
      const scores: number[] = [];
      for (const shot of shots) scores.push(await qualityOf(sitter, shot));
      // The keypoints move a little from shot to shot, and the pose with them.
      const rises = scores.slice(1).filter((score, i) => score > scores[i]! + 10);
      expect(rises, `${sitter.name}: ${scores}`).toEqual([]);
      expect(scores[0], sitter.name).toBeGreaterThan(75);
      expect(scores.at(-1), `${sitter.name}: ${scores}`).toBeLessThan(40);
    }
  });
});
