import { Facebank } from 'facebank';
import { syntheticPerson } from '../../packages/facebank/test/synthetic.ts';
import { inspect } from './inspect.ts';
import { obey } from './obey.ts';

/** What tests use in a page: the package itself, and what of theirs must run beside it. */
const pageTools = { Facebank, syntheticPerson, inspect, obey };

declare global {
  var tools: typeof pageTools;
}

globalThis.tools = pageTools;
