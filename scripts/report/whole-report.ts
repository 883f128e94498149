import type { Machine } from '../../bench/machine.ts';
import { machineLine, type Section, sectionsOf } from '../../bench/tables.ts';
import { failuresInWords, percent } from '../evaluate/format.ts';
import { livenessSection } from '../evaluate/liveness-report.ts';
import { verificationSection } from '../evaluate/verification-report.ts';
import { benchCharts } from './bench-charts.ts';
import { type Html, html } from './html.ts';
import { isLeftOut, type Measurements } from './measurements.ts';
import { charts, definitions, type Facts, type Figure, figureList, page, tableSection } from './page.ts';
import type { Evaluation } from './report.ts';

/** Everything that was measured, as one page. */
export function wholeReport(measurements: Measurements): string {
  const { verification, identification, detection, liveness, bench } = measurements;
  const parts = [
    part('verification', 'Verification: one person or two', verification, (of) =>
      evaluation(verificationSection(of, of)),
    ),
    part('identification', 'Identification: who, or nobody', identification, identificationParts),
    part('detection', 'Detection: every face, and nothing else', detection, detectionParts),
    part('liveness', 'Liveness: presentation attack detection', liveness, (of) => evaluation(livenessSection(of))),
    part('speed', 'Speed and appetite', bench ?? { leftOut: 'The bench was not run with this.' }, benchParts),
  ];
  const title = 'Evaluation report';
  return page(
    title,
    html`<header>
<h1>${title}</h1>
<p>What on-device face verification comes to, by <code>npm run report</code>: the real pipeline in a real browser. Photographs are
few and public, so the figures show that it works, not how it fares on a million people; times belong to one machine.</p>
${definitions(surroundings(measurements))}
<nav aria-label="Parts"><ul>${parts.map(({ name, title }) => html`<li><a href="#${name}">${title}</a></li>`)}</ul></nav>
</header>
${parts.map(
  ({ name, title, content }) => html`<section aria-labelledby="${name}">
<h2 id="${name}">${title}</h2>
${content}
</section>
`,
)}`,
  );
}

interface Part {
  name: string;
  title: string;
  content: Html;
}

function part<T extends object>(
  name: string,
  title: string,
  measured: T | { leftOut: string },
  show: (measured: T) => Html,
): Part {
  const content = isLeftOut(measured) ? html`<p>Not measured. ${measured.leftOut}</p>` : show(measured);
  return { name, title, content };
}

function surroundings({ machine, engine }: Measurements): Facts {
  const { embedding, liveness, detection, deeppixbis } = engine.models;
  return [
    ['Date', machine.date],
    ['Machine', machineOf(machine)],
    ['Browser', machine.browser],
    ['Runtime', `onnxruntime-web ${machine.packages['onnxruntime-web']}, ${engine.device}, ${engine.threads} threads`],
    ['Models', [...detection, embedding, liveness, ...(deeppixbis === null ? [] : [deeppixbis])].join(', ')],
    ['Node', machine.node],
  ];
}

function machineOf({ cpu, cores, memoryGiB, system }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}`;
}

function evaluation(of: Evaluation): Html {
  return html`${definitions(of.facts)}
${figureList(of.figures)}
${charts(of)}
${of.tables.map(tableSection)}`;
}

type Measured<Name extends keyof Measurements> = Exclude<Measurements[Name], { leftOut: string } | null>;

function identificationParts(of: Measured<'identification'>): Html {
  const { enrolled, strangers, probes } = of;
  const figures: Figure[] = [
    { name: 'FPIR', value: percent(of.fpir), note: `of ${strangers} probes of strangers` },
    { name: 'FNIR', value: percent(of.fnir), note: `of ${probes - strangers} probes of enrolled people` },
    { name: 'Rank 1', value: percent(of.rank1), note: 'the most similar is the right one, whatever the threshold' },
  ];
  const facts: Facts = [
    [
      'Set',
      `${enrolled.people} people enrolled with ${enrolled.images} images, ${probes} probes, ${strangers} of strangers`,
    ],
    ['Images', failuresInWords(of.failuresToAcquire)],
    ['Threshold', `${of.threshold}`],
    ['Command', 'npm run report'],
  ];
  return html`${definitions(facts)}
<p>An open set: every third person is not enrolled, and of the others half of the images are.</p>
${figureList(figures)}`;
}

function detectionParts({ images, faces, found, missed, extra, date, command }: Measured<'detection'>): Html {
  const figures: Figure[] = [
    { name: 'Found', value: `${found}`, note: `of ${faces} faces` },
    { name: 'Missed', value: `${missed}`, note: `of ${faces} faces` },
    { name: 'Extra', value: `${extra}`, note: 'where no face is listed' },
  ];
  const facts: Facts = [
    ['Set', `${faces} faces in ${images} photographs; found at an IoU of 0.3`],
    ['Date', date],
    ['Command', `npm run evaluate -- ${command}`],
  ];
  return html`${definitions(facts)}
${figureList(figures)}`;
}

function benchParts(results: Measured<'bench'>): Html {
  const drawn = benchCharts(results);
  return html`${results.machine ? html`<p>${machineLine(results.machine)}</p>` : ''}
<p>By <code>npm run bench</code>; docs/performance.md says what was measured, and how.</p>
${sectionsOf(results).map(
  ({ name, heading, content }) => html`<h3>${heading}</h3>
<div class="pair">${drawn[name] ?? []}
${content.map((part) => benchPart(heading, part))}
</div>
`,
)}`;
}

function benchPart(heading: string, part: Section['content'][number]): Html {
  if (typeof part === 'string') return html`<p>${withoutTicks(part)}</p>`;
  const header = part.header.map(withoutTicks);
  const caption = `${heading}: ${header[0] || header.slice(1).join(', ')}`;
  return tableSection({ caption, header, rows: part.rows.map((row) => row.map(withoutTicks)) });
}

/** The bench writes Markdown. */
function withoutTicks(text: string): string {
  return text.replaceAll('`', '');
}
