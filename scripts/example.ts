import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

/** `npm run example -- NAME`: builds an example, serves it as a host would, and prints its URL. */

const folder = fileURLToPath(new URL('../examples', import.meta.url));
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'package.json')));
const [name] = process.argv.slice(2);

if (name !== undefined && names.includes(name)) {
  const root = join(folder, name);
  await build({ root, logLevel: 'warn' });
  const server = await preview({ root });
  server.printUrls();
} else {
  for (const each of names) console.log(`npm run example -- ${each}`);
  if (name !== undefined) process.exitCode = 1;
}
