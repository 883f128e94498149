import { parseArgs } from 'node:util';
import { CommandError } from './browser-pipeline.ts';
import { runCommand, withPipeline, write } from './command.ts';
import { evaluateDetection } from './evaluate/detection.ts';
import { evaluateIdentification } from './evaluate/identification.ts';
import { evaluateLiveness } from './evaluate/liveness.ts';
import { allPairs, evaluateVerification, listedPairs } from './evaluate/verification.ts';

/** `npm run evaluate -- …`: error rates of the whole pipeline on your own images, as one line of JSON. */

const usage = `Usage:
  npm run evaluate -- verification --identities DIR            DIR/PERSON/*.jpg: all pairs
  npm run evaluate -- verification --pairs PAIRS.csv --root DIR  rows: file_x,file_y,Yes|No
    [--choose-threshold]                                       thresholds by target FMR
  npm run evaluate -- identification --gallery DIR --probes DIR  a probe's folder is its person
  npm run evaluate -- liveness --live DIR --spoof DIR          a sub-folder of --spoof is a type of attack
    [--policy relaxed|balanced|strict] [--methods A,B]         fuse only these methods
    [--choose-threshold] [--ablation FILE.md]
  npm run evaluate -- detection --images DIR [--images DIR …] --boxes BOXES.json
Each also takes --json FILE; verification and liveness --report FILE.html.`;

await runCommand(async (alsoWriteTo) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      identities: { type: 'string' },
      pairs: { type: 'string' },
      root: { type: 'string' },
      gallery: { type: 'string' },
      probes: { type: 'string' },
      live: { type: 'string' },
      spoof: { type: 'string' },
      policy: { type: 'string' },
      methods: { type: 'string' },
      'choose-threshold': { type: 'boolean', default: false },
      ablation: { type: 'string' },
      images: { type: 'string', multiple: true },
      boxes: { type: 'string' },
      report: { type: 'string' },
      json: { type: 'string' },
    },
  });
  alsoWriteTo(values.json);
  const needed = (name: keyof typeof values) => {
    const value = values[name];
    if (typeof value !== 'string') throw new CommandError('bad-arguments', `--${name} is needed.\n${usage}`);
    return value;
  };
  const evaluation = positionals.join(' ');
  if (values.report !== undefined) {
    if (!['verification', 'liveness'].includes(evaluation)) {
      throw new CommandError('bad-arguments', `--report is of verification and liveness alone.\n${usage}`);
    }
    // Whatever comes of the evaluation, the page shall not speak of an earlier one.
    write(values.report, '');
  }
  const command = process.argv.slice(2).join(' ');
  switch (evaluation) {
    case 'verification': {
      const pairs =
        values.pairs === undefined ? allPairs(needed('identities')) : listedPairs(values.pairs, needed('root'));
      const options = { choosesThreshold: values['choose-threshold'], report: values.report, command };
      return withPipeline((pipeline) => evaluateVerification(pipeline, pairs, options));
    }
    case 'identification': {
      const [gallery, probes] = [needed('gallery'), needed('probes')];
      return withPipeline((pipeline) => evaluateIdentification(pipeline, gallery, probes));
    }
    case 'liveness':
      return evaluateLiveness({
        live: needed('live'),
        spoof: needed('spoof'),
        policy: values.policy,
        methods: values.methods,
        choosesThreshold: values['choose-threshold'],
        ablation: values.ablation,
        report: values.report,
        command,
      });
    case 'detection': {
      const [images, boxes] = [values.images, needed('boxes')];
      if (images === undefined) throw new CommandError('bad-arguments', `--images is needed.\n${usage}`);
      return withPipeline((pipeline) => evaluateDetection(pipeline, images, boxes));
    }
    default:
      throw new CommandError('bad-arguments', usage);
  }
});
