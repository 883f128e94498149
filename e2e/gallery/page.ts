import { Facebank } from 'facebank';
import { syntheticPerson } from '../../packages/facebank/test/synthetic.ts';
import { inspect } from './inspect.ts';
import { liveWith } from './live-with.ts';
import { obey } from './obey.ts';
import { watchKeys } from './watch-keys.ts';

/** What tests use in a page: the package itself, and what of theirs must run beside it. */
const pageTools = { Facebank, syntheticPerson, inspect, liveWith, obey, watchKeys };

declare global {
  var tools: typeof pageTools;
}

globalThis.tools = pageTools;
