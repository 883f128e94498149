import { describe, expect, test } from 'vitest';
import { bestOf, sufficientQuality } from '../src/capture/best.ts';
import { completePolicy } from '../src/capture/policy.ts';
import { judgeShot, type Shot } from '../src/capture/shot.ts';
import type { AnalyzedFace } from '../src/types.ts';
import { analyzed, frameOf, live, notLive, scored, wide } from './analyzed.ts';

const policy = completePolicy({});
const shotOf = (...faces: AnalyzedFace[]): Shot => judgeShot(frameOf(faces), policy);

const empty = shotOf();
const crowd = shotOf(analyzed(), analyzed());
/** Accepted from a quality of 40 on. */
const rated = (quality: number) => shotOf(analyzed(scored(quality)));
const spoof = shotOf(analyzed({ liveness: notLive }));
const poorSpoof = shotOf(analyzed({ liveness: notLive, ...scored(30) }));
const smallSpoof = shotOf(analyzed({ liveness: notLive, ...wide(79) }));

/** The best of these, and how many were taken. */
async function search(...shots: Shot[]): Promise<{ best: Shot; taken: number }> {
  let taken = 0;
  const best = await bestOf(
    (async function* () {
      for (const shot of shots) {
        taken++;
        yield shot;
      }
    })(),
  );
  return { best, taken };
}

describe('bestOf', () => {
  test('is the good shot of highest quality', async () => {
    const shots = [rated(50), rated(70), rated(20), rated(60), empty];
    expect(await search(...shots)).toEqual({ best: shots[1], taken: 5 });
  });

  test('takes no more shots once one is sufficient', async () => {
    expect(sufficientQuality).toBe(90);
    const shots = [rated(89.9), rated(20), rated(90), rated(100)];
    expect(await search(...shots)).toEqual({ best: shots[2], taken: 3 });
  });

  test('prefers any good shot to a refused one, whatever its quality', async () => {
    const small = shotOf(analyzed({ ...wide(79), ...scored(95) }));
    const shots = [small, rated(41), small];
    expect(await search(...shots)).toEqual({ best: shots[1], taken: 3 });
  });

  test('is the refused shot of highest quality where none is good', async () => {
    const shots = [empty, rated(10), rated(39), rated(20), empty];
    expect(await search(...shots)).toEqual({ best: shots[2], taken: 5 });
    expect(await search(empty, rated(0))).toMatchObject({ best: { faults: [{ code: 'low-quality' }] } });
    expect(await search(empty)).toEqual({ best: empty, taken: 1 });
  });

  test('keeps the earlier of two that are as good', async () => {
    const shots = [rated(60), rated(60)];
    expect((await search(...shots)).best).toBe(shots[0]);
  });

  test('refuses to choose from nothing', async () => {
    await expect(search()).rejects.toThrow(RangeError);
  });
});

describe('several tries are no weaker check', () => {
  test('one spoof seen well refuses the good shots before it and after it', async () => {
    expect(await search(rated(60), rated(70), spoof, rated(90))).toEqual({ best: spoof, taken: 3 });
    expect(await search(spoof, rated(90))).toEqual({ best: spoof, taken: 1 });
  });

  test('so does a frame with a second face', async () => {
    expect(await search(rated(60), crowd, rated(90))).toEqual({ best: crowd, taken: 2 });
    expect(await search(empty, crowd)).toEqual({ best: crowd, taken: 2 });
  });

  test('a second face in a small image is one all the same', async () => {
    const smallCrowd = judgeShot(frameOf([analyzed(), analyzed()], { width: 100, height: 100 }), policy);
    expect(await search(smallCrowd, rated(90))).toEqual({ best: smallCrowd, taken: 1 });
  });

  test('a poor frame says nothing of life: it neither ends the search nor is its result beside a good one', async () => {
    const shots = [poorSpoof, smallSpoof, rated(60)];
    expect(await search(...shots)).toEqual({ best: shots[2], taken: 3 });
  });

  test('liveness does not choose between shots', async () => {
    const surer = shotOf(analyzed({ liveness: { ...live, score: 0.99 }, ...scored(60) }));
    const shots = [rated(65), surer];
    expect((await search(...shots)).best).toBe(shots[0]);
  });
});
