import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { completeLivenessPolicy } from '../../packages/face-core/src/liveness/policy.ts';
import { livenessReport } from '../evaluate/liveness-report.ts';
import { livenessUnder, outcomesBy } from '../evaluate/methods.ts';
import { verificationReport } from '../evaluate/verification-report.ts';
import { html } from '../report/html.ts';
import { probit } from '../report/probit.ts';
import { reportPage } from '../report/report.ts';
import { presentation } from './judged.ts';
import { greyPicture, samples } from './photographs.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const preset = completeLivenessPolicy('balanced');

async function pageOf(presentations: ReturnType<typeof presentation>[], command = 'liveness --live A --spoof B') {
  const outcomes = outcomesBy((judged) => livenessUnder(preset, judged), presentations);
  const model = 'minifasnet@1';
  const evaluation = { command, date: '2026-01-31', model, preset, policy: preset, presentations, outcomes };
  const text = await reportPage(livenessReport(evaluation));
  return { text, document: parseHTML(text).document };
}

/** What is read of an element, its white space as one. */
const textOf = (element: Element | null) => element!.textContent!.replace(/\s+/g, ' ').trim();

describe('the report of an evaluation of liveness', () => {
  test('has the set, the figures with their counts, the types of attack and the charts', async () => {
    const { document } = await pageOf([
      ...[4, 3, -1].map((odds) => presentation(null, { minifasnet: odds })),
      presentation(null, null),
      ...[-4, 2].map((odds) => presentation('print', { minifasnet: odds })),
      presentation('screen', { minifasnet: -3 }),
    ]);
    const header = textOf(document.querySelector('header'));
    expect(header).toContain('4 bona fide, 3 attacks (print 2, screen 1), 1 failure to acquire');
    expect(header).toContain('2026-01-31');
    expect(header).toContain('npm run evaluate -- liveness --live A --spoof B');
    expect([...document.querySelectorAll('.figures > div')].map(textOf)).toEqual([
      'APCER50.0 %1 of 2 passed: print, the worst type',
      'BPCER50.0 %2 of 4 rejected',
      'ACER50.0 %the mean of the two',
      'EER33.3 %where both errors are alike',
      'AUC0.6667bona fide scores above attack', // 4 and 3 win 3 times each, -1 twice: 8 of 12
    ]);
    expect([...document.querySelectorAll('caption')].map(textOf)).toEqual([
      'Types of attack',
      expect.stringMatching(/^Methods/),
    ]);
    const rows = [...document.querySelectorAll('table')[0]!.querySelectorAll('tbody tr')];
    expect(rows.map((row) => [...row.children].map(textOf))).toEqual([
      ['print', '2', '0', '1', '50.0 %'],
      ['screen', '1', '0', '0', '0.0 %'],
    ]);
    const charts = [...document.querySelectorAll('svg[role=img]')];
    expect(charts.map((chart) => textOf(chart.querySelector('title')))).toEqual([
      'Histogram',
      'DET curve',
      'ROC curve',
    ]);
    for (const chart of charts) {
      const named = ['labelledby', 'describedby'].map((name) =>
        document.getElementById(chart.getAttribute(`aria-${name}`)!),
      );
      expect(named.map(textOf)).toEqual([expect.any(String), expect.stringMatching(/\d/)]);
    }
  });

  test('shows the worst images first, with score, decision, reasons and parts', async () => {
    const photograph = join(samples, 'sample1.jpg');
    const { document } = await pageOf([
      presentation('print', { minifasnet: -4, glare: -1 }, { path: await greyPicture(join(folder, 'low.png')) }),
      presentation('print', { minifasnet: 2, glare: 0 }, { path: photograph }),
      presentation(null, { minifasnet: 3, glare: 0 }, { path: photograph }),
      presentation(null, null, { path: join(folder, 'nowhere.jpg') }),
    ]);
    const [attacks, bonaFide] = [...document.querySelectorAll('.shots')].map((list) => [...list.children]);
    expect(attacks!.map(textOf)).toEqual([
      expect.stringMatching(/sample1\.jpg.*Score0\.8808.*live.*print.*minifasnetodds 2\.00.*glareodds 0\.00/),
      expect.stringMatching(/low\.png.*Score0\.0180.*rejected.*presentation-attack.*minifasnetodds -4\.00/),
    ]);
    expect(bonaFide!.map(textOf)).toEqual([
      expect.stringMatching(/No preview.*nowhere\.jpg.*Scorenone.*not acquired/),
      expect.stringMatching(/sample1\.jpg.*Score0\.9526.*live/),
    ]);
    const images = [...document.querySelectorAll('img')];
    expect(images.map((image) => image.getAttribute('alt'))).toEqual([photograph, join(folder, 'low.png'), photograph]);
    for (const image of images) expect(image.getAttribute('src')).toMatch(/^data:image\/jpeg;base64,/);
  });

  test('takes names for what they are: no markup', async () => {
    const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;`;
    const { text, document } = await pageOf(
      [
        presentation(hostile, { minifasnet: -4 }, { path: `${hostile}.jpg` }),
        presentation(null, { minifasnet: 4 }, { path: `${hostile}.png` }),
      ],
      `liveness --live ${hostile}`,
    );
    expect(document.querySelectorAll('script, img, [onerror]')).toHaveLength(0);
    expect([...document.querySelectorAll('.path')].map(textOf)).toEqual([`${hostile}.jpg`, `${hostile}.png`]);
    expect(textOf(document.querySelector('tbody th'))).toBe(hostile);
    expect(text).not.toContain('<script');
    expect(textOf(document.querySelector('header'))).toContain(hostile);
  });

  test('needs nothing but itself', async () => {
    const { text, document } = await pageOf([
      presentation(null, { minifasnet: 4 }, { path: join(samples, 'sample1.jpg') }),
    ]);
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')!.getAttribute('content');
    expect(policy).toMatch(/^default-src 'none'/);
    expect(document.querySelectorAll('script, link, iframe, object')).toHaveLength(0);
    expect(text).not.toMatch(/(?:src|href)="(?!data:)/);
    expect(text).not.toMatch(/url\(|@import/);
  });

  test('without attacks there is a histogram, and no curve', async () => {
    const { document } = await pageOf([presentation(null, { minifasnet: 4 })]);
    expect([...document.querySelectorAll('svg > title')].map(textOf)).toEqual(['Histogram']);
    expect(textOf(document.querySelector('.figures'))).toContain('APCER–no attack');
  });
});

test('the report of an evaluation of verification has both images of the worst pairs', async () => {
  const [a, b] = ['sample1.jpg', 'sample2.jpg'].map((name) => join(samples, name)) as [string, string];
  const comparisons = [
    { a, b, isGenuine: true, similarity: 0.7 },
    { a, b: a, isGenuine: false, similarity: 0.3 },
    { a: b, b: a, isGenuine: false, similarity: 0.4 },
  ];
  const scores = { genuine: [0.7], impostor: [0.3, 0.4] };
  const outcome = { images: 2, failuresToAcquire: 0, model: 'm@1', threshold: 0.38, scores };
  const occasion = { date: '2026-01-31', command: 'verification --identities A' };
  const { document } = parseHTML(await reportPage(verificationReport(outcome, comparisons, occasion)));
  expect(textOf(document.querySelector('header'))).toContain('1 genuine pairs, 2 impostor pairs');
  expect(textOf(document.querySelector('.figures'))).toContain('FMR50.0 %of 2 impostor pairs');
  const lists = [...document.querySelectorAll('.shots')].map((list) =>
    [...list.querySelectorAll('li')].map((item) => [...item.querySelectorAll('img')].map((image) => image.alt)),
  );
  expect(lists).toEqual([
    [
      [b, a],
      [a, a],
    ],
    [[a, b]],
  ]);
});

describe('html', () => {
  test('escapes what is put in, but for HTML itself', () => {
    const inner = html`<b>${'<&>"\''}</b>`;
    expect(inner.text).toBe('<b>&lt;&amp;&gt;&quot;&#39;</b>');
    expect(html`${inner}${[inner, inner]}${1}`.text).toBe(`${inner.text.repeat(3)}1`);
  });
});

describe('probit', () => {
  test('is the normal deviate, near enough for a chart', () => {
    // Of a table of the normal distribution.
    const deviates = [
      [0.001, -3.0902],
      [0.01, -2.3263],
      [0.05, -1.6449],
      [0.2, -0.8416],
      [0.5, 0],
      [0.9, 1.2816],
    ] as const;
    for (const [share, deviate] of deviates) expect(Math.abs(probit(share) - deviate)).toBeLessThan(0.01);
  });

  test('is infinite at the ends', () => {
    expect([probit(0), probit(1)]).toEqual([-Infinity, Infinity]);
  });
});
