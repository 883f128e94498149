import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import manifest from '../models/manifest.json' with { type: 'json' };
import { distFolder } from '../models/prepare.ts';
import { sayProgress } from '../models/progress.ts';
import { CommandError } from './browser-pipeline.ts';
import { runCommand, say } from './command.ts';
import { addModel } from './models/add.ts';

/** `npm run models -- add NAME [--file PATH]`: installs a model that is not bundled beside those that are. */

const root = fileURLToPath(new URL('..', import.meta.url));
const names = Object.keys(manifest.optional) as (keyof typeof manifest.optional)[];

await runCommand(async (alsoWriteTo) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { file: { type: 'string' }, json: { type: 'string' } },
  });
  alsoWriteTo(values.json);
  const [verb, wanted, ...more] = positionals;
  const name = names.find((each) => each === wanted);
  if (verb !== 'add' || name === undefined || more.length > 0) {
    throw new CommandError('bad-arguments', `Usage: npm run models -- add ${names.join(' | ')} [--file PATH]`);
  }
  const model = manifest.optional[name];
  say(`${model.id}: ${model.licence} (${model.card})`);
  const { id, version, weights } = await addModel(model, distFolder, values.file, sayProgress(model.id));
  say(`${id} is installed: pass models/dist/${id}.json to FaceEngine.create as models.${id}`);
  const { sha256, bytes } = weights;
  return { id, version, file: relative(root, `${distFolder}/${model.file}`), sha256, bytes };
});
