import { FaceEngine } from 'face-core';
import { Facebank } from 'facebank';
import { compare } from 'facebank/matching';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import table from '../../../docs/migration.md?raw';
import { sample } from '../../face-core/test/photographs.ts';
import { type Sitter, sitters, take } from '../../face-core/test/studio.ts';
import { createGate, type Gate } from '../src/index.ts';

/** Each row of docs/migration.md, done as it says and with the fields that it names. */

let engine: FaceEngine;
let ada: Sitter;
let eve: Sitter;

beforeAll(async () => {
  // The photographs stand on a grey wall, and pass for live or not.
  engine = await FaceEngine.create({ modelBaseUrl: '/prepared/', device: 'wasm', liveness: { threshold: 0.01 } });
  [, ada, eve] = (await sitters()) as [Sitter, Sitter, Sitter];
});

afterAll(() => engine?.close());

interface Service {
  bank: Facebank;
  gate: Gate;
}

const unit = expect.toSatisfy((value: number) => value >= 0 && value <= 1);
const number = expect.any(Number);
const box = { x: number, y: number, width: number, height: number };

/** A service where Ada has signed up with two photographs. */
async function withAda({ gate }: Service): Promise<void> {
  expect((await gate.register('Ada', [await take(ada), await take(ada, { side: 230 })])).status).toBe('approved');
}

const rows: Record<string, (service: Service) => Promise<void>> = {
  async '/detect'() {
    const faces = await engine.detect(await sample(6));
    expect(faces).toHaveLength(4);
    for (const face of faces) {
      expect(face).toMatchObject({ box, score: unit, keypoints: { rightEye: { x: number, y: number } } });
    }
  },

  async '/extract-embedding'() {
    const { embedding, modelId, quality } = await engine.capture(await take(ada));
    expect(embedding).toHaveLength(512);
    expect(Math.hypot(...embedding)).toBeCloseTo(1, 4);
    expect(modelId).toBe(engine.info.models.embedding);
    expect(quality).toBeGreaterThan(40);
  },

  async '/compare'() {
    const shots = [await take(ada), await take(ada, { side: 230, lean: 3 }), await take(eve)];
    const [a, b, c] = await Promise.all(shots.map((shot) => engine.capture(shot)));
    const same = compare(a!, b!);
    expect(same).toMatchObject({ match: true, similarity: number, threshold: number, confidence: number });
    expect(same.distance).toBeCloseTo(1 - same.similarity, 6);
    expect(compare(a!, c!).match).toBe(false);
  },

  async '/verify'(service) {
    await withAda(service);
    const decision = await service.gate.verify('Ada', await take(ada, { side: 180 }));
    expect(decision).toMatchObject({
      status: 'approved',
      match: { match: true, distance: number, similarity: number, threshold: number, confidence: number },
      pictures: [{ faces: [box] }],
    });
    expect((await service.gate.verify('Ada', await take(eve))).status).toBe('rejected');
  },

  async '/liveness'() {
    const [face] = await engine.analyze(await take(ada));
    expect(face!.liveness).toMatchObject({ live: expect.any(Boolean), score: unit });
  },

  async '/register'({ gate }) {
    expect(await gate.register('Ada', [await take(ada)])).toMatchObject({ status: 'approved', reasons: [] });
    expect(await gate.register('Another', [await take(ada)])).toMatchObject({
      status: 'rejected',
      reasons: [{ code: 'already-enrolled', message: expect.any(String) }],
    });
  },

  async '/enroll'({ gate }) {
    const shots = [await take(ada), await take(ada, { side: 230 }), await take(ada, { lean: 5 })];
    expect(await gate.register('Ada', shots)).toMatchObject({ status: 'approved', enrolment: { added: 3 } });
    const { status, checks } = await gate.register('Eve', [await take(eve), await take(eve, { filter: 'blur(12px)' })]);
    expect(status).toBe('rejected');
    expect(checks.filter(({ passed }) => !passed).map(({ picture }) => picture)).toContain(1);
    expect(checks.filter(({ passed, picture }) => !passed && picture === 0)).toEqual([]);
  },

  async '/identify'(service) {
    await withAda(service);
    expect(await service.gate.identify(await take(ada, { side: 180 }))).toMatchObject({
      label: 'Ada',
      candidates: [{ label: 'Ada', similarity: number, distance: number }],
    });
    expect((await service.gate.identify(await take(eve))).label).toBeNull();
  },

  async '/main'(service) {
    await withAda(service);
    const decision = await service.gate.identify(await take(ada, { side: 180 }));
    expect(decision.label).toBe('Ada');
    expect(decision.checks.find(({ check }) => check === 'liveness')!.figures['score']).toEqual(unit);
    const refused = await service.gate.identify(await sample(6));
    expect(refused.reasons).toMatchObject([{ code: 'multiple-faces', message: expect.any(String) }]);
  },

  async '/identity'(service) {
    await withAda(service);
    const gate = createGate({ engine, bank: service.bank, policy: { liveness: 'skip' } });
    const { match, checks } = await gate.verify('Ada', await take(ada, { side: 180 }));
    expect(match).toMatchObject({ min: number, mean: number, threshold: number });
    expect(match!.min).toBeLessThanOrEqual(match!.mean);
    expect(checks.map(({ check }) => check)).not.toContain('liveness');
  },

  async '/signup'({ bank }) {
    const template = await engine.capture(await take(ada));
    const consentAt = Date.now();
    await bank.enroll('ada@example.org', [template], { displayName: 'Ada Lovelace', notes: 'Night shift', consentAt });
    expect(await bank.get('ada@example.org')).toMatchObject({
      label: 'ada@example.org',
      displayName: 'Ada Lovelace',
      notes: 'Night shift',
      consentAt,
      createdAt: number,
      templates: 1,
    });
  },

  async '/health'(service) {
    await withAda(service);
    await service.gate.identify(await take(ada));
    const { device, models } = engine.info;
    expect(device).toBe('wasm');
    expect(models).toMatchObject({ detection: expect.any(Array), embedding: expect.any(String) });
    expect(await service.bank.stats()).toMatchObject({
      people: 1,
      requests: { identify: { count: 1 } },
      uptimeMs: number,
    });
  },
};

test('every row of the table is here', () => {
  const endpoints = [...table.matchAll(/^\| `(\/[a-z-]+)` *\|/gm)].map(([, endpoint]) => endpoint);
  expect(endpoints).toEqual(Object.keys(rows));
});

describe('instead of', () => {
  test.each(Object.entries(rows))('%s', async (_, row) => {
    const bank = await Facebank.open({ name: `test-${crypto.randomUUID()}` });
    onTestFinished(() => bank.close());
    await row({ bank, gate: createGate({ engine, bank }) });
  });
});
