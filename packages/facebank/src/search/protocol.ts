import type { VaultKeys } from '../encryption/vault.ts';
import type { FacebankErrorCode } from '../errors.ts';
import type { IndexStats, Loading, Shortlist } from './people-index.ts';

/** What a call to the worker ends in: errors lose their class and their fields on the way, so they travel as data. */
export type Outcome<Value> =
  | { ok: true; value: Value }
  | { ok: false; error: { code: FacebankErrorCode; message: string; details: Record<string, unknown> } };

/** The worker boundary: a PeopleIndex on a connection of its own. */
export interface SearchWorkerApi {
  open(name: string, keys: VaultKeys, keysId: string): Promise<Outcome<null>>;
  load(): Promise<Outcome<Loading>>;
  search(embedding: Float32Array, modelId: string, k: number): Promise<Outcome<Shortlist>>;
  stats(): Promise<Outcome<IndexStats>>;
}
