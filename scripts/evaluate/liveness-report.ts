import type { Figure, Table } from '../report/page.ts';
import type { Evaluation, Report, Shot } from '../report/report.ts';
import {
  attackDetectionRates,
  attacks,
  bonaFide,
  errorsByType,
  failuresAmong,
  type Outcome,
  scoresOf,
  worstType,
} from './attack-detection.ts';
import { decimals, percent, scoreText } from './format.ts';
import { type LivenessEvaluation, type LivenessOutcome, outcomeOf, setInWords } from './liveness-evaluation.ts';
import { ablationTable } from './methods.ts';
import type { JudgedPresentation } from './presentations.ts';

/** How many images are shown of each kind. */
const shown = 12;

/** An evaluation of liveness as a page. */
export function livenessReport(evaluation: LivenessEvaluation): Report {
  const { presentations, outcomes } = evaluation;
  const decided = presentations.map((presentation, index) => ({ ...presentation, outcome: outcomes[index]! }));
  return {
    ...livenessSection(outcomeOf(evaluation)),
    worst: [
      {
        title: 'The attacks nearest to passing',
        note: 'Those with the highest scores.',
        shots: attacks(decided)
          .sort((a, b) => b.outcome.score - a.outcome.score)
          .slice(0, shown)
          .map(shotOf),
      },
      {
        title: 'The bona fide nearest to rejection',
        note: 'Those with the lowest scores. A failure to acquire has none.',
        shots: bonaFide(decided)
          .sort((a, b) => a.outcome.score - b.outcome.score)
          .slice(0, shown)
          .map(shotOf),
      },
    ],
  };
}

/** The same without an image. */
export function livenessSection({ command, date, model, policy, outcomes, ablation }: LivenessOutcome): Evaluation {
  return {
    name: 'liveness',
    title: 'Liveness: presentation attack detection',
    facts: [
      ['Set', setInWords(outcomes)],
      ['Date', date],
      ['Model', model],
      ['Threshold', `${policy.threshold}, faces from ${policy.minimumFaceSize} pixels on`],
      ['Command', `npm run evaluate -- ${command}`],
    ],
    figures: figuresOf(outcomes),
    scores: scoresOf(outcomes),
    threshold: policy.threshold,
    scale: [0, 1],
    words: {
      score: 'Liveness score',
      genuine: 'Bona fide',
      impostor: 'Attacks',
      falseMatch: 'APCER, all types together',
      falseNonMatch: 'BPCER',
    },
    tables: [typeTable(outcomes), methodsTable(ablation)],
  };
}

type Decided = JudgedPresentation & { outcome: Outcome };

function figuresOf(outcomes: readonly Outcome[]): Figure[] {
  const { auc, eer, apcer, bpcer, acer } = attackDetectionRates(outcomes);
  const rejected = bonaFide(outcomes).filter(({ live }) => !live).length;
  const worst = worstType(outcomes);
  const hasTypes = Object.keys(errorsByType(outcomes)).length > 1;
  return [
    {
      name: 'APCER',
      value: percent(apcer),
      note: worst
        ? `${worst.passed} of ${worst.attacks} passed${hasTypes ? `: ${worst.type}, the worst type` : ''}`
        : 'no attack',
    },
    { name: 'BPCER', value: percent(bpcer), note: `${rejected} of ${bonaFide(outcomes).length} rejected` },
    { name: 'ACER', value: percent(acer), note: 'the mean of the two' },
    { name: 'EER', value: percent(eer), note: 'where both errors are alike' },
    { name: 'AUC', value: decimals(auc, 4), note: 'bona fide scores above attack' },
  ];
}

function typeTable(outcomes: readonly Outcome[]): Table {
  const rows = Object.entries(errorsByType(outcomes)).map(([type, { attacks, apcer }]) => {
    const ofType = outcomes.filter(({ attackType }) => attackType === type);
    const passed = ofType.filter(({ live }) => live).length;
    return [type, `${attacks}`, `${failuresAmong(ofType)}`, `${passed}`, percent(apcer)];
  });
  return {
    caption: 'Types of attack',
    header: ['type', 'attacks', 'failures to acquire', 'passed', 'APCER'],
    rows,
  };
}

function methodsTable({ threshold, rows }: LivenessOutcome['ablation']): Table {
  const caption = `Methods, at the threshold ${threshold}: each alone, and what the default gains and loses`;
  return { caption, ...ablationTable(rows) };
}

function shotOf({ path, attackType, judged, outcome }: Decided): Shot {
  const verdict = judged === null ? 'not acquired' : outcome.live ? 'live' : 'rejected';
  const facts: [string, string][] = [
    ['Score', scoreText(outcome.score)],
    ['Decision', verdict],
  ];
  if (attackType !== null) facts.push(['Attack', attackType]);
  if (judged !== null) {
    const { liveness, quality, face } = judged;
    if (outcome.reasons.length > 0) facts.push(['Reasons', outcome.reasons.join(', ')]);
    facts.push(['Face', `${Math.round(face.box.width)} px, quality ${Math.round(quality.score)}`]);
    for (const [method, { odds }] of Object.entries(liveness.parts)) facts.push([method, `odds ${odds.toFixed(2)}`]);
  }
  return { paths: [path], facts };
}
