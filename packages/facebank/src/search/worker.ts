import { expose } from 'comlink';
import { Connection } from '../connection.ts';
import { Vault } from '../encryption/vault.ts';
import { FacebankError } from '../errors.ts';
import { Gallery } from '../gallery.ts';
import { PeopleIndex } from './people-index.ts';
import type { Outcome, SearchWorkerApi } from './protocol.ts';

let opened: PeopleIndex | undefined;

function index(): PeopleIndex {
  if (opened === undefined) throw new FacebankError('closed', 'This gallery was closed: open it again.');
  return opened;
}

async function outcome<Value>(work: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (cause) {
    const { code, message, details } =
      cause instanceof FacebankError ? cause : new FacebankError('storage', `Searching failed: ${cause}`);
    return { ok: false, error: { code, message, details } };
  }
}

const api: SearchWorkerApi = {
  open: (name, keys, keysId) =>
    outcome(async () => {
      opened = new PeopleIndex(new Gallery(name, await Connection.open(name), new Vault(keys), keysId));
      return null;
    }),
  load: () => outcome(() => index().load()),
  search: (embedding, modelId, k) => outcome(() => index().search(embedding, modelId, k)),
  stats: () => outcome(() => index().stats()),
};

expose(api);
