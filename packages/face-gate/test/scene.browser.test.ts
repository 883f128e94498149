import { FaceEngine } from 'face-core';
import { ObjectDetector } from 'face-core/objects';
import { Facebank } from 'facebank';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fetched } from '../../face-core/test/photographs.ts';
import { type Sitter, sitters, take } from '../../face-core/test/studio.ts';
import { createGate, type Gate, sceneTasks } from '../src/index.ts';

/** Who, alive, and doing what: with a small model of YOLOv8's contract, which finds squares of pure colours. */
let engine: FaceEngine;
let detector: ObjectDetector;
let bank: Facebank;
let gate: Gate;
let ada: Sitter;
let eve: Sitter;

beforeAll(async () => {
  const model = new Uint8Array(await (await fetched('/generated/objects-yolov8-open.onnx')).arrayBuffer());
  [engine, detector, bank] = await Promise.all([
    FaceEngine.create({ modelBaseUrl: '/prepared/', device: 'wasm', liveness: { threshold: 0.01 } }),
    ObjectDetector.create({
      modelBaseUrl: '/prepared/',
      device: 'wasm',
      model,
      inputSize: { width: 640, height: 480 },
    }),
    Facebank.open({ name: `test-${crypto.randomUUID()}` }),
  ]);
  [, ada, eve] = (await sitters()) as [Sitter, Sitter, Sitter];
  gate = createGate({ engine, bank });
  expect((await gate.register('Ada', [await take(ada)])).status).toBe('approved');
});

afterAll(async () => {
  engine?.close();
  detector?.close();
  await bank?.close();
});

/** Where the model is sure of a square: about the middle of one of its cells. */
const place = { x: 40, y: 40, width: 64, height: 64 };
const task = (name: string) =>
  sceneTasks(detector, { 'Show red': ['red square'], 'show blue': { anyOf: ['blue "square"'], minimumScore: 0.9 } })(
    name,
  );

/** The sitter with something held into the picture, as a file that somebody uploads. */
async function photograph(sitter: Sitter, colour?: string): Promise<Blob> {
  const shot = await take(sitter);
  const context = shot.getContext('2d')!;
  context.resetTransform();
  context.filter = 'none';
  if (colour !== undefined) {
    context.fillStyle = colour;
    context.fillRect(place.x, place.y, place.width, place.height);
  }
  return shot.convertToBlob({ type: 'image/png' });
}

describe('a task', () => {
  test('is approved where the person, living, is seen at it; the evidence can be drawn', async () => {
    const detect = vi.spyOn(detector, 'detect');
    const decode = vi.spyOn(engine, 'decode');
    const decision = await gate.verify('Ada', await photograph(ada, '#f00'), { checks: [task('show-red')] });
    expect(decision).toMatchObject({ status: 'approved', pictures: [{ width: 640, height: 480 }] });
    const { figures } = decision.checks.find(({ check }) => check === 'scene-task')!;
    const [evidence, ...others] = figures['evidence'] as { label: string; score: number; box: typeof place }[];
    expect(others).toEqual([]);
    expect(evidence).toMatchObject({ label: 'red square', score: expect.closeTo(1, 1) });
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs(evidence!.box[side] - place[side])).toBeLessThan(2);
    }
    expect(decode).toHaveBeenCalledOnce();
    expect(detect).toHaveBeenCalledOnce();
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
    vi.restoreAllMocks();
  });

  test('is refused with all reasons: another person, at something else', async () => {
    const decision = await gate.verify('Ada', await photograph(eve, '#f00'), { checks: [task('show blue')] });
    expect(decision.reasons.map(({ code }) => code)).toEqual(['not-this-person', 'task-not-shown']);
    const unseen = await gate.verify('Ada', await photograph(ada), { checks: [task('show red')] });
    expect(unseen.reasons.map(({ code }) => code)).toEqual(['task-not-shown']);
  });

  test('is refused where the detector cannot look, and the other verdicts are kept', async () => {
    const model = new Uint8Array(await (await fetched('/generated/objects-yolov8.onnx')).arrayBuffer());
    const closed = await ObjectDetector.create({ modelBaseUrl: '/prepared/', device: 'wasm', model });
    const check = sceneTasks(closed, { red: ['red square'] })('red');
    closed.close();
    const decision = await gate.verify('Ada', await photograph(ada, '#f00'), { checks: [check] });
    expect(decision.reasons.map(({ code }) => code)).toEqual(['closed']);
    expect(decision.match).toMatchObject({ match: true });
  });

  test('knows its classes when it is set up', () => {
    expect(() => sceneTasks(detector, { red: ['red sqare'] })).toThrow(/red sqare/);
  });
});
