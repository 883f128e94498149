import { megabytes, ms, ratio } from '../../bench/format.ts';
import type { Results } from '../../bench/results.ts';
import { machineLine } from '../../bench/tables.ts';
import { markdownTable } from '../document.ts';
import { attackDetectionRates, attacks, bonaFide, worstType } from '../evaluate/attack-detection.ts';
import { decimals, failuresInWords, percent } from '../evaluate/format.ts';
import { highestRateBehindNone } from '../evaluate/metrics.ts';
import { verificationFigures } from '../evaluate/verification.ts';
import { isLeftOut, type Measurements } from './measurements.ts';

/** The figures that the README quotes, in Markdown, by the names of their places in it. */
export function readmeFigures(measurements: Measurements): Record<'accuracy' | 'speed', string> {
  return { accuracy: accuracy(measurements), speed: speed(measurements.bench) };
}

function accuracy(measurements: Measurements): string {
  const rows = [verification, identification, detection, liveness].flatMap((rowOf) => rowOf(measurements) ?? []);
  const { machine, engine } = measurements;
  return [
    ...(rows.length === 0 ? [] : [markdownTable(['what', 'figure', 'on'], rows, 3)]),
    `Measured on ${machine.date} by \`npm run report\` in ${machine.browser} with onnxruntime-web ` +
      `${machine.packages['onnxruntime-web']}, ${engine.models.embedding} and ${engine.models.liveness}; ` +
      `[the report](docs/report.html) has the curves.${caveat(measurements)}`,
  ].join('\n\n');
}

type Row = [cells: string[]] | null;

function verification({ verification }: Measurements): Row {
  if (isLeftOut(verification)) return null;
  const { genuine, impostor, threshold, fmr, fnmr, auc, failuresToAcquire } = verificationFigures(verification);
  const { images, people } = verification;
  return [
    [
      `verification at ${threshold}`,
      `FMR ${outOf(fmr, impostor)}, FNMR ${outOf(fnmr, genuine)}, AUC ${decimals(auc, 4)}`,
      `all pairs of ${images} photographs of ${people} people, ${failuresInWords(failuresToAcquire)}`,
    ],
  ];
}

function identification({ identification }: Measurements): Row {
  if (isLeftOut(identification)) return null;
  const { probes, strangers, fpir, fnir, rank1, threshold, enrolled } = identification;
  return [
    [
      `identification at ${threshold}`,
      `FPIR ${outOf(fpir, strangers)}, FNIR ${outOf(fnir, probes - strangers)}, rank 1 ${percent(rank1)}`,
      `${probes - strangers} probes of ${enrolled.people} enrolled people, ${strangers} of strangers`,
    ],
  ];
}

function detection({ detection }: Measurements): Row {
  if (isLeftOut(detection)) return null;
  const { images, faces, found, extra } = detection;
  return [['detection', `${found} of ${faces} faces found, ${extra} extra`, `${images} photographs`]];
}

function liveness({ liveness }: Measurements): Row {
  if (isLeftOut(liveness)) return null;
  const { outcomes, policy } = liveness;
  const { apcer, bpcer, auc } = attackDetectionRates(outcomes);
  const [people, spoofs] = [bonaFide(outcomes).length, attacks(outcomes).length];
  return [
    [
      `liveness at ${policy.threshold}`,
      `APCER ${outOf(apcer, worstType(outcomes)?.attacks ?? 0)}, BPCER ${outOf(bpcer, people)}, AUC ${decimals(auc, 4)}`,
      `${people} live captures, ${spoofs} attacks`,
    ],
  ];
}

/** What a set without an error leaves open. */
function caveat({ liveness }: Measurements): string {
  if (isLeftOut(liveness)) return '';
  const worst = worstType(liveness.outcomes);
  if (worst === null || worst.passed > 0) return '';
  const { attacks } = worst;
  return (
    ` Of attacks that fail ${attacks} times in ${attacks}, up to ` +
    `${(100 * highestRateBehindNone(attacks)).toFixed(0)} % may pass elsewhere.`
  );
}

/** A rate as the count that it is. */
function outOf(rate: number | null, total: number): string {
  return rate === null ? '–' : `${Math.round(rate * total)} of ${total.toLocaleString('en-GB')}`;
}

function speed(bench: Partial<Results> | null): string {
  if (bench?.machine === undefined) return 'Speed was not measured with these.';
  const { analyze, ratios, start, visit, memory, gallery } = bench;
  const rows: string[][] = [];
  const compare = (what: string, show: (value: number) => string, ours: number, human: number) =>
    rows.push([what, show(ours), show(human), ratio(human / ours)]);
  if (analyze) compare('one face in a frame of 640×480', ms, analyze.oursMs, analyze.peers.human);
  if (start) {
    const { ours, human } = start;
    compare('first visit, to the first result', ms, ours.coldMs.median, human.coldMs.median);
    compare('second visit', ms, ours.warmMs.median, human.warmMs.median);
    compare('downloaded for the first, with brotli', megabytes, ours.download.brotli, human.download.brotli);
  }
  if (memory) {
    const total = ({ jsHeap, wasm }: typeof memory.ours.peak) => jsHeap + wasm;
    compare('memory at its peak', megabytes, total(memory.ours.peak), total(memory.human.peak));
  }
  if (visit) rows.push(['first visit of the demo, to the first verdict', ms(visit.verdictMs.median), '', '']);
  const largest = Object.entries(gallery ?? {}).at(-1);
  if (largest !== undefined) {
    const [people, { identifyMs }] = largest;
    rows.push([`\`identify\` among ${Number(people).toLocaleString('en-GB')} people`, ms(identifyMs.median), '', '']);
  }
  const bare = ratios
    ? `\`analyze\` takes ${ratio(ratios.overRaw)} times as long as its models run bare, and ${ratio(ratios.overNative)} times as long as in native ONNX Runtime. `
    : '';
  return [
    markdownTable(['', 'ours', '`@vladmandic/human`', 'human / ours'], rows),
    `${bare}${machineLine(bench.machine)} [docs/performance.md](docs/performance.md) has all of it, by \`npm run bench\`.`,
  ].join('\n\n');
}
