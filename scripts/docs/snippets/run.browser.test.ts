import { snippets } from 'virtual:snippets';
import { afterEach, beforeAll, test } from 'vitest';
import { buildStage, clearStage, setStage } from './stage.ts';

/** The code in the docs, run as it stands: what it throws names its line in its page. */

beforeAll(buildStage);
afterEach(clearStage);

for (const { name, markup, run } of snippets) {
  test(name, async () => {
    await setStage(markup);
    await run();
  });
}
