import { estimatePose, FaceEngine, type FaceSource, type FaceTemplate } from 'face-core';
import { Facebank } from 'facebank';
import { compare } from 'facebank/matching';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import guide from '../../../docs/moving.md?raw';
import faceApi from '../../../node_modules/@vladmandic/face-api/types/face-api.d.ts?raw';
import { Film } from '../../face-core/test/films.ts';
import { only, sample } from '../../face-core/test/photographs.ts';
import { type Sitter, sitters, take } from '../../face-core/test/studio.ts';

/** Each row of docs/moving.md, done as its second column says and with the fields that its third one names. */

const modelBaseUrl = '/prepared/';

let engine: FaceEngine;
let ada: Sitter;
let eve: Sitter;
let shotOfAda: OffscreenCanvas;
/** Ada twice, and Eve. */
let templates: [FaceTemplate, FaceTemplate, FaceTemplate];

beforeAll(async () => {
  engine = await FaceEngine.create({
    modelBaseUrl,
    device: 'wasm',
    attributes: ['age', 'gender', 'landmarks'],
    // The photographs stand on a grey wall, and pass for live or not.
    liveness: { threshold: 0.01 },
  });
  [, ada, eve] = (await sitters()) as [Sitter, Sitter, Sitter];
  shotOfAda = await take(ada);
  const shots = [shotOfAda, await take(ada, { side: 230, lean: 3 }), await take(eve)];
  templates = (await Promise.all(shots.map((shot) => engine.capture(shot)))) as typeof templates;
});

afterAll(() => engine?.close());

const number = expect.any(Number);
const share = expect.toSatisfy((value: number) => value >= 0 && value <= 1);
const found = { box: { x: number, y: number, width: number, height: number }, score: share };

async function withEngine(options: Parameters<typeof FaceEngine.create>[0], use: (made: FaceEngine) => unknown) {
  const made = await FaceEngine.create({ modelBaseUrl, ...options });
  try {
    await use(made);
  } finally {
    made.close();
  }
}

async function isFoundByScore(): Promise<void> {
  const scores = (await engine.detect(await sample(6))).map(({ score }) => score);
  expect(scores).toHaveLength(4);
  expect(scores.every((score) => score >= 0.5)).toBe(true);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
}

async function hasAgeAndGender(): Promise<void> {
  const { age, gender } = only(await engine.analyze(await take(ada), { age: true, gender: true }));
  expect(age).toEqual(number);
  expect(gender).toEqual({ female: share, male: share });
}

async function areCompared(): Promise<void> {
  const [a, again, other] = templates;
  const same = compare(a, again);
  expect(same).toMatchObject({ match: true, similarity: number });
  expect(same.distance).toBeCloseTo(1 - same.similarity, 6);
  expect(compare(a, other).match).toBe(false);
}

async function isIdentified(bank: Facebank): Promise<void> {
  const [a, again, other] = templates;
  await bank.enroll('Ada', [a]);
  expect((await bank.identify(again)).match).toMatchObject({ label: 'Ada', similarity: number, distance: number });
  const { match, candidates } = await bank.identify(other);
  expect(match).toBeNull();
  expect(candidates).toMatchObject([{ label: 'Ada', similarity: number, distance: number }]);
}

async function isDecoded(): Promise<void> {
  const picture = await engine.decode(await sample(6));
  const [face] = await engine.detect(picture);
  const { x, y, width, height } = face!.box;
  const canvas = new OffscreenCanvas(112, 112);
  canvas.getContext('2d')!.drawImage(picture, x, y, width, height, 0, 0, 112, 112);
  picture.close();
  expect(await engine.detect(canvas)).toHaveLength(1);
}

const human: Record<string, (bank: Facebank) => Promise<void>> = {
  async '`new Human(config)`, `human.load()`'() {
    const { device, models } = engine.info;
    expect(device).toBe('wasm');
    expect(models).toMatchObject({ detection: expect.any(Array), embedding: expect.any(String) });
  },

  async '`human.detect(image)`'() {
    const faces = await engine.analyze(await sample(6));
    expect(faces).toHaveLength(4);
    for (const face of faces) {
      const liveness = { score: share, live: expect.any(Boolean), reasons: expect.any(Array) };
      expect(face).toMatchObject({ ...found, liveness });
      expect(face.embedding).toHaveLength(512);
      expect(Math.hypot(...face.embedding!)).toBeCloseTo(1, 4);
    }
  },

  async '`human.video(video)`, `human.next()`'() {
    const seen = new Set<number>();
    const started = performance.now();
    const video = await filmOfAda();
    let frames = 0;
    for await (const { faces, width, height, timestamp } of engine.watch(video)) {
      expect([width, height]).toEqual([640, 480]);
      expect(timestamp).toBeGreaterThan(started);
      seen.add(only(faces).id);
      if (++frames === 3) break;
    }
    expect(seen.size).toBe(1);
  },

  '`human.match.similarity(a, b)`': areCompared,

  '`human.match.distance(a, b)`': areCompared,

  '`human.match.find(descriptor, descriptors)`': isIdentified,

  '`face.age`, `face.gender`, `face.genderScore`': hasAgeAndGender,

  async '`face.rotation.angle`'() {
    const poseOf = async (shot: FaceSource) => estimatePose(only(await engine.detect(shot)).keypoints);
    const upright = await poseOf(shotOfAda);
    const leaning = await poseOf(await take(ada, { lean: 10 }));
    expect(upright).toEqual({ yaw: number, pitch: number, roll: number });
    // In degrees.
    expect(Math.abs(leaning.roll - upright.roll)).toBeGreaterThan(7);
    expect(Math.abs(leaning.roll - upright.roll)).toBeLessThan(13);
  },

  async '`face.mesh`, `face.annotations`'() {
    const face = only(await engine.analyze(shotOfAda, { landmarks: true }));
    expect(face.landmarks!.points).toHaveLength(68);
    expect(Object.keys(face.keypoints)).toHaveLength(6);
    expect(face.keypoints.leftEye).toEqual({ x: number, y: number });
  },

  '`human.image(image)`': isDecoded,

  async '`modelBasePath`, `wasmPath`'() {
    await withEngine({}, async (made) => expect(await made.detect(await sample(6))).toHaveLength(4));
    const nowhere = FaceEngine.create({ modelBaseUrl: '/nowhere/', keepModels: false });
    await expect(nowhere).rejects.toMatchObject({ code: 'model-load' });
    const own = performance.getEntriesByType('resource').every(({ name }) => new URL(name).origin === location.origin);
    expect(own).toBe(true);
  },

  async '`backend`'() {
    await withEngine({ device: 'wasm' }, ({ info }) => expect(info.device).toBe('wasm'));
    await withEngine({ device: 'auto' }, ({ info }) => expect(['wasm', 'webgpu']).toContain(info.device));
  },

  async '`cacheModels`'() {
    const forget = async () => Promise.all((await caches.keys()).map((name) => caches.delete(name)));
    await forget();
    await withEngine({ keepModels: false }, async () => expect(await caches.keys()).toEqual([]));
    await withEngine({ keepModels: true }, async () => expect(await caches.keys()).not.toEqual([]));
  },

  async '`face.detector.maxDetected`'() {
    await expect(engine.capture(await sample(6))).rejects.toMatchObject({ code: 'multiple-faces' });
  },

  '`face.detector.minConfidence`': isFoundByScore,

  async '`face.detector.minSize`'() {
    const shot = await take(ada, { side: 70 });
    await expect(engine.capture(shot)).rejects.toMatchObject({ code: 'face-too-small' });
    const lax = { minimumFaceSize: 60, minimumQuality: 0, liveness: 'report' } as const;
    expect((await engine.capture(shot, lax)).embedding).toHaveLength(512);
    await expect(engine.capture(shotOfAda, { minimumQuality: 101 })).rejects.toMatchObject({
      code: 'low-quality',
    });
  },

  async '`face.description.enabled`'() {
    expect(only(await engine.analyze(shotOfAda, { embedding: false })).embedding).toBeNull();
    expect(only(await engine.analyze(shotOfAda)).embedding).toHaveLength(512);
  },

  async '`face.antispoof.enabled`, `face.liveness.enabled`'() {
    expect(only(await engine.analyze(shotOfAda, { liveness: false })).liveness).toBeNull();
    expect(only(await engine.analyze(shotOfAda)).liveness).not.toBeNull();
  },

  async '`skipFrames`, `skipTime`'() {
    const analyzedAt = new Set<number>();
    const video = await filmOfAda();
    let frames = 0;
    for await (const { faces } of engine.watch(video, { refreshMs: 0 })) {
      analyzedAt.add(only(faces).analysis.analyzedAt);
      if (++frames === 3) break;
    }
    // Anew in each frame.
    expect(analyzedAt.size).toBe(3);
  },
};

const faceApiRows: Record<string, (bank: Facebank) => Promise<void>> = {
  async '`faceapi.nets.ssdMobilenetv1.loadFromUri(url)` and the other nets'() {
    const told: number[] = [];
    const onProgress = ({ loaded, total }: { loaded: number; total: number }) => void told.push(loaded / total);
    await withEngine({ onProgress }, ({ info }) => expect(info.models.attributes).toEqual({}));
    expect(told.at(-1)).toBe(1);
  },

  async '`faceapi.detectAllFaces(image)`'() {
    await isFoundByScore();
    for (const face of await engine.detect(await sample(6))) expect(face).toMatchObject(found);
  },

  async '`faceapi.detectSingleFace(image)`'() {
    const [best, other] = await engine.detect(await sample(6));
    expect(best!.score).toBeGreaterThanOrEqual(other!.score);
    const [nobody] = await engine.detect(new ImageData(320, 240));
    expect(nobody).toBeUndefined();
  },

  async '`.withFaceLandmarks()`'() {
    const { landmarks, keypoints } = only(await engine.analyze(shotOfAda, { landmarks: true }));
    const { points } = landmarks!;
    expect(points).toHaveLength(68);
    // 36–41 are the subject's right eye, here as there.
    const middle = points.slice(36, 42).reduce((sum, { x }) => sum + x, 0) / 6;
    expect(Math.abs(middle - keypoints.rightEye.x)).toBeLessThan(12);
    expect(estimatePose(keypoints)).toEqual({ yaw: number, pitch: number, roll: number });
  },

  async '`.withFaceDescriptors()`'() {
    const photograph = await sample(6);
    const widths = (await engine.detect(photograph)).map(({ box }) => box.width).sort((a, b) => a - b);
    // The two smaller ones are too small.
    const faces = await engine.captureAll(photograph, { minimumFaceSize: widths[2]!, liveness: 'report' });
    for (const { template, faults } of faces) {
      if (template === null) expect(faults[0]).toMatchObject({ code: expect.any(String), message: expect.any(String) });
      else expect(template.embedding).toHaveLength(512);
    }
    expect(faces.map(({ template }) => template === null).sort()).toEqual([false, false, true, true]);
  },

  async '`.withFaceDescriptor()`'() {
    const { embedding } = await engine.capture(shotOfAda);
    expect(Math.hypot(...embedding)).toBeCloseTo(1, 4);
    await expect(engine.capture(new ImageData(320, 240))).rejects.toMatchObject({ code: 'no-face' });
    await expect(engine.capture(await sample(6))).rejects.toMatchObject({ code: 'multiple-faces' });
  },

  '`.withAgeAndGender()`': hasAgeAndGender,

  '`faceapi.euclideanDistance(a, b)`': areCompared,

  async '`new faceapi.LabeledFaceDescriptors(label, descriptors)`'(bank) {
    const [a, again] = templates;
    await bank.enroll('Ada', [a, again]);
    expect(await bank.get('Ada')).toMatchObject({ label: 'Ada', templates: 2 });
    expect(await bank.templates('Ada')).toMatchObject([{ digest: a.digest }, { digest: again.digest }]);
  },

  '`new faceapi.FaceMatcher(people, 0.6).findBestMatch(descriptor)`': isIdentified,

  async '`matcher.toJSON()`, `faceapi.FaceMatcher.fromJSON(json)`'(bank) {
    await bank.enroll('Ada', [templates[0]]);
    const passphrase = 'correct horse battery';
    const { file } = await bank.export({ passphrase });
    await bank.clear();
    await bank.import(file, { mode: 'merge', passphrase });
    expect((await bank.identify(templates[1])).match?.label).toBe('Ada');
  },

  async '`faceapi.bufferToImage(file)`'() {
    const file = new File([await sample(6)], 'group.jpg', { type: 'image/jpeg' });
    expect(await engine.detect(file)).toHaveLength(4);
  },

  '`faceapi.extractFaces(image, detections)`': isDecoded,

  '`new faceapi.SsdMobilenetv1Options({ minConfidence })`': isFoundByScore,

  async '`new faceapi.TinyFaceDetectorOptions({ inputSize })`'() {
    expect(engine.info.detectorSize).toBe(192);
    for (const detectorSize of [128, 384] as const) {
      await withEngine({ detectorSize }, ({ info }) => expect(info.detectorSize).toBe(detectorSize));
    }
  },

  async "`faceapi.tf.setBackend('wasm')`"() {
    await withEngine({ device: 'wasm' }, ({ info }) => expect(info.device).toBe('wasm'));
  },
};

test('every row of the tables is here, in its order', () => {
  const rows = [...guide.matchAll(/^\| (.*?) *\|/gm)].map(([, before]) => before!);
  const ofPeople = rows.filter((before) => !/^(before|configuration|-+)$/.test(before));
  expect(ofPeople).toEqual([...Object.keys(human), ...Object.keys(faceApiRows)]);
});

test('what is called face-api.js has these names', () => {
  const names = new Set([...guide.matchAll(/faceapi\.(\w+)/g)].map(([, name]) => name!));
  expect(names.size).toBeGreaterThan(10);
  const methods = [...guide.matchAll(/\.(with\w+|findBestMatch|toJSON|fromJSON|loadFromUri)\(/g)].map(
    ([, name]) => name!,
  );
  for (const name of [...names, ...methods]) expect(faceApi).toMatch(new RegExp(`\\b${name}\\b`));
});

test('templates of two models never meet', async () => {
  const [a] = templates;
  const old = { ...a, modelId: 'dlib@1' };
  expect(() => compare(a, old)).toThrow(expect.objectContaining({ code: 'model-mismatch' }));
  const bank = await openBank();
  await bank.enroll('Ada', [a]);
  await expect(bank.verify('Ada', old, { threshold: 0.5 })).rejects.toMatchObject({ code: 'model-mismatch' });
});

describe('instead of human', () => {
  test.each(Object.entries(human))('%s', async (_, row) => row(await openBank()));
});

describe('instead of face-api.js', () => {
  test.each(Object.entries(faceApiRows))('%s', async (_, row) => row(await openBank()));
});

async function filmOfAda(): Promise<HTMLVideoElement> {
  const film = await Film.start((context) => context.drawImage(shotOfAda, 0, 0));
  onTestFinished(() => film.end());
  return film.video;
}

async function openBank(): Promise<Facebank> {
  const bank = await Facebank.open({ name: `test-${crypto.randomUUID()}` });
  onTestFinished(() => bank.close());
  return bank;
}
