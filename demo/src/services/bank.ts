import { batch, effect, signal } from '@preact/signals';
import { type EncryptionMode, Facebank, FacebankError, type Person } from 'facebank';
import { forgetKept } from './kept.ts';
import { settings } from './settings.ts';

/** The app's one gallery, as signals. It is opened anew where the retention changes, which it is opened with. */

export type BankState = 'opening' | 'locked' | 'open' | 'failed';

/** `null` until it is open and unlocked. */
export const bank = signal<Facebank | null>(null);
export const bankState = signal<BankState>('opening');
/** Why it could not be opened. */
export const bankError = signal<unknown>(null);
export const encryption = signal<EncryptionMode>('device');
/** Everybody who is enrolled, by label; kept current, whoever changes it, in whatever tab. */
export const people = signal<readonly Person[]>([]);

const name = 'facebank';
const dayMs = 86_400_000;

/** The gallery also while it is locked. */
let opened: Facebank | null = null;
/** One after another: a gallery is closed before it is opened again. */
let last: Promise<void> = Promise.resolve();

/** Opens the gallery, and keeps it as the settings want it. */
export function startBank(): void {
  effect(() => {
    settings.templateDays.value;
    settings.eventDays.value;
    void reopenBank();
  });
  // Another tab may have erased or re-encrypted it, which ends the connection of this one.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void refreshPeople();
  });
}

export function reopenBank(): Promise<void> {
  return inTurn(async () => {
    await closeBank();
    await open();
  });
}

/** @throws FacebankError `wrong-passphrase`, `corrupt-record` */
export async function unlockBank(passphrase: string): Promise<void> {
  await opened?.unlock(passphrase);
  await show();
}

/** @throws FacebankError `bad-options` where there is no passphrase */
export async function lockBank(): Promise<void> {
  await opened?.lock();
  await show();
}

/** Encrypts everything anew, under a passphrase or by a key of this browser. */
export async function encryptBank(passphrase: string | null): Promise<void> {
  await required().setEncryption(passphrase === null ? 'device' : { passphrase });
  await show();
}

/** @throws FacebankError `wrong-passphrase`, `bad-options` for a new one that is too short */
export async function changePassphrase(current: string, next: string): Promise<void> {
  await required().changePassphrase(current, next);
}

/**
 * Deletes the gallery with its keys, locked or not, and every setting. The app and its models, which tell of nobody, stay.
 *
 * @throws FacebankError `blocked` where another tab does not let it go
 */
export function eraseEverything(): Promise<void> {
  return inTurn(async () => {
    await closeBank();
    try {
      await deleteDatabase();
      forgetKept();
    } finally {
      await open();
    }
  });
}

function inTurn(task: () => Promise<void>): Promise<void> {
  const result = last.then(task);
  last = result.catch(() => {});
  return result;
}

async function closeBank(): Promise<void> {
  const closing = opened;
  opened = null;
  batch(() => {
    bank.value = null;
    bankState.value = 'opening';
    people.value = [];
  });
  await closing?.close();
}

async function open(): Promise<void> {
  const [templateDays, eventDays] = [settings.templateDays.peek(), settings.eventDays.peek()];
  try {
    opened = await Facebank.open({
      name,
      retention: {
        templatesMs: templateDays === null ? undefined : templateDays * dayMs,
        eventsMs: eventDays === null ? undefined : eventDays * dayMs,
      },
      onChange: () => void refreshPeople(),
    });
    await show();
  } catch (error) {
    fail(error);
  }
}

/** Tells what the gallery is now. */
async function show(): Promise<void> {
  if (opened === null) return;
  const { isLocked } = opened;
  const list = isLocked ? [] : await opened.list();
  batch(() => {
    bank.value = isLocked ? null : opened;
    bankState.value = isLocked ? 'locked' : 'open';
    bankError.value = null;
    encryption.value = opened?.encryption ?? 'device';
    people.value = list;
  });
}

async function refreshPeople(): Promise<void> {
  const current = bank.peek();
  try {
    const list = await current?.list();
    if (list !== undefined && current === bank.peek()) people.value = list;
  } catch (error) {
    if (current !== bank.peek()) return;
    if (error instanceof FacebankError && error.code === 'closed') void reopenBank();
    else fail(error);
  }
}

function fail(error: unknown): void {
  batch(() => {
    bank.value = null;
    bankState.value = 'failed';
    bankError.value = error;
  });
}

function required(): Facebank {
  if (bank.value !== null) return bank.value;
  throw new FacebankError('locked', 'The gallery is not open.');
}

function deleteDatabase(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onblocked = () => reject(new FacebankError('blocked', 'Another tab holds the gallery: close it first.'));
    request.onerror = () =>
      reject(new FacebankError('storage', 'The gallery could not be deleted.', {}, { cause: request.error }));
  });
}
