import { parseArgs } from 'node:util';
import { modelPrefix } from './browser-page.ts';
import { CommandError, openHarness } from './browser-pipeline.ts';
import { runCommand, say } from './command.ts';

/** `npm run objects -- check MODEL.onnx`: can `face-core/objects` run this model, and how does it read it? */

const usage = `Usage:
  npm run objects -- check MODEL.onnx
    [--classes NAME,NAME…]   the names of the classes, where the file has none or others are wanted
    [--json FILE]`;

await runCommand(async (alsoWriteTo) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { classes: { type: 'string' }, json: { type: 'string' } },
  });
  alsoWriteTo(values.json);
  const [action, model, ...rest] = positionals;
  if (action !== 'check' || model === undefined || rest.length > 0) throw new CommandError('bad-arguments', usage);
  const classes = values.classes?.split(',').map((name) => name.trim());
  if (classes?.includes('')) throw new CommandError('bad-arguments', `--classes has a name that is empty.\n${usage}`);

  const harness = await openHarness();
  try {
    const url = harness.urlOf(model);
    say(`Opening ${model} in the browser, and running it once`);
    const info = await harness.call('checkObjects', modelPrefix, url, classes);
    const { width, height } = info.input;
    return { layout: info.layout, input: [width, height], classes: info.classes, device: info.device };
  } finally {
    await harness.close();
  }
});
