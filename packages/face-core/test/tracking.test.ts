import { describe, expect, test } from 'vitest';
import { noAttributes } from '../src/attributes/attributes.ts';
import { linkOf } from '../src/tracking/link.ts';
import { look } from '../src/tracking/look.ts';
import { afterCut, nothingTracked, type Tracking } from '../src/tracking/track.ts';
import type { AnalyzedFace, Face } from '../src/types.ts';
import type { AnalysisParts } from '../src/worker/protocol.ts';
import { faceAt, uniform } from './synthetic.ts';

/** A person at a place, with a face of 100 pixels. */
type Seen = readonly [who: string, x: number, y?: number];

const everything: AnalysisParts = { embedding: true, liveness: true, quality: true };

/** A watch whose frames are told rather than filmed; people's embeddings are orthogonal. */
class Watch {
  tracking: Tracking = nothingTracked;
  size = { width: 1280, height: 720 };
  /** Who was analysed in the last frame. */
  analyzed: string[] = [];
  readonly #people: string[] = [];
  readonly #refreshMs: number;
  readonly #parts: AnalysisParts;

  constructor(refreshMs = 500, parts = everything) {
    this.#refreshMs = refreshMs;
    this.#parts = parts;
  }

  async frame(at: number, ...seen: Seen[]) {
    this.analyzed = [];
    const faces = seen.map(([, x, y = 300]) => faceAt(x, y, 100));
    this.tracking = await look(
      this.tracking,
      faces,
      this.size,
      { parts: this.#parts, at, refreshMs: this.#refreshMs, traces: false },
      async (face, parts) => this.#analyze(face, seen[faces.indexOf(face)]![0], parts),
    );
    return this.tracking.faces.map(({ id, quality, analysis }) => ({
      id,
      quality: quality?.score,
      // Who the face is taken for, and since when.
      who: analysis.embedding && this.#people[analysis.embedding.indexOf(1)],
      at: analysis.analyzedAt,
    }));
  }

  #analyze(face: Face, who: string, parts: AnalysisParts): AnalyzedFace {
    if (!this.#people.includes(who)) this.#people.push(who);
    if (parts.embedding || parts.liveness) this.analyzed.push(who);
    const number = this.#people.indexOf(who);
    return {
      ...face,
      embedding: parts.embedding ? Float32Array.from({ length: 16 }, (_, i) => (i === number ? 1 : 0)) : null,
      modelId: null,
      digest: null,
      liveness: null,
      quality: parts.quality ? { score: face.box.x, parts: {} as never, reasons: [] } : null,
      ...noAttributes,
    };
  }
}

describe('linkOf', () => {
  const link = (face: Face, known: Face[], faces = [face]) => known.indexOf(linkOf(face, faces, known)!);

  test('a face continues the one that it overlaps', () => {
    expect(link(faceAt(300, 300, 100), [faceAt(310, 295, 104), faceAt(600, 300, 100)])).toBe(0);
    expect(link(faceAt(340, 300, 100), [faceAt(300, 300, 100)])).toBe(0);
  });

  test('a jump, and a leap in size, are doubts', () => {
    expect(link(faceAt(350, 300, 100), [faceAt(300, 300, 100)])).toBe(-1);
    expect(link(faceAt(300, 300, 170), [faceAt(300, 300, 100)])).toBe(-1);
  });

  test('two faces where one was, and one where two were, are doubts', () => {
    const [left, middle, right] = [faceAt(275, 300, 100), faceAt(300, 300, 100), faceAt(325, 300, 100)];
    expect(link(left, [middle], [left, right])).toBe(-1);
    expect(link(right, [middle], [left, right])).toBe(-1);
    expect(link(middle, [left, right])).toBe(-1);
  });

  test('a row of faces that moves by half of its spacing is in doubt: each lies between two', () => {
    const before = [100, 200, 300].map((x) => faceAt(x, 300, 120));
    const after = [150, 250, 350].map((x) => faceAt(x, 300, 120));
    expect(after.map((face) => link(face, before, after))).toEqual([-1, -1, -1]);
  });

  test('faces cheek to cheek are none', () => {
    const before = [faceAt(300, 300, 100), faceAt(375, 300, 100)];
    const after = [faceAt(308, 303, 100), faceAt(380, 300, 100)];
    expect(after.map((face) => link(face, before, after))).toEqual([0, 1]);
  });
});

describe('look', () => {
  test('follows a face that moves, and analyses it again only after refreshMs', async () => {
    const watch = new Watch(500);
    const analyses: number[] = [];
    for (let at = 0; at <= 2000; at += 50) {
      const [face] = await watch.frame(at, ['Ada', 200 + at / 5]);
      expect(face).toMatchObject({ id: 1, who: 'Ada', quality: 150 + at / 5 });
      if (watch.analyzed.length > 0) analyses.push(at);
      expect(face!.at).toBe(analyses.at(-1));
    }
    expect(analyses).toEqual([0, 500, 1000, 1500, 2000]);
  });

  test('analyses new faces at once and of the others one a frame, the longest waiting first', async () => {
    const watch = new Watch(500);
    const group: Seen[] = ['Ada', 'Bob', 'Cleo', 'Dan'].map((who, i) => [who, 100 + 200 * i]);
    await watch.frame(0, ...group);
    expect(watch.analyzed).toEqual(['Ada', 'Bob', 'Cleo', 'Dan']);
    const turns: string[][] = [];
    for (let at = 450; at <= 650; at += 50) {
      await watch.frame(at, ...group);
      turns.push(watch.analyzed);
    }
    expect(turns).toEqual([[], ['Ada'], ['Bob'], ['Cleo'], ['Dan']]);
    await watch.frame(700, ...group, ['Eve', 900]);
    expect(watch.analyzed).toEqual(['Eve']);
  });

  test('no analysis outlives refreshMs by more than a frame a face, though one is new in every frame', async () => {
    const watch = new Watch(200);
    const jump = uniform(7, 0, 400);
    const known: Seen[] = ['Ada', 'Bob', 'Cleo', 'Dan', 'Eve', 'Fay'].map((who, i) => [who, 100 + 200 * i, 600]);
    for (let at = 0; at < 5000; at += 40) {
      const faces = await watch.frame(at, ['Zoe', 100 + 3 * jump(), jump()], ...known);
      for (const face of faces) expect(at - face.at).toBeLessThanOrEqual(200 + 5 * 40);
    }
  });

  test.each([Number.NaN, -1, 0])('refreshMs %d never lets an analysis stay', async (refreshMs) => {
    const watch = new Watch(refreshMs);
    for (const at of [0, 10, 20]) expect((await watch.frame(at, ['Ada', 300]))[0]!.at).toBe(at);
  });

  test('computes what was asked for', async () => {
    const nothing = new Watch(500, { embedding: false, liveness: false, quality: false });
    expect(await nothing.frame(0, ['Ada', 300])).toEqual([{ id: 1, quality: undefined, who: null, at: 0 }]);
    const liveness = new Watch(500, { embedding: false, liveness: true, quality: false });
    await liveness.frame(0, ['Ada', 300]);
    expect(liveness.analyzed).toEqual(['Ada']);
    expect((await liveness.frame(300, ['Ada', 300]))[0]).toMatchObject({ id: 1, at: 0 });
    expect((await liveness.frame(600, ['Ada', 300]))[0]).toMatchObject({ id: 1, at: 600 });
  });
});

describe('an identity stays with its person', () => {
  test('whoever takes the place of another is noticed by refreshMs, and gets a number of their own', async () => {
    const watch = new Watch(500);
    await watch.frame(0, ['Ada', 300]);
    expect(await watch.frame(490, ['Bob', 300])).toMatchObject([{ id: 1, who: 'Ada', at: 0 }]);
    expect(await watch.frame(520, ['Bob', 300])).toMatchObject([{ id: 2, who: 'Bob', at: 520 }]);
    expect(await watch.frame(1020, ['Ada', 300])).toMatchObject([{ id: 3, who: 'Ada' }]);
  });

  test('two who swap places between two frames are noticed by refreshMs and a frame', async () => {
    const watch = new Watch(500);
    await watch.frame(0, ['Ada', 300], ['Bob', 500]);
    await watch.frame(480, ['Bob', 300], ['Ada', 500]);
    await watch.frame(510, ['Bob', 300], ['Ada', 500]);
    expect(await watch.frame(540, ['Bob', 300], ['Ada', 500])).toMatchObject([
      { id: 3, who: 'Bob' },
      { id: 4, who: 'Ada' },
    ]);
  });

  test.each([10, 30, 50])('two who walk past each other at %d pixels a frame are never mistaken', async (step) => {
    for (let start = 100; start < 100 + step; start++) {
      const watch = new Watch(10_000);
      for (let at = 0, x = start; x <= 900; at += 40, x += step) {
        // The detector takes two faces that share this much for one: that of the person in front.
        const isBobHidden = Math.abs(1000 - 2 * x) < 54;
        const ada: Seen = ['Ada', x];
        const seen: Seen[] = isBobHidden ? [ada] : [ada, ['Bob', 1000 - x]];
        const faces = await watch.frame(at, ...seen);
        expect(faces.map(({ who }) => who)).toEqual(seen.map(([who]) => who));
      }
    }
  });

  test('a face that comes back after a moment keeps its number, if it is the same person', async () => {
    const watch = new Watch(500);
    await watch.frame(0, ['Ada', 300]);
    await watch.frame(100);
    expect(await watch.frame(200, ['Ada', 310])).toMatchObject([{ id: 1, who: 'Ada', at: 200 }]);
    await watch.frame(300);
    expect(await watch.frame(400, ['Bob', 310])).toMatchObject([{ id: 2, who: 'Bob', at: 400 }]);
  });

  test('a face that was out of sight for half a second is a new one', async () => {
    const watch = new Watch(10_000);
    await watch.frame(0, ['Ada', 300], ['Bob', 600]);
    await watch.frame(400, ['Bob', 600]);
    expect(await watch.frame(510, ['Ada', 300], ['Bob', 600])).toMatchObject([
      { id: 3, at: 510 },
      { id: 2, at: 0 },
    ]);
  });

  test('nobody is followed over a gap between frames, a cut, or a change of the frame’s size', async () => {
    const watch = new Watch(10_000);
    await watch.frame(0, ['Ada', 300]);
    expect(await watch.frame(501, ['Ada', 300])).toMatchObject([{ id: 2, at: 501 }]);
    watch.tracking = afterCut(watch.tracking);
    expect(await watch.frame(540, ['Ada', 300])).toMatchObject([{ id: 3, at: 540 }]);
    watch.size = { width: 720, height: 1280 };
    expect(await watch.frame(580, ['Ada', 300])).toMatchObject([{ id: 4, at: 580 }]);
  });

  test('where somebody stands now, nobody else is waited for', async () => {
    const watch = new Watch(10_000);
    await watch.frame(0, ['Ada', 300]);
    await watch.frame(40, ['Bob', 360]);
    await watch.frame(80);
    expect(await watch.frame(120, ['Ada', 300])).toMatchObject([{ id: 3, who: 'Ada', at: 120 }]);
  });
});
