import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  createKeys,
  isWhole,
  type KeyRecord,
  modeOf,
  type PassphraseKeys,
  rewrapKeys,
  unlockKeys,
} from '../src/encryption/keys.ts';
import { requireNewPassphrase } from '../src/encryption/passphrase.ts';
import { Vault, type VaultKeys } from '../src/encryption/vault.ts';

const passphrase = 'correct horse battery staple';
const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });

async function withPassphrase(chosen = passphrase) {
  const { record, keys } = await createKeys({ passphrase: chosen });
  return { record: record as PassphraseKeys, keys };
}

/** Deriving takes its time: whoever only reads them shares these. */
let record: PassphraseKeys;
let keys: VaultKeys;
beforeAll(async () => {
  ({ record, keys } = await withPassphrase());
});

/** Do both open what either has sealed, and name people alike? */
async function areSame(a: VaultKeys, b: VaultKeys): Promise<boolean> {
  const [one, other] = [new Vault(a), new Vault(b)];
  const sealed = await one.seal('text', ['store', 1]);
  const text = await other.unseal(sealed, ['store', 1]).catch(() => null);
  return text === 'text' && (await one.personKey('Ada')) === (await other.personKey('Ada'));
}

afterEach(() => vi.restoreAllMocks());

test.each([
  ['device', 'device'],
  ['none', 'none'],
  [{ passphrase }, 'passphrase'],
] as const)('encryption %j is the mode %s', (encryption, mode) => {
  expect(modeOf(encryption)).toBe(mode);
});

describe('keys', () => {
  test('of a device are kept as they are, and no script can read them', async () => {
    const { record, keys } = await createKeys('device');
    expect(record).toEqual({ id: expect.any(String), mode: 'device', label: keys.label, data: keys.data });
    expectUnreadable(keys);
    await expect(crypto.subtle.exportKey('raw', keys.data!)).rejects.toThrow();
  });

  test('of a gallery in clear are for labels alone', async () => {
    const { record, keys } = await createKeys('none');
    expect(record).toEqual({ id: expect.any(String), mode: 'none', label: keys.label });
    expect(keys).toEqual({ label: keys.label, data: null });
  });

  test('of a passphrase lie wrapped, with what it takes to derive the key again, and nothing else', async () => {
    expect(Object.keys(record).sort()).toEqual(['id', 'mode', 'wrapped']);
    const { salt, iterations, nonce, data } = record.wrapped;
    expect(salt).toHaveLength(16);
    expect(nonce).toHaveLength(12);
    // Two keys of 32 bytes, and the tag.
    expect(data).toHaveLength(80);
    expect(iterations).toBeGreaterThanOrEqual(600_000);
    expectUnreadable(keys);
  });

  test('are derived as they say: PBKDF2 with SHA-256, then AES-256-GCM', async () => {
    const { salt, iterations, nonce, data } = record.wrapped;
    const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase), 'PBKDF2', false, [
      'deriveBits',
    ]);
    const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, secret, 256);
    const wrapping = await crypto.subtle.importKey('raw', bits, 'AES-GCM', false, ['decrypt']);
    const raw = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, wrapping, data);
    const aes = await crypto.subtle.importKey('raw', raw.slice(0, 32), 'AES-GCM', false, ['encrypt', 'decrypt']);
    const hmac = await crypto.subtle.importKey('raw', raw.slice(32), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]);
    expect(await areSame(keys, { label: hmac, data: aes })).toBe(true);
  });

  test('are new ones each time, and so are salt and nonce', async () => {
    const other = await withPassphrase();
    expect(other.record.id).not.toBe(record.id);
    for (const part of ['salt', 'nonce', 'data'] as const) {
      expect(other.record.wrapped[part]).not.toEqual(record.wrapped[part]);
    }
    expect(await areSame(other.keys, keys)).toBe(false);
  });
});

function expectUnreadable({ label, data }: VaultKeys) {
  expect(label).toMatchObject({ type: 'secret', extractable: false, usages: ['sign'] });
  expect(label.algorithm).toMatchObject({ name: 'HMAC', hash: { name: 'SHA-256' } });
  expect(data).toMatchObject({ type: 'secret', extractable: false, algorithm: { name: 'AES-GCM', length: 256 } });
}

describe('a passphrase', () => {
  test('opens the keys', async () => {
    expect(await areSame(keys, await unlockKeys(record.wrapped, passphrase))).toBe(true);
  });

  test.each([`${passphrase} `, passphrase.toUpperCase(), '', undefined])(
    'is refused when it is another: %j',
    async (wrong) => {
      const refused = await unlockKeys(record.wrapped, wrong as string).catch((error) => error);
      expect(refused).toMatchObject({ code: 'wrong-passphrase', details: {} });
      expect(refused.message).not.toContain(passphrase);
    },
  );

  test('counts in whichever Unicode form it is typed', async () => {
    // A letter with its accent apart, and as one.
    const { record, keys } = await withPassphrase('Zoe\u0308 file 12');
    expect(await areSame(keys, await unlockKeys(record.wrapped, 'Zo\u00eb file 12'))).toBe(true);
  });

  test.each<[string, (wrapped: PassphraseKeys['wrapped']) => object]>([
    ['another salt', ({ salt }) => ({ salt: flipped(salt) })],
    ['another nonce', ({ nonce }) => ({ nonce: flipped(nonce) })],
    ['other bytes', ({ data }) => ({ data: flipped(data) })],
    ['fewer bytes', ({ data }) => ({ data: data.slice(0, -1) })],
    ['fewer rounds', () => ({ iterations: 1 })],
    ['no rounds', () => ({ iterations: 0 })],
  ])('does not open keys that are wrapped with %s', async (_what, change) => {
    const changed = { ...record.wrapped, ...change(record.wrapped) };
    await expect(unlockKeys(changed, passphrase)).rejects.toThrow(withCode('wrong-passphrase'));
  });

  test.each(['', 'seven77', '🗝'.repeat(7), 12_345_678])('is too short to be chosen: %j', async (short) => {
    const chosen = short as string;
    const message = 'Choose a passphrase of at least 8 characters.';
    await expect(createKeys({ passphrase: chosen })).rejects.toMatchObject({ code: 'bad-options', message });
  });

  test.each(['eight888', '🗝'.repeat(8), ' '.repeat(8)])('is long enough: %j', (chosen) => {
    expect(requireNewPassphrase(chosen)).toBe(chosen);
  });
});

function flipped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
}

describe('another passphrase', () => {
  test('opens the same keys, and the old one no longer does', async () => {
    const wrapped = await rewrapKeys(record.wrapped, passphrase, 'tr0ub4dor&3');
    expect(await areSame(keys, await unlockKeys(wrapped, 'tr0ub4dor&3'))).toBe(true);
    await expect(unlockKeys(wrapped, passphrase)).rejects.toThrow(withCode('wrong-passphrase'));
    for (const part of ['salt', 'nonce', 'data'] as const) expect(wrapped[part]).not.toEqual(record.wrapped[part]);
  });

  test('takes the present one', async () => {
    const rewrapping = rewrapKeys(record.wrapped, 'not this one', 'tr0ub4dor&3');
    await expect(rewrapping).rejects.toThrow(withCode('wrong-passphrase'));
  });

  test('must be long enough too', async () => {
    await expect(rewrapKeys(record.wrapped, passphrase, 'seven77')).rejects.toThrow(withCode('bad-options'));
  });
});

describe('the raw keys are overwritten', () => {
  /** Every buffer that the raw keys were in, as they go through WebCrypto. */
  function rawKeys(): ArrayBuffer[] {
    const seen: ArrayBuffer[] = [];
    const { decrypt, importKey } = crypto.subtle;
    vi.spyOn(crypto.subtle, 'decrypt').mockImplementation(async (...args) => {
      const plain = await decrypt.apply(crypto.subtle, args);
      seen.push(plain);
      return plain;
    });
    vi.spyOn(crypto.subtle, 'importKey').mockImplementation((async (...args: Parameters<typeof importKey>) => {
      const [, bytes, algorithm] = args;
      if (algorithm !== 'PBKDF2') seen.push((bytes as unknown as Uint8Array<ArrayBuffer>).buffer);
      return importKey.apply(crypto.subtle, args);
    }) as typeof importKey);
    return seen;
  }

  const bytesOf = (buffers: readonly ArrayBuffer[]) => buffers.flatMap((buffer) => [...new Uint8Array(buffer)]);

  test('when they are made', async () => {
    const seen = rawKeys();
    await withPassphrase();
    expect(bytesOf(seen)).toEqual(new Array(2 * 64).fill(0));
  });

  test('when they are unlocked', async () => {
    const seen = rawKeys();
    await unlockKeys(record.wrapped, passphrase);
    expect(bytesOf(seen)).toEqual(new Array(3 * 64).fill(0));
  });

  test.each(['tr0ub4dor&3', 'short'])('when they are wrapped anew, under %j', async (next) => {
    const seen = rawKeys();
    await rewrapKeys(record.wrapped, passphrase, next).catch(() => {});
    expect(bytesOf(seen)).toEqual(new Array(64).fill(0));
  });
});

test('a record of keys without one of its parts is not whole', async () => {
  const records = [record, (await createKeys('device')).record, (await createKeys('none')).record];
  for (const whole of records) {
    expect(isWhole(whole)).toBe(true);
    for (const part of Object.keys(whole).filter((name) => name !== 'id')) {
      expect(isWhole({ ...whole, [part]: undefined } as unknown as KeyRecord)).toBe(false);
    }
  }
  for (const part of ['salt', 'nonce', 'data']) {
    expect(isWhole({ ...record, wrapped: { ...record.wrapped, [part]: undefined } })).toBe(false);
  }
});
