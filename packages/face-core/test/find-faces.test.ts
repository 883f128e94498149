import { describe, expect, test, vi } from 'vitest';
import type { Range } from '../src/detection/blazeface.ts';
import { type DetectorSize, detectorSizes } from '../src/detection/detector-size.ts';
import { findFaces, type RunDetector } from '../src/detection/find-faces.ts';
import type { Box } from '../src/geometry/box.ts';
import type { Face } from '../src/types.ts';
import { faceAt as faceInPixels } from './synthetic.ts';

/*
 * A frame of 2000×1600 pixels, in which faces are placed on a grid of 1000×800: a face of 300 has the size 0.3. What the detectors see there is made up, look by
 * look, so that these tests are about who is asked for what, and who is believed.
 */
const [width, height] = [2000, 1600];
const faceAt = (x: number, y: number, side: number, score?: number) => faceInPixels(2 * x, 2 * y, 2 * side, score);
const frame: Box = { x: 0, y: 0, width, height };
/** 1.7 times the frame about its centre. */
const bordered: Box = { x: -700, y: -560, width: 3400, height: 2720 };
/** 0.45 of the frame each way, row by row. */
const tiles: Box[] = [0, 440, 880].flatMap((y) => [0, 550, 1100].map((x) => ({ x, y, width: 900, height: 720 })));

interface Sights {
  /** What the full range sees in the frame. */
  full?: Face[];
  /** What the short range sees in the bordered frame. */
  short?: Face[];
  /** What the full range sees in tile 0, 1, … 8. */
  tiles?: Record<number, Face[]>;
  /** What the full range sees in any close-up. */
  closeUp?: Face[];
}

/** A close-up is the one region that is square. */
const isCloseUp = (region: Box) => region.width === region.height;

/** Finds the faces of a frame where the detectors see this, and tells every run. */
async function find(sights: Sights, inputSize: DetectorSize = 192) {
  const run = vi.fn<RunDetector>(async (range, region) => {
    if (range === 'short') return sights.short ?? [];
    if (isCloseUp(region)) return sights.closeUp ?? [];
    if (region.width === width) return sights.full ?? [];
    return sights.tiles?.[tiles.findIndex(({ x, y }) => x === region.x && y === region.y)] ?? [];
  });
  const faces = await findFaces(run, width, height, inputSize);
  const runs: [Range, Box][] = run.mock.calls;
  return { faces, runs, closeUps: runs.map(([, region]) => region).filter(isCloseUp) };
}

const onlyFull = [['full', frame]];
const withShort = [...onlyFull, ['short', bordered]];
const withTiles = [...withShort, ...tiles.map((tile) => ['full', tile])];

describe('a face at arm’s length', () => {
  test('costs one run', async () => {
    const face = faceAt(500, 400, 300);
    expect(await find({ full: [face] })).toMatchObject({ faces: [face], runs: onlyFull });
  });

  test.each([200, 700])('does so with a width of %i too', async (side) => {
    const face = faceAt(500, 400, side, 0.75);
    expect(await find({ full: [face] })).toMatchObject({ faces: [face], runs: onlyFull });
  });

  test('is measured against the longer side', async () => {
    const face = faceInPixels(400, 500, 200);
    const run = vi.fn<RunDetector>(async () => [face]);
    expect(await findFaces(run, 800, 1000, 192)).toEqual([face]);
    expect(run.mock.calls).toEqual([['full', { x: 0, y: 0, width: 800, height: 1000 }]]);
    // 199 pixels are more than 0.2 of the width.
    const smaller = vi.fn<RunDetector>(async () => [faceInPixels(400, 500, 199)]);
    await findFaces(smaller, 800, 1000, 192);
    expect(smaller.mock.calls[1]?.[0]).toBe('short');
  });
});

describe('a face that fills the frame', () => {
  test('is found by the short range, in a frame with a border', async () => {
    const near = faceAt(500, 400, 760, 0.8);
    expect(await find({ short: [near] })).toMatchObject({ faces: [near], runs: withShort });
  });

  test('has its box from the short range, though the full range is surer', async () => {
    const near = faceAt(500, 400, 760, 0.6);
    const duplicate = faceAt(520, 380, 600, 0.74);
    expect(await find({ full: [duplicate], short: [near] })).toMatchObject({ faces: [near], runs: withShort });
  });

  test('stays where only the full range sees it', async () => {
    const near = faceAt(500, 400, 600, 0.6);
    expect(await find({ full: [near] })).toMatchObject({ faces: [near], runs: withShort });
  });

  test.each([
    ['weak', 0.5],
    ['under the threshold', 0.25],
  ])('is looked for where a large candidate is %s, though another face is sure', async (_name, score) => {
    const usual = faceAt(150, 150, 200, 0.95);
    const candidate = faceAt(650, 450, 400, score);
    const near = faceAt(660, 440, 600, 0.7);
    expect(await find({ full: [usual, candidate], short: [near] })).toMatchObject({
      faces: [usual, near],
      runs: withShort,
    });
  });

  test('is not looked for where a weak candidate is smaller', async () => {
    const usual = faceAt(150, 150, 200, 0.95);
    expect((await find({ full: [usual, faceAt(650, 450, 399, 0.5)] })).runs).toEqual(onlyFull);
  });

  test('does not hide who stands behind', async () => {
    const near = faceAt(350, 450, 650, 0.7);
    const behind = faceAt(850, 150, 100, 0.9);
    const { faces, runs } = await find({ full: [behind], short: [near] });
    expect(faces).toEqual([behind, near]);
    expect(runs.slice(0, 2)).toEqual(withShort);
  });
});

describe('the short range', () => {
  test.each([
    ['somebody', [faceAt(200, 200, 90, 0.9)]],
    ['nobody', []],
  ])('is believed from a size of 0.35 on where the full range saw %s', async (_name, full) => {
    const large = faceAt(700, 500, 350, 0.6);
    expect((await find({ full, short: [large] })).faces).toEqual([...full, large]);
    expect((await find({ full, short: [faceAt(700, 500, 349, 0.6)] })).faces).toEqual(full);
  });
});

describe('a large face around a small one', () => {
  const [small, large] = [faceAt(500, 400, 160, 0.9), faceAt(500, 400, 400, 0.8)];

  test('has to be seen again: a person with a small face is easily taken for a large face', async () => {
    expect((await find({ full: [small], short: [large] })).faces).toEqual([small]);
    expect((await find({ full: [small], short: [large], closeUp: [small] })).faces).toEqual([small]);
  });

  test('is somebody who holds a print before their face, where it is seen again', async () => {
    expect((await find({ full: [small], short: [large], closeUp: [large] })).faces).toEqual([small, large]);
  });
});

describe('a far group', () => {
  const [inFrame, inTile] = [faceAt(150, 150, 50, 0.8), faceAt(850, 650, 40, 0.7)];

  test('is searched again in tiles, and each of it in a close-up', async () => {
    const { faces, runs, closeUps } = await find({ full: [inFrame], tiles: { 8: [inTile] }, closeUp: [inTile] });
    expect(faces).toEqual([inFrame, inTile]);
    expect(runs.slice(0, 11)).toEqual(withTiles);
    expect(closeUps).toHaveLength(2);
  });

  test('has nobody who was seen in a tile alone and not again', async () => {
    expect((await find({ full: [inFrame], tiles: { 8: [inTile] } })).faces).toEqual([inFrame]);
    expect((await find({ tiles: { 8: [inTile] } })).faces).toEqual([]);
    expect((await find({ tiles: { 8: [inTile] }, closeUp: [faceAt(890, 650, 40, 0.9)] })).faces).toEqual([]);
  });

  test('is not searched for where the smallest face has a size of 0.08', async () => {
    const { runs, closeUps } = await find({ full: [faceAt(150, 150, 80)] });
    expect(runs.slice(0, 2)).toEqual(withShort);
    expect(runs).toHaveLength(2 + closeUps.length);
  });

  test('is, beside a face of the usual size', async () => {
    const { runs } = await find({ full: [faceAt(500, 400, 300), faceAt(100, 100, 79)] });
    expect(runs.slice(0, 10)).toEqual([...onlyFull, ...tiles.map((tile) => ['full', tile])]);
  });

  test('has each face once, where the highest score was', async () => {
    const seen = [500, 510, 520, 530].map((x, i) => faceAt(x, 400, 50, [0.6, 0.9, 0.7, 0.5][i]));
    const { faces, closeUps } = await find({
      full: [seen[0]!],
      tiles: { 3: [seen[2]!], 4: [seen[1]!], 5: [seen[3]!] },
      closeUp: [seen[1]!],
    });
    expect(faces).toEqual([seen[1]]);
    expect(closeUps.map(({ x, width }) => x + width / 2)).toEqual([expect.closeTo(1020, 9)]);
  });

  test('keeps a face that the frame showed, where a tile showed it better and a close-up misses it', async () => {
    const better = faceAt(500, 400, 52, 0.9);
    expect((await find({ full: [faceAt(500, 400, 50, 0.6)], tiles: { 4: [better] } })).faces).toEqual([better]);
  });

  test('has to be seen twice, however large, where a tile alone shows it', async () => {
    const large = faceAt(500, 400, 200, 0.7);
    expect((await find({ tiles: { 4: [large] } })).faces).toEqual([]);
    expect((await find({ tiles: { 4: [large] }, closeUp: [large] })).faces).toEqual([large]);
  });

  test('has nobody twice whom two close-ups saw', async () => {
    const between = faceAt(127, 400, 100, 0.9);
    const { faces } = await find({
      full: [faceAt(100, 400, 100, 0.8), faceAt(155, 400, 100, 0.7)],
      closeUp: [between],
    });
    expect(faces).toEqual([between]);
  });

  test('keeps what the frame showed better', async () => {
    const sure = faceAt(500, 400, 50, 0.9);
    expect((await find({ full: [sure], tiles: { 4: [faceAt(502, 400, 50, 0.7)] } })).faces).toEqual([sure]);
  });

  test.each([
    [2000, 1600],
    [1921, 1079],
    [1500, 720],
  ])('gets tiles that cover %i×%i pixels and overlap', async (w, h) => {
    const run = vi.fn<RunDetector>(async () => []);
    await findFaces(run, w, h, 192);
    const regions = run.mock.calls.slice(2).map(([, region]) => region);
    const places = [0, 0.275, 0.55].flatMap((v) => [0, 0.275, 0.55].map((u) => [u * w, v * h]));
    expect(regions).toEqual(
      places.map(([x, y]) => ({
        x: expect.closeTo(x!, 6),
        y: expect.closeTo(y!, 6),
        width: expect.closeTo(0.45 * w, 6),
        height: expect.closeTo(0.45 * h, 6),
      })),
    );
    // No pixel is left out at the far edges.
    expect(regions[8]!.x + regions[8]!.width).toBeCloseTo(w, 9);
    expect(regions[8]!.y + regions[8]!.height).toBeCloseTo(h, 9);
  });
});

describe('a frame of under 1500 pixels', () => {
  test('is not searched in tiles: what they show would be too small to recognise', async () => {
    const run = vi.fn<RunDetector>(async () => []);
    expect(await findFaces(run, 1280, 720, 192)).toEqual([]);
    expect(run).toHaveBeenCalledTimes(2);
    run.mockClear();
    await findFaces(run, 1499, 1499, 192);
    expect(run).toHaveBeenCalledTimes(2);
  });
});

describe('a small face', () => {
  const small = faceAt(400, 300, 140, 0.8);

  test('gets a close-up in which it has a size of 0.35', async () => {
    const { closeUps } = await find({ full: [small] });
    // 140 / 0.35, about the face's centre.
    expect(closeUps).toEqual([
      {
        x: expect.closeTo(400, 9),
        y: expect.closeTo(200, 9),
        width: expect.closeTo(800, 9),
        height: expect.closeTo(800, 9),
      },
    ]);
  });

  test('is what the close-up saw', async () => {
    const again = faceAt(405, 302, 130, 0.95);
    expect((await find({ full: [small], closeUp: [again] })).faces).toEqual([again]);
  });

  test('stays where the close-up misses it', async () => {
    expect((await find({ full: [small], closeUp: [] })).faces).toEqual([small]);
  });

  test('stays where the close-up sees somebody else', async () => {
    // 40 of 140 pixels shared: an IoU of 0.17.
    expect((await find({ full: [small], closeUp: [faceAt(500, 300, 140, 0.99)] })).faces).toEqual([small]);
  });

  test('is the surest of those that the close-up saw in its place', async () => {
    const [unsure, sure] = [faceAt(400, 300, 140, 0.6), faceAt(410, 300, 140, 0.9)];
    const elsewhere = faceAt(560, 300, 140, 0.99);
    expect((await find({ full: [small], closeUp: [unsure, elsewhere, sure] })).faces).toEqual([sure]);
  });

  test.each([
    [149, 1],
    [150, 0],
  ])('of %i pixels gets %i', async (side, count) => {
    expect((await find({ full: [faceAt(500, 400, 300), faceAt(120, 120, side)] })).closeUps).toHaveLength(count);
  });

  test('gets one each', async () => {
    const { closeUps } = await find({ full: [faceAt(500, 400, 300), faceAt(100, 100, 105), faceAt(900, 700, 84)] });
    expect(closeUps.map(({ x, y }) => [Math.round(x), Math.round(y)])).toEqual([
      [-100, -100],
      [1560, 1160],
    ]);
  });
});

describe('an empty frame', () => {
  test('is searched by both ranges and in tiles, and nobody is there', async () => {
    expect(await find({})).toMatchObject({ faces: [], runs: withTiles });
  });

  test('is not empty where a tile and a close-up show somebody', async () => {
    const [hidden, closer] = [faceAt(800, 200, 100, 0.7), faceAt(800, 200, 104, 0.8)];
    expect((await find({ tiles: { 2: [hidden] }, closeUp: [closer] })).faces).toEqual([closer]);
  });
});

/** A size of s at 192 is one of s × 192 / input in the pixels that the model sees of it. */
describe('with an input of', () => {
  describe.each([
    { input: 128, usual: 133, far: 120, small: 225, near: 600, closeUp: 0.525 },
    { input: 256, usual: 267, far: 60, small: 112, near: 300, closeUp: 0.2625 },
    { input: 384, usual: 400, far: 40, small: 75, near: 200, closeUp: 0.175 },
  ] as const)('$input pixels', ({ input, usual, far, small, near, closeUp }) => {
    const sure = faceAt(300, 400, 500, 0.9);

    test(`a face of more than ${usual} settles the frame`, async () => {
      const runsFor = async (side: number) => (await find({ full: [faceAt(500, 400, side)] }, input)).runs;
      expect((await runsFor(usual + 1))[1]?.[0]).not.toBe('short');
      expect((await runsFor(usual - 1))[1]).toEqual(['short', bordered]);
    });

    test(`a weak candidate of more than ${near} is taken for a face too near`, async () => {
      const runsFor = async (side: number) => (await find({ full: [sure, faceAt(700, 400, side, 0.3)] }, input)).runs;
      expect(await runsFor(near + 1)).toEqual(withShort);
      expect(await runsFor(near - 1)).toEqual(onlyFull);
    });

    test(`a face under ${small} gets a close-up in which it has a size of ${closeUp}`, async () => {
      const closeUpsFor = async (side: number) =>
        (await find({ full: [sure, faceAt(800, 400, side)] }, input)).closeUps;
      expect(await closeUpsFor(small + 1)).toEqual([]);
      const [region] = await closeUpsFor(small - 1);
      expect(region?.width).toBeCloseTo((2 * (small - 1)) / closeUp, 6);
    });

    test(`a face under ${far} is a far one, in a frame large enough`, async () => {
      const runsFor = async (side: number, scale: number) => {
        const run = vi.fn<RunDetector>(async (range) => (range === 'full' ? [faceAt(500, 400, side)] : []));
        await findFaces(run, scale * width, scale * height, input);
        return run.mock.calls.filter(([, region]) => region.width === 0.45 * scale * width).length;
      };
      const least = Math.max(1500, (1500 * input) / 192) / width;
      expect(await runsFor(least * far - 1, least)).toBe(9);
      expect(await runsFor(least * far + 1, least)).toBe(0);
      expect(await runsFor(least * far - 1, least - 0.001)).toBe(0);
    });
  });

  test('any size, the short range is believed from 0.35 on', async () => {
    for (const input of detectorSizes) {
      expect((await find({ short: [faceAt(700, 500, 350, 0.6)] }, input)).faces).toHaveLength(1);
      expect((await find({ short: [faceAt(700, 500, 349, 0.6)] }, input)).faces).toEqual([]);
    }
  });
});

describe('every face', () => {
  test('has a score of 0.5 or more, wherever it was seen', async () => {
    const weak = (x: number, side = 100) => [faceAt(x, 400, side, 0.49)];
    const { faces, runs } = await find({
      full: weak(100),
      short: weak(300, 350),
      tiles: { 3: weak(200), 4: weak(500), 5: weak(800, 200) },
    });
    expect(faces).toEqual([]);
    expect(runs).toEqual(withTiles);

    const just = faceAt(500, 400, 100, 0.5);
    expect((await find({ full: [just], closeUp: [faceAt(500, 400, 110, 0.49)] })).faces).toEqual([just]);
  });

  test('comes in order of its score, the close-up’s where there is one', async () => {
    const [left, middle, right] = [faceAt(100, 400, 200, 0.7), faceAt(500, 400, 100, 0.6), faceAt(850, 400, 200, 0.8)];
    const closer = faceAt(500, 400, 104, 0.9);
    expect((await find({ full: [left, middle, right] })).faces).toEqual([right, left, middle]);
    expect((await find({ full: [left, middle, right], closeUp: [closer] })).faces).toEqual([closer, right, left]);
  });
});
