import { createKeys, type Encryption } from './encryption/keys.ts';
import { Vault } from './encryption/vault.ts';
import { unsealEvent } from './events.ts';
import { countsOf, Gallery, recordsOf } from './gallery.ts';
import { personRecord, unsealPerson } from './people.ts';
import { identityOf } from './pictures.ts';
import { type ContentStore, contentStores, type FacebankSchema } from './schema.ts';
import { staged } from './staging.ts';

export interface ReencryptOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/**
 * Seals everything anew under new keys, in one step as others see it. Records that cannot be read are left behind.
 *
 * @throws FacebankError `bad-options`, `quota`, `storage`, `closed`; the reason of `signal`, with the gallery as it was
 */
export async function reencrypt(
  gallery: Gallery,
  encryption: Encryption,
  { signal, onProgress }: ReencryptOptions = {},
): Promise<Gallery> {
  const created = await createKeys(encryption);
  const next = new Gallery(gallery.name, gallery.connection, new Vault(created.keys), created.record.id);
  await staged(
    gallery,
    async (staging) => {
      const counts = await countsOf(gallery, contentStores);
      const total = Object.values(counts).reduce((sum, count) => sum + count);
      let done = 0;
      const reseal = async <Store extends ContentStore>(
        store: Store,
        change: (record: FacebankSchema[Store]['value']) => Promise<FacebankSchema[Store]['value'] | null>,
      ) => {
        for await (const records of recordsOf(gallery, store)) {
          signal?.throwIfAborted();
          const changed = await Promise.all(records.map((record) => change(record).catch(() => null)));
          await staging.add(...changed.flatMap((put) => (put === null ? [] : [{ store, put } as never])));
          done += records.length;
          onProgress?.({ done, total });
        }
      };
      await reseal('people', async (record) => {
        const body = await unsealPerson(gallery, record);
        const key = await next.vault.personKey(body.person.label);
        return { ...(await personRecord(next, { key, id: record.id }, body)), sequence: 0 };
      });
      await reseal('templates', async (record) => {
        const identity = ['templates', record.id, record.person, record.at];
        return {
          ...record,
          sealed: await next.vault.seal(await gallery.vault.unseal(record.sealed, identity), identity),
        };
      });
      await reseal('pictures', async (record) => {
        const identity = identityOf(record);
        return {
          ...record,
          sealed: await next.vault.seal(await gallery.vault.unseal(record.sealed, identity), identity),
        };
      });
      await reseal('events', async (record) => {
        const event = await unsealEvent(gallery, record);
        const identity = ['events', record.id, record.person];
        return event && { ...record, sealed: await next.vault.seal(event, identity) };
      });
      await reseal('failures', async (record) => record);
      signal?.throwIfAborted();
      await staging.commit({ replace: true, keys: created.record });
    },
    signal,
  );
  return next;
}
