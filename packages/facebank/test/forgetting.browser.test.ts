import { describe, expect, test } from 'vitest';
import type { Encryption, Facebank } from '../src/index.ts';
import { galleryName, openGallery, rawContents } from './galleries.ts';
import { ada, eve, picture, populate } from './populated.ts';
import { everything, putRecord } from './tampering.ts';

const modes: Encryption[] = ['none', 'device', { passphrase: 'correct horse battery staple' }];

/** Everything that IndexedDB has, as text: strings and numbers, and bytes a character each. */
function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return new TextDecoder('latin1').decode(value);
  if (typeof value !== 'object' || value === null || value instanceof Float32Array) return String(value);
  return Object.values(value).map(textOf).join('\n');
}

/**
 * What there is of Ada: what she is called, what her records are called, and what they say, in clear or encrypted. None of
 * it may be found once she is forgotten.
 */
async function tracesOfAda(name: string, bank: Facebank): Promise<string[]> {
  const { people, templates, pictures, events } = await rawContents(name);
  const [person] = people.toSorted((a, b) => a.sequence - b.sequence);
  const hers = [...templates, ...pictures, ...events].filter((record) => record.person === person!.id);
  const said = await bank.templates(ada.label);
  return [
    ...[ada.label, ada.notes, person!.key, person!.id, person!.revision, textOf(person!.sealed)],
    ...hers.flatMap(({ id, sealed }) => [id, textOf(sealed)]),
    ...said.flatMap(({ digest, embedding }) => [digest, String(embedding)]),
  ];
}

async function expectForgotten(name: string, traces: readonly string[]) {
  const text = textOf(await everything(name));
  expect(traces.filter((trace) => text.includes(trace))).toEqual([]);
}

async function populated(encryption: Encryption) {
  const name = galleryName();
  const bank = await openGallery({ name, encryption });
  await populate(bank);
  const traces = await tracesOfAda(name, bank);
  const text = textOf(await everything(name));
  // Else nothing would be missed. Encrypted, what she is called and looks like is not there to begin with.
  expect(traces.filter((trace) => text.includes(trace)).length).toBeGreaterThan(15);
  return { name, bank, traces };
}

describe.each(modes)('nothing of a person is left in a gallery with %j', (encryption) => {
  test('who is removed, and somebody else stays whole', async () => {
    const { name, bank, traces } = await populated(encryption);
    const events = await bank.events({ label: eve.label });
    await bank.remove(ada.label);
    await expectForgotten(name, traces);
    expect(await bank.events({ label: eve.label })).toEqual(events);
    expect(await bank.pictures(eve.label)).toHaveLength(2);
    expect(await bank.verify(eve.label, eve.person.shot())).toMatchObject({ match: true });
    expect(await bank.events({ kind: 'removed' })).toMatchObject([{ label: null, details: {} }]);
  });

  test('who was renamed, and is removed', async () => {
    const { name, bank, traces } = await populated(encryption);
    await bank.rename(ada.label, 'Countess');
    await bank.remove('Countess');
    await expectForgotten(name, ['Countess', ...traces]);
  });

  test('when everything is cleared', async () => {
    const { name, bank, traces } = await populated(encryption);
    await bank.clear();
    await expectForgotten(name, [eve.label, eve.notes, await picture.text(), ...traces]);
    const { keys, events, ...rest } = await rawContents(name);
    expect(keys).toHaveLength(1);
    expect(events).toHaveLength(1);
    expect(Object.values(rest).flat()).toEqual([]);
    expect(await bank.events()).toMatchObject([{ kind: 'removed', label: null, reason: 'cleared' }]);
  });

  test('whose templates are too old', async () => {
    const { name, bank, traces } = await populated(encryption);
    await bank.close();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await openGallery({ name, encryption, retention: { templatesMs: 1 } });
    await expectForgotten(name, traces);
  });

  test('of whom a change that was cut off has left something', async () => {
    for (const forget of ['remove', 'clear'] as const) {
      const { name, bank, traces } = await populated(encryption);
      const data = { person: { label: ada.label, notes: ada.notes } };
      await putRecord(name, 'staged', { store: 'people', put: { key: 'key', sealed: { format: 'plain', data } } });
      await (forget === 'remove' ? bank.remove(ada.label) : bank.clear());
      await expectForgotten(name, traces);
      expect((await rawContents(name)).staged).toEqual([]);
    }
  });
});
