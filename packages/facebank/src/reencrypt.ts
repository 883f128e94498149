import { createKeys, type Encryption } from './encryption/keys.ts';
import { nullIfCorrupt, Vault } from './encryption/vault.ts';
import { eventIdentity, eventRecord, unsealEvent } from './events.ts';
import { countsOf, Gallery, recordsOf } from './gallery.ts';
import { personRecord, templateIdentity, unsealPerson } from './people.ts';
import { identityOf } from './pictures.ts';
import { type ContentStore, contentStores, type FacebankSchema } from './schema.ts';
import { eventOf } from './session.ts';
import { type Staging, staged } from './staging.ts';

/** How a gallery is encrypted anew. */
export interface ReencryptOptions {
  /** Gives it up; the call then rejects with the signal's reason, and the gallery is as it was. */
  signal?: AbortSignal | undefined;
  /** How many records are done. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/**
 * Seals everything anew under new keys, in one step as others see it. Records that cannot be read are left behind, and all
 * that belongs to people who cannot; the event that tells of the change counts them.
 *
 * @throws FacebankError `bad-options`, `quota`, `storage`, `closed`; the reason of `signal`, with the gallery as it was
 */
export async function reencrypt(
  gallery: Gallery,
  encryption: Encryption,
  options: ReencryptOptions = {},
): Promise<Gallery> {
  const { signal } = options;
  const created = await createKeys(encryption);
  const next = new Gallery(gallery.name, gallery.connection, new Vault(created.keys), created.record.id);
  const change = async (staging: Staging) => {
    const leftBehind = await restage(gallery, next, staging, options);
    const event = eventOf('encryption-changed', null, { reason: created.record.mode, leftBehind });
    await staging.add({ store: 'events', put: await eventRecord(next, event, null) });
    signal?.throwIfAborted();
    await staging.commit({ replace: true, keys: created.record });
  };
  await staged(gallery, change, signal);
  return next;
}

/** Stages all records, sealed for `to`. How many are left behind? */
async function restage(
  from: Gallery,
  to: Gallery,
  staging: Staging,
  { signal, onProgress }: ReencryptOptions,
): Promise<number> {
  const counts = await countsOf(from, contentStores);
  const total = Object.values(counts).reduce((sum, count) => sum + count);
  /** The ids of those who could be read. */
  const people = new Set<string>();
  let done = 0;
  let kept = 0;
  const restageAll = async <Store extends ContentStore>(
    store: Store,
    reseal: (record: FacebankSchema[Store]['value']) => Promise<FacebankSchema[Store]['value'] | null>,
  ) => {
    for await (const records of recordsOf(from, store)) {
      signal?.throwIfAborted();
      const resealed = await Promise.all(
        records.map((record) => {
          const isOfNobody = 'person' in record && record.person !== null && !people.has(record.person);
          return isOfNobody ? null : reseal(record).catch(nullIfCorrupt);
        }),
      );
      const puts = resealed.flatMap((put) => (put === null ? [] : [{ store, put } as never]));
      await staging.add(...puts);
      kept += puts.length;
      done += records.length;
      onProgress?.({ done, total });
    }
  };
  await restageAll('people', async (record) => {
    const body = await unsealPerson(from, record);
    people.add(record.id);
    const key = await to.vault.personKey(body.person.label);
    return { ...(await personRecord(to, { key, id: record.id }, body)), sequence: 0 };
  });
  await restageAll('templates', async (record) => {
    const identity = templateIdentity(record);
    return { ...record, sealed: await to.vault.seal(await from.vault.unseal(record.sealed, identity), identity) };
  });
  await restageAll('pictures', async (record) => {
    const identity = identityOf(record);
    return { ...record, sealed: await to.vault.seal(await from.vault.unseal(record.sealed, identity), identity) };
  });
  await restageAll('events', async (record) => {
    const event = await unsealEvent(from, record);
    return event && { ...record, sealed: await to.vault.seal(event, eventIdentity(record)) };
  });
  await restageAll('failures', async (record) => record);
  return done - kept;
}
