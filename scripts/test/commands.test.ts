import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { thresholdsByFmr } from 'facebank/matching';
import { describe, expect, test } from 'vitest';
import { greyPicture, portrait, samples } from './photographs.ts';
import { canBeReadByEverybody } from './readable.ts';
import { refusal, root, shell } from './shell.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

/** The contracts of the commands: design, section 5. Each run with photographs starts a browser of its own. */

const folder = temporaryFolder();
const inFolder = (name: string) => join(folder, name);
const rates = ['auc', 'eer', 'accuracy', 'threshold', 'fmr', 'fnmr', 'tmrAtFmr0', 'tmrAtFmr1e3'];
const keys = {
  verify: ['match', 'similarity', 'threshold', 'live', 'livenessScore', 'quality'],
  verification: ['genuine', 'impostor', 'failuresToAcquire', ...rates],
  identification: ['probes', 'strangers', 'failuresToAcquire', 'fpir', 'fnir', 'rank1', 'threshold'],
  liveness: [
    ...['bonaFide', 'attacks', 'failuresToAcquire', 'auc', 'eer', 'threshold'],
    ...['apcer', 'bpcer', 'acer', 'byAttack'],
  ],
  detection: ['images', 'faces', 'found', 'missed', 'extra'],
};
const between = (low: number, high: number) =>
  expect.toSatisfy((value: unknown) => typeof value === 'number' && value >= low && value <= high);

describe.concurrent('bad arguments', { timeout: 120_000 }, () => {
  test.for([
    ['verify: nothing', 'verify', [], /--enroll A\.jpg .*--probe/],
    ['verify: no probe', 'verify', ['--enroll', 'a.jpg'], /--probe/],
    ['verify: an unknown option', 'verify', ['--enroll', 'a.jpg', '--probe', 'b.jpg', '--fast'], /--fast/],
    ['evaluate: nothing', 'evaluate', [], /^Usage:/],
    ['evaluate: an unknown subcommand', 'evaluate', ['everything'], /^Usage:/],
    ['evaluate: an unknown option', 'evaluate', ['verification', '--faces', '.'], /--faces/],
    ['verification: no folder', 'evaluate', ['verification'], /--identities is needed/],
    ['verification: pairs without their root', 'evaluate', ['verification', '--pairs', 'p.csv'], /--root is needed/],
    ['verification: no such folder', 'evaluate', ['verification', '--identities', '/no/where'], /\/no\/where/],
    ['identification: no gallery', 'evaluate', ['identification', '--probes', '.'], /--gallery is needed/],
    ['identification: no probes', 'evaluate', ['identification', '--gallery', '.'], /--probes is needed/],
    ['liveness: no bona fide', 'evaluate', ['liveness', '--spoof', '.'], /--live is needed/],
    ['liveness: no attacks', 'evaluate', ['liveness', '--live', '.'], /--spoof is needed/],
    ['liveness: no such folder', 'evaluate', ['liveness', '--live', 'scripts', '--spoof', '/no/where'], /\/no\/where/],
    ['liveness: no image', 'evaluate', ['liveness', '--live', 'scripts', '--spoof', 'scripts'], /no image/],
    [
      'detection: a report',
      'evaluate',
      ['detection', '--report', 'x.html'],
      /--report is of verification and liveness/,
    ],
    ['detection: no boxes', 'evaluate', ['detection', '--images', '.'], /--boxes is needed/],
    ['detection: no images', 'evaluate', ['detection', '--boxes', 'boxes.json'], /--images is needed/],
    ['report: no such folder', 'report', ['--faces', '/no/where'], /no folder \/no\/where/],
    ['report: measured and not', 'report', ['--from', 'docs/report.json', '--no-bench'], /^Usage:/],
    ['report: a bench and none', 'report', ['--bench', 'bench.json', '--no-bench'], /^Usage:/],
    ['report: a bench that is none', 'report', ['--faces', 'scripts', '--bench', 'package.json'], /npm run bench/],
    ['report: nothing to draw', 'report', ['--from', '/no/where.json'], /where\.json cannot be read/],
    ['upgrade-check: MediaPipe', 'upgrade-check', ['@mediapipe/tasks-vision'], /not used any more/],
    ['upgrade-check: no such version', 'upgrade-check', ['onnxruntime-web@0.0.0-none'], /registry has no/],
    ['upgrade-check: another package', 'upgrade-check', ['comlink@4.4.2'], /^Usage:/],
    ['report: nothing that it wrote', 'report', ['--from', 'package.json'], /not what npm run report wrote/],
  ] as const)('%s', async ([, command, args, message], { expect }) => {
    expect(await shell(command, ...args)).toEqual(refusal('bad-arguments', message));
  });

  test.for([
    ['--policy', 'lax', /--policy.*"lax"/],
    ['--methods', 'minifasnet,aura', /--methods.*"aura"/],
    ['--ablation', 'README.md', /README\.md.*once each/],
    ['--report', '/no/where.html', /where\.html cannot be written/],
  ] as const)('liveness: %s %s', async ([option, value, message], { expect }) => {
    const folders = ['--live', 'scripts', '--spoof', 'scripts'];
    const run = await shell('evaluate', 'liveness', ...folders, option, value);
    expect(run).toEqual(refusal('bad-arguments', message));
  });
});

describe('--json', { timeout: 120_000 }, () => {
  test('has the error, and nothing of an earlier run', async () => {
    const json = write(folder, 'stale.json', 'an earlier result');
    const { code, stdout } = await shell('evaluate', 'everything', '--json', json);
    expect(code).toBe(1);
    expect(readFileSync(json, 'utf8')).toBe(stdout);
  });

  test('is refused at once where it cannot be written', async () => {
    const run = await shell('evaluate', 'verification', '--json', inFolder('nowhere/result.json'));
    expect(run).toEqual(refusal('bad-arguments', /nowhere\/result\.json cannot be written/));
  });
});

describe('verify', { timeout: 120_000 }, () => {
  test('says that two photographs of one person match, and writes it to --json FILE', async () => {
    const enrolled = await portrait('ann', 'wide', inFolder('ann-wide.jpg'));
    const probe = await portrait('ann', 'close', inFolder('ann-close.jpg'));
    const json = inFolder('verify.json');
    const { code, stdout, stderr, result } = await shell(
      'verify',
      '--enroll',
      enrolled,
      '--probe',
      probe,
      '--json',
      json,
    );
    expect(code).toBe(0);
    expect(Object.keys(result as object)).toEqual(keys.verify);
    expect(result).toEqual({
      match: true,
      similarity: between(0.7, 0.999),
      threshold: 0.38,
      live: expect.any(Boolean),
      livenessScore: between(0, 1),
      quality: between(1, 100),
    });
    expect(stdout).toBe(`${JSON.stringify(result)}\n`);
    expect(readFileSync(json, 'utf8')).toBe(stdout);
    expect(stderr).toContain(probe);
  });

  test('says that two people do not match, whoever of them was photographed twice', async () => {
    const { code, result } = await shell(
      'verify',
      ...['--enroll', await portrait('bea', 'wide', inFolder('bea-wide.jpg'))],
      ...['--enroll', await portrait('bea', 'close', inFolder('bea-close.jpg'))],
      ...['--probe', await portrait('cat', 'wide', inFolder('cat-wide.jpg'))],
    );
    expect(code).toBe(0);
    expect(Object.keys(result as object)).toEqual(keys.verify);
    expect(result).toMatchObject({ match: false, similarity: between(-1, 0.3799), threshold: 0.38 });
  });

  test('refuses a file that is no image', async () => {
    const enrolled = await portrait('ann', 'wide', inFolder('ann.jpg'));
    const probe = write(folder, 'letter.jpg', 'Dear reader, this is a text.');
    expect(await shell('verify', '--enroll', enrolled, '--probe', probe)).toEqual(refusal('bad-image', /image/));
  });

  test('refuses a probe with several people in it', async () => {
    const enrolled = await portrait('ann', 'wide', inFolder('ann.jpg'));
    const probe = join(samples, 'sample3.jpg');
    expect(await shell('verify', '--enroll', enrolled, '--probe', probe)).toEqual(refusal('multiple-faces', /3 faces/));
  });
});

describe('evaluate', { timeout: 120_000 }, () => {
  test('verification --identities: all pairs; a picture without a face is a failure to acquire, and a non-match', async () => {
    const identities = inFolder('identities');
    for (const person of ['ann', 'bea', 'cat'] as const) {
      for (const shot of ['wide', 'close'] as const) {
        await portrait(person, shot, join(identities, person, `${shot}.jpg`));
      }
    }
    const grey = await greyPicture(join(identities, 'ann/grey.png'));
    const json = inFolder('verification.json');
    const { code, stdout, stderr, result } = await shell(
      ...(['evaluate', 'verification', '--identities', identities, '--json', json] as const),
      '--choose-threshold',
    );
    expect(code).toBe(0);
    expect(Object.keys(result as object)).toEqual([...keys.verification, 'thresholds']);
    // Of 21 pairs 3 + 1 + 1 are genuine. The grey picture is in 2 of these, and in 4 of the 16 impostor pairs.
    expect(result).toEqual({
      genuine: 5,
      impostor: 16,
      failuresToAcquire: 1,
      auc: expect.closeTo((3 * 16 + (2 * 4) / 2) / (5 * 16), 12),
      eer: expect.closeTo(2 / 5, 12), // between 7 and 6 false matches of 16, FNMR staying at 2/5
      accuracy: expect.closeTo((3 + 16) / 21, 12),
      threshold: 0.38,
      fmr: 0,
      fnmr: 2 / 5,
      tmrAtFmr0: 3 / 5,
      tmrAtFmr1e3: 3 / 5,
      thresholds: [1e-1, 1e-2, 1e-3].map((fmr) => ({ fmr, threshold: between(-1, 0.38) })),
    });
    expect(stderr).toContain(`Failure to acquire: ${grey} (no-face)`);
    expect(stderr).toMatch(/Too few impostor pairs to claim an FMR of 0\.1, .* 30: there are 16/);
    expect(stdout).toBe(`${JSON.stringify(result)}\n`);
    expect(readFileSync(json, 'utf8')).toBe(stdout);
  });

  test('verification --pairs: those listed', async () => {
    const faces = inFolder('faces');
    await portrait('ann', 'wide', join(faces, 'ann 1.jpg'));
    await portrait('ann', 'close', join(faces, 'ann 2.jpg'));
    await portrait('cat', 'wide', join(faces, 'deeper/cat.jpg'));
    const rows = ['file_x,file_y,Decision', 'ann 1.jpg,ann 2.jpg,Yes', 'ann 1.jpg,deeper/cat.jpg,No'];
    const pairs = write(folder, 'pairs.csv', rows.join('\n'));
    const { code, result } = await shell('evaluate', 'verification', '--pairs', pairs, '--root', faces);
    expect(code).toBe(0);
    expect(Object.keys(result as object)).toEqual(keys.verification);
    expect(result).toEqual({
      genuine: 1,
      impostor: 1,
      failuresToAcquire: 0,
      auc: 1,
      eer: 0,
      accuracy: 1,
      threshold: 0.38,
      fmr: 0,
      fnmr: 0,
      tmrAtFmr0: 1,
      tmrAtFmr1e3: 1,
    });
  });

  test('identification: people of the gallery, a stranger, and a probe without a face', async () => {
    const [gallery, probes] = [inFolder('gallery'), inFolder('probes')];
    for (const person of ['ann', 'bea'] as const) {
      await portrait(person, 'wide', join(gallery, person, '1.jpg'));
      await portrait(person, 'close', join(probes, person, '2.jpg'));
    }
    await greyPicture(join(probes, 'bea/grey.png'));
    await portrait('cat', 'wide', join(probes, 'cat/1.jpg'));
    const { code, result } = await shell('evaluate', 'identification', '--gallery', gallery, '--probes', probes);
    expect(code).toBe(0);
    expect(Object.keys(result as object)).toEqual(keys.identification);
    expect(result).toEqual({
      probes: 4,
      strangers: 1,
      failuresToAcquire: 1,
      fpir: 0,
      fnir: 1 / 3,
      rank1: 2 / 3,
      threshold: 0.38,
    });
  });

  test('liveness: types of attack, an only type without a face, and what a page and a document have of it', async () => {
    const [live, spoof] = [inFolder('live'), inFolder('spoof')];
    const [report, ablation] = [inFolder('liveness.html'), inFolder('ablation.md')];
    await portrait('ann', 'wide', join(live, 'ann.jpg'));
    const letter = write(live, 'letter.jpg', 'Dear reader, this is a text.');
    await portrait('bea', 'wide', join(spoof, 'none held/bea.jpg'));
    const grey = await greyPicture(join(spoof, 'wall/<b>grey.png'));
    const { code, stderr, stdout, result } = await shell(
      ...(['evaluate', 'liveness', '--live', live, '--spoof', spoof] as const),
      ...['--methods', 'minifasnet', '--choose-threshold', '--report', report, '--ablation', ablation],
    );
    expect(code).toBe(0);
    expect(Object.keys(result as object)).toEqual([...keys.liveness, 'byMethod', 'choice']);
    // Whether a portrait cut out of a photograph passes for live is the model's to say.
    const { apcer, bpcer, acer, auc, eer } = (result as { byMethod: Record<string, Record<string, number>> }).byMethod[
      'minifasnet'
    ]!;
    expect(result).toMatchObject({
      bonaFide: 2,
      attacks: 2,
      failuresToAcquire: 2,
      threshold: 0.27,
      byAttack: { 'none held': { attacks: 1, apcer }, wall: { attacks: 1, apcer: 0 } },
      ...{ apcer, bpcer, acer, auc, eer },
    });
    expect(bpcer).toBeGreaterThanOrEqual(1 / 2);
    expect(stderr).toContain(`Failure to acquire: ${letter} (bad-image)`);
    expect(stderr).toContain(`Failure to acquire: ${grey} (no-face)`);
    expect(stderr).toMatch(/Too few attacks .*none held has 1, wall has 1/);
    expect(stdout).toBe(`${JSON.stringify(result)}\n`);
    expect(readFileSync(report, 'utf8')).toContain('&lt;b&gt;grey.png');
    expect(readFileSync(ablation, 'utf8')).toMatch(
      /^# Liveness\n.*2 bona fide, 2 attacks \(none held 1, wall 1\), 2 failures to acquire;.*\n\| minifasnet alone /s,
    );
  });

  test('liveness: with attacks alone, what is about people is null', async () => {
    const [live, spoof] = [inFolder('nobody'), inFolder('walls')];
    write(live, 'notes.txt');
    await greyPicture(join(spoof, 'grey.png'));
    const { code, result } = await shell('evaluate', 'liveness', '--live', live, '--spoof', spoof);
    expect(code).toBe(0);
    expect(Object.keys(result as object)).toEqual(keys.liveness);
    expect(result).toEqual({
      bonaFide: 0,
      attacks: 1,
      failuresToAcquire: 1,
      auc: null,
      eer: null,
      threshold: 0.27,
      apcer: 0,
      bpcer: null,
      acer: null,
      byAttack: { attack: { attacks: 1, apcer: 0 } },
    });
  });

  test('detection: each true box once, over several folders', async () => {
    await greyPicture(inFolder('more/grey.png'));
    const boxes = {
      // The last is of no face.
      'sample3.jpg': [
        [561, 350, 239, 239],
        [1039, 252, 254, 254],
        [1482, 341, 237, 237],
        [100, 900, 200, 200],
      ],
      // One of four is not listed.
      'sample6.jpg': [
        [1156, 343, 247, 247],
        [622, 359, 272, 272],
        [249, 522, 235, 235],
      ],
      'grey.png': [],
      'elsewhere.jpg': [[1, 2, 3, 4]],
    };
    const { code, stderr, result } = await shell(
      ...(['evaluate', 'detection', '--images', samples, '--images', inFolder('more')] as const),
      ...['--boxes', write(folder, 'boxes.json', JSON.stringify(boxes))],
    );
    expect(code).toBe(0);
    expect(Object.keys(result as object)).toEqual(keys.detection);
    expect(result).toEqual({ images: 3, faces: 7, found: 6, missed: 1, extra: 1 });
    expect(stderr).toMatch(/Not evaluated.*elsewhere\.jpg/);
  });
});

const faces = join(root, '../shared/faces');
describe.skipIf(!existsSync(faces))('on the photographs of ../shared/faces', { timeout: 120_000 }, () => {
  const person = (name: string) => join(faces, 'identities', name);

  test('verification tells 49 photographs of 12 people apart', async () => {
    const { code, result } = await shell(
      ...(['evaluate', 'verification', '--identities', join(faces, 'identities'), '--choose-threshold'] as const),
    );
    expect(code).toBe(0);
    // 49 · 48 / 2 pairs; genuine: 8 people of 5 photographs, 3 of 2, and 1 of 3.
    expect(result).toMatchObject({ genuine: 8 * 10 + 3 * 1 + 3, impostor: 1176 - 86 });
    expect(result).toMatchObject({ failuresToAcquire: 0, auc: 1, tmrAtFmr0: 1 });
    // What facebank ships is what is measured.
    const { genuine, impostor, thresholds } = thresholdsByFmr['arcface-mobilefacenet@1']!;
    const measured = thresholds.map(({ fmr, threshold }) => ({ fmr, threshold: expect.closeTo(threshold, 3) }));
    expect(result).toMatchObject({ genuine, impostor, thresholds: measured });
  });

  test('detection finds all 49 faces of 13 photographs', async () => {
    const { code, result } = await shell(
      ...(['evaluate', 'detection', '--images', join(faces, 'groups'), '--images', samples] as const),
      ...['--boxes', join(faces, 'boxes.json')],
    );
    expect(code).toBe(0);
    expect(result).toEqual({ images: 13, faces: 49, found: 49, missed: 0, extra: between(0, 1) });
  });

  const liveness = ['--live', join(faces, 'liveness/live'), '--spoof', join(faces, 'liveness/spoof')];

  test('liveness tells twelve photographs apart, and its page can be read by everybody', async () => {
    const report = inFolder('twelve.html');
    const { code, result } = await shell('evaluate', 'liveness', ...liveness, '--report', report);
    expect(code).toBe(0);
    expect(Object.keys(result as object)).toEqual(keys.liveness);
    expect(result).toMatchObject({ bonaFide: 6, attacks: 6, failuresToAcquire: 0, auc: between(0.95, 1), apcer: 0 });

    await canBeReadByEverybody(report);
  });

  test('liveness: a stricter policy lets no more through, and rejects no fewer', { timeout: 240_000 }, async () => {
    const rates = async (policy: string) => {
      const { result } = await shell('evaluate', 'liveness', ...liveness, '--policy', policy);
      return result as { threshold: number; apcer: number; bpcer: number };
    };
    const [relaxed, strict] = [await rates('relaxed'), await rates('strict')];
    expect(relaxed.threshold).toBeLessThan(strict.threshold);
    expect(relaxed.apcer).toBeGreaterThanOrEqual(strict.apcer);
    expect(relaxed.bpcer).toBeLessThan(strict.bpcer);
  });

  test('verify tells one president from another', { timeout: 240_000 }, async () => {
    const enrolled = person('obama/1.jpg');
    const same = await shell('verify', '--enroll', enrolled, '--probe', person('obama/2.jpg'));
    expect(same).toMatchObject({ code: 0, result: { match: true } });
    const other = await shell('verify', '--enroll', enrolled, '--probe', person('biden/2.jpg'));
    expect(other).toMatchObject({ code: 0, result: { match: false } });
  });
});
