import { describe, expect, test, vi } from 'vitest';
import { type CheckContext, type Detector, sceneTasks } from '../src/index.ts';

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const picture = { a: 'picture' };
const contextOf = (face = box(40, 40, 20, 20)) =>
  ({ picture, face: async () => ({ box: face }), signal: new AbortController().signal }) as unknown as CheckContext;

function detectorOf(objects: Awaited<ReturnType<Detector['detect']>>): Detector {
  return { info: { classes: ['person', 'person-collecting-waste', 'broom'] }, detect: vi.fn(async () => objects) };
}

const broom = { label: 'broom', score: 0.6, box: box(0, 0, 30, 30) };
const collecting = { label: 'person-collecting-waste', score: 0.8, box: box(10, 10, 90, 90) };
const aliases = { 'waste collection': ['person-collecting-waste', 'broom'] };

describe('a scene task', () => {
  test('is shown by any of its classes, with the evidence, best first', async () => {
    const detector = detectorOf([broom, { label: 'person', score: 0.99, box: box(0, 0, 9, 9) }, collecting]);
    const check = sceneTasks(detector, aliases)('waste collection');
    expect(check.name).toBe('scene-task');
    expect(await check.run(contextOf())).toEqual({
      passed: true,
      figures: {
        task: 'waste collection',
        anyOf: ['person-collecting-waste', 'broom'],
        minimumScore: 0.5,
        evidence: [collecting, broom],
      },
    });
    // The very picture that the other checks have: nothing is decoded again.
    expect(detector.detect).toHaveBeenCalledExactlyOnceWith(picture, {
      minimumScore: 0.05,
      signal: expect.any(AbortSignal),
    });
  });

  test.each(['Waste Collection', 'waste-collection', ' WASTE_collection '])('is found by the name %s', async (name) => {
    expect(await sceneTasks(detectorOf([broom]), aliases)(name).run(contextOf())).toMatchObject({ passed: true });
  });

  test('has a threshold of its own, and says how near the nearest was', async () => {
    const tasks = { sweeping: { anyOf: ['broom'], minimumScore: 0.7 } };
    expect(await sceneTasks(detectorOf([broom]), tasks)('sweeping').run(contextOf())).toMatchObject({
      passed: false,
      reasons: [{ code: 'task-not-shown' }],
      figures: { minimumScore: 0.7, evidence: [], nearest: [broom] },
    });
    expect(await sceneTasks(detectorOf([]), tasks)('sweeping').run(contextOf())).toMatchObject({
      passed: false,
      figures: { evidence: [], nearest: [] },
    });
    const reached = detectorOf([{ ...broom, score: 0.7 }]);
    expect(await sceneTasks(reached, tasks)('sweeping').run(contextOf())).toMatchObject({ passed: true });
  });

  test('may count only around the face', async () => {
    const tasks = { collecting: { anyOf: ['person-collecting-waste'], aroundFace: true } };
    const check = sceneTasks(detectorOf([collecting]), tasks)('collecting');
    expect(await check.run(contextOf(box(40, 40, 20, 20)))).toMatchObject({ passed: true });
    expect(await check.run(contextOf(box(0, 0, 19, 19)))).toMatchObject({ passed: false });
    expect(await check.run(contextOf(box(0, 0, 20, 20)))).toMatchObject({ passed: true });
  });

  test('that nobody set up fails', async () => {
    expect(await sceneTasks(detectorOf([broom]), aliases)('flying').run(contextOf())).toMatchObject({
      passed: false,
      reasons: [{ code: 'unknown-task' }],
      figures: { known: ['waste collection'] },
    });
    expect(await sceneTasks(detectorOf([broom]), aliases)('constructor').run(contextOf())).toMatchObject({
      passed: false,
    });
  });

  test.each([
    { empty: [] },
    { misspelt: ['brom'] },
    { zero: { anyOf: ['broom'], minimumScore: 0 } },
    { much: { anyOf: ['broom'], minimumScore: 1.5 } },
  ])('%o is refused when it is set up', (tasks) => {
    expect(() => sceneTasks(detectorOf([]), tasks)).toThrow(TypeError);
  });
});
