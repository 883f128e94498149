import type { LivenessMethod } from '../../packages/face-core/src/liveness/method.ts';
import { completeLivenessPolicy, type LivenessPolicy } from '../../packages/face-core/src/liveness/policy.ts';
import { type BrowserPipeline, CommandError } from '../browser-pipeline.ts';
import { say, withPipeline, write } from '../command.ts';
import type { JudgedFace } from '../harness/harness.ts';
import { reportPage } from '../report/report.ts';
import { ablationDocument, ablationMarkdown } from './ablation-document.ts';
import { attackDetectionRates, attacks, bonaFide, errorsByType, failuresAmong } from './attack-detection.ts';
import { chooseThreshold, type ThresholdErrors, warningsFor } from './choose-threshold.ts';
import { percent, scoreText, today } from './format.ts';
import type { LivenessEvaluation, LivenessOutcome } from './liveness-evaluation.ts';
import { livenessReport } from './liveness-report.ts';
import { allMethods, livenessUnder, outcomesBy, withEveryMethod, withOnly } from './methods.ts';
import { judgeAll, type Presentation, presentationsIn } from './presentations.ts';

export interface LivenessOptions {
  /** The folders of bona fide presentations and of attacks; a sub-folder of the second is a type of attack. */
  live: string;
  spoof: string;
  /** The name of a preset. */
  policy: string | undefined;
  /** Methods to fuse instead of the preset's, divided by commas. */
  methods: string | undefined;
  choosesThreshold: boolean;
  /** The document that the ablation goes into. */
  ablation: string | undefined;
  report: string | undefined;
  /** The words after `npm run evaluate --`. */
  command: string;
}

/** Judges every image under two folders, each by every method at hand, and says how well attacks are told from people. */
export async function evaluateLiveness(options: LivenessOptions) {
  const preset = presetOf(options.policy);
  const methods = options.methods === undefined ? null : methodsOf(options.methods);
  const document = options.ablation === undefined ? null : ablationDocument(options.ablation);
  const images = presentationsIn(options.live, options.spoof);
  const evaluation = await withPipeline(
    (pipeline) => judgeUnder(preset, methods, pipeline, images, options.command),
    withEveryMethod(preset),
  );

  sayErrors(evaluation);
  document?.fill(ablationMarkdown(evaluation));
  if (options.report !== undefined) write(options.report, await reportPage(livenessReport(evaluation)));
  return {
    ...livenessFigures(evaluation),
    ...(methods !== null && { byMethod: ratesAlone(methods, evaluation) }),
    ...(options.choosesThreshold && { choice: choiceOf(evaluation) }),
  };
}

/**
 * Judges presentations in a pipeline that was opened `withEveryMethod` of the preset.
 *
 * @param methods to fuse instead of the preset's
 * @param command the words after `npm run evaluate --`
 */
export async function judgeUnder(
  preset: LivenessPolicy,
  methods: readonly LivenessMethod[] | null,
  pipeline: BrowserPipeline,
  images: readonly Presentation[],
  command: string,
): Promise<LivenessEvaluation> {
  const presentations = await judgeAll(pipeline, images, methods ?? []);
  const policy = methods === null ? preset : withOnly(methods, preset);
  // The engine's own decision, unless it is asked what others would have been.
  const decide = (judged: JudgedFace) => (methods === null ? judged.liveness : livenessUnder(policy, judged));
  const outcomes = outcomesBy(decide, presentations);
  const model = (await pipeline.call('info')).models.liveness;
  return { command, date: today(), model, preset, policy, presentations, outcomes };
}

/** An outcome as the command's JSON has it. */
export function livenessFigures({ policy, outcomes }: Pick<LivenessOutcome, 'policy' | 'outcomes'>) {
  const { auc, eer, ...errors } = attackDetectionRates(outcomes);
  return {
    bonaFide: bonaFide(outcomes).length,
    attacks: attacks(outcomes).length,
    failuresToAcquire: failuresAmong(outcomes),
    auc,
    eer,
    threshold: policy.threshold,
    ...errors,
    byAttack: errorsByType(outcomes),
  };
}

function presetOf(name: string | undefined): LivenessPolicy {
  try {
    return completeLivenessPolicy(name as 'balanced' | undefined);
  } catch (error) {
    throw new CommandError('bad-arguments', `--policy: ${(error as Error).message}`);
  }
}

function methodsOf(list: string): LivenessMethod[] {
  const names = [...new Set(list.split(',').map((name) => name.trim()))];
  return names.map((name) => {
    const method = allMethods.find((known) => known === name);
    if (method === undefined) {
      throw new CommandError('bad-arguments', `--methods takes some of ${allMethods.join(',')}, not "${name}"`);
    }
    return method;
  });
}

/** What each method comes to by itself. */
function ratesAlone(methods: readonly LivenessMethod[], { preset, presentations }: LivenessEvaluation) {
  const rates = (method: LivenessMethod) =>
    attackDetectionRates(outcomesBy((judged) => livenessUnder(withOnly([method], preset), judged), presentations));
  return Object.fromEntries(methods.map((method) => [method, rates(method)]));
}

/** What an app's threshold may be, for people on stderr too. */
function choiceOf({ policy, presentations, outcomes }: LivenessEvaluation) {
  const choice = chooseThreshold((threshold) =>
    outcomesBy((judged) => livenessUnder({ ...policy, threshold }, judged), presentations),
  );
  const line = (what: string, errors: ThresholdErrors | null) =>
    say(
      errors === null
        ? `${what}: no threshold reaches it`
        : `${what}: threshold ${Number(errors.threshold.toFixed(4))}, ` +
            `APCER ${percent(errors.apcer)}, BPCER ${percent(errors.bpcer)}`,
    );
  for (const errors of choice.candidates) line('Candidate', errors);
  line('EER', choice.eer);
  line('APCER ≤ 5 %', choice.apcer5);
  line('APCER ≤ 1 %', choice.apcer1);
  for (const warning of warningsFor(outcomes)) say(warning);
  say('A threshold that was chosen on these images is to be measured on others.');
  return choice;
}

/** Every presentation that was decided wrongly, but for the failures to acquire: those have been said. */
function sayErrors({ presentations, outcomes }: LivenessEvaluation): void {
  for (const [index, { path, attackType, judged }] of presentations.entries()) {
    const { live, score, reasons } = outcomes[index]!;
    if (judged === null || live === (attackType === null)) continue;
    const what = live ? `Attack (${attackType}) taken for live` : 'Bona fide rejected';
    say(`${what}: ${path} (${[scoreText(score), ...reasons].join(', ')})`);
  }
}
