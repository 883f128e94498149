import { describe, expect, test } from 'vitest';
import { createKeys } from '../src/encryption/keys.ts';
import type { Sealed } from '../src/encryption/sealed.ts';
import { type Identity, Vault } from '../src/encryption/vault.ts';

const identity = ['templates', 'id-1', 'person-1', 1_700_000_000_000] as const;
const body = { label: 'Zoë 李', notes: '', embedding: Float32Array.of(0.6, -0.8), liveness: null };
const corrupt = expect.objectContaining({ name: 'FacebankError', code: 'corrupt-record' });

async function vaultOf(encryption: 'device' | 'none'): Promise<Vault> {
  return new Vault((await createKeys(encryption)).keys);
}

/** What lies in the database, to be damaged. */
function encrypted<T>(sealed: Sealed<T>): Sealed<T> & { format: 'aes-256-gcm' } {
  if (sealed.format === 'plain') throw new Error('This record is in clear.');
  return sealed;
}

describe('an encrypted record', () => {
  test('comes back as it was', async () => {
    const vault = await vaultOf('device');
    const sealed = await vault.seal(body, identity);
    expect(sealed.format).toBe('aes-256-gcm');
    expect(await vault.unseal(sealed, identity)).toEqual(body);
  });

  test('shows nothing of what it says', async () => {
    const vault = await vaultOf('device');
    const { data } = encrypted(await vault.seal(body, identity));
    const shown = new TextDecoder('latin1').decode(data);
    for (const text of ['label', 'notes', 'embedding', 'Zo', new TextDecoder('latin1').decode(body.embedding)]) {
      expect(shown).not.toContain(text);
    }
  });

  test.each<[string, Identity]>([
    ['in another store', ['pictures', 'id-1', 'person-1', 1_700_000_000_000]],
    ['under another id', ['templates', 'id-2', 'person-1', 1_700_000_000_000]],
    ['of another person', ['templates', 'id-1', 'person-2', 1_700_000_000_000]],
    ['of nobody', ['templates', 'id-1', null, 1_700_000_000_000]],
    ['of another time', ['templates', 'id-1', 'person-1', 1_700_000_000_001]],
    ['with a time as text', ['templates', 'id-1', 'person-1', '1700000000000']],
    ['with two parts run together', ['templates', 'id-1","person-1', 1_700_000_000_000]],
    ['with a part fewer', ['templates', 'id-1', 'person-1']],
    ['with a part more', ['templates', 'id-1', 'person-1', 1_700_000_000_000, null]],
  ])('is refused %s', async (_where, place) => {
    const vault = await vaultOf('device');
    const sealed = await vault.seal(body, identity);
    await expect(vault.unseal(sealed, place)).rejects.toThrow(corrupt);
  });

  test('is refused wherever a bit was flipped', async () => {
    const vault = await vaultOf('device');
    const sealed = encrypted(await vault.seal({ a: 1 }, identity));
    for (const part of ['nonce', 'data'] as const) {
      for (let bit = 0; bit < 8 * sealed[part].length; bit++) {
        const bytes = sealed[part].slice();
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        await expect(vault.unseal({ ...sealed, [part]: bytes }, identity)).rejects.toThrow(corrupt);
      }
    }
  });

  test('is refused when cut short, at whatever length, or made longer', async () => {
    const vault = await vaultOf('device');
    const sealed = encrypted(await vault.seal({ a: 1 }, identity));
    for (const part of ['nonce', 'data'] as const) {
      for (let length = 0; length < sealed[part].length; length++) {
        const cut = { ...sealed, [part]: sealed[part].slice(0, length) };
        await expect(vault.unseal(cut, identity)).rejects.toThrow(corrupt);
      }
      const longer = { ...sealed, [part]: Uint8Array.of(...sealed[part], 0) };
      await expect(vault.unseal(longer, identity)).rejects.toThrow(corrupt);
    }
  });

  test('is refused with the nonce of another', async () => {
    const vault = await vaultOf('device');
    const sealed = encrypted(await vault.seal(body, identity));
    const { nonce } = encrypted(await vault.seal(body, identity));
    await expect(vault.unseal({ ...sealed, nonce }, identity)).rejects.toThrow(corrupt);
  });

  test('is refused by the keys of another gallery', async () => {
    const sealed = await (await vaultOf('device')).seal(body, identity);
    await expect((await vaultOf('device')).unseal(sealed, identity)).rejects.toThrow(corrupt);
    await expect((await vaultOf('none')).unseal(sealed, identity)).rejects.toThrow(corrupt);
  });

  test('has a nonce of its own', async () => {
    const vault = await vaultOf('device');
    const nonces = await Promise.all(
      Array.from({ length: 2_000 }, async () => encrypted(await vault.seal(null, identity)).nonce),
    );
    expect(new Set(nonces.map(String)).size).toBe(2_000);
    for (const nonce of nonces) expect(nonce).toHaveLength(12);
  });
});

test('a record in clear is refused by a gallery that is encrypted', async () => {
  const sealed = await (await vaultOf('none')).seal(body, identity);
  expect(sealed).toEqual({ format: 'plain', data: body });
  await expect((await vaultOf('device')).unseal(sealed, identity)).rejects.toThrow(corrupt);
});

test.each([undefined, null, 5, {}, { format: 'aes-256-gcm' }, { format: 'rot13', data: body }])(
  'what is no record, such as %j, is refused',
  async (record) => {
    for (const encryption of ['device', 'none'] as const) {
      const vault = await vaultOf(encryption);
      await expect(vault.unseal(record as Sealed<unknown>, identity)).rejects.toThrow(corrupt);
    }
  },
);

test('the error names the store, and neither the record nor the person', async () => {
  const vault = await vaultOf('device');
  const refused = await vault.unseal({ format: 'plain', data: body }, identity).catch((error) => error);
  expect(refused.details).toEqual({ store: 'templates' });
  expect(refused.message).not.toMatch(/Zoë|id-1|person-1/);
});

describe('the key of a person', () => {
  test('is the same for one label, and another for another', async () => {
    const vault = await vaultOf('device');
    expect(await vault.personKey('Ada')).toBe(await vault.personKey('Ada'));
    expect(await vault.personKey('Ada')).not.toBe(await vault.personKey('ada'));
  });

  test('is 256 bits that another gallery does not share', async () => {
    const keys = await Promise.all([vaultOf('device'), vaultOf('none')]);
    const [a, b] = await Promise.all(keys.map((vault) => vault.personKey('Ada')));
    expect(a).toMatch(/^[\w-]{43}$/);
    expect(a).not.toBe(b);
  });
});
