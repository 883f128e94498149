import type { EncryptionMode } from './encryption/keys.ts';
import { countsOf } from './gallery.ts';
import type { RequestStats } from './metrics.ts';
import type { IndexStats } from './search/people-index.ts';
import type { Session } from './session.ts';

/** What a metrics page shows. Requests are those of this instance, since it was opened; the rest is the gallery's. */
export interface Stats {
  encryption: EncryptionMode;
  /** How many records there are, of people and of the rest; those that cannot be read are among them. */
  people: number;
  templates: number;
  events: number;
  pictures: number;
  /** What the browser says of this site's storage, all of it: bytes used and granted, and whether it may be evicted. */
  storage: { usedBytes: number | null; quotaBytes: number | null; isPersistent: boolean | null };
  /** The centroids in memory, as far as they have been needed: how many people can be found, and how many cannot. */
  search: IndexStats;
  /** By kind, such as `verify`. */
  requests: Record<string, RequestStats>;
  /** How many probes were answered from the last few answers. */
  repeatedProbes: number;
  /** How many events could not be written. */
  lostEvents: number;
  /** How long ago this instance was opened. */
  uptimeMs: number;
}

/** What is in the database, and in memory. */
export async function contentStats({ gallery, search, log, answers }: Session) {
  await log.settled();
  const [counts, index, storage] = await Promise.all([
    countsOf(gallery, ['people', 'templates', 'events', 'pictures']),
    search.stats(),
    storageStats(),
  ]);
  return { ...counts, search: index, storage, repeatedProbes: answers.hits, lostEvents: log.lost };
}

async function storageStats(): Promise<Stats['storage']> {
  // A browser may refuse to tell, in private windows for one.
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  const isPersistent = (await navigator.storage?.persisted?.().catch(() => null)) ?? null;
  return { usedBytes: estimate?.usage ?? null, quotaBytes: estimate?.quota ?? null, isPersistent };
}
