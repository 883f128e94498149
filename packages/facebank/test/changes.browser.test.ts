import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Facebank } from '../src/index.ts';
import { galleryName, openGallery } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];

/** Two instances of one gallery, and how often each was told of a change. */
async function twoInstances() {
  const name = galleryName();
  const [own, others] = [vi.fn(), vi.fn()];
  const bank = await openGallery({ name, onChange: own });
  await openGallery({ name, onChange: others });
  return { name, bank, own, others };
}

describe('onChange', () => {
  test.each([
    ['an enrolment', (bank) => bank.enroll('Eve', eve.shots(1))],
    ['a rename', (bank) => bank.rename('Ada', 'Countess')],
    ['an update', (bank) => bank.update('Ada', { notes: 'new' })],
    ['a removal', (bank) => bank.remove('Ada')],
    ['a clear', (bank) => bank.clear()],
  ] as [string, (bank: Facebank) => Promise<unknown>][])('tells of %s, here and elsewhere', async (_, call) => {
    const { bank, own, others } = await twoInstances();
    await bank.enroll('Ada', ada.shots(1));
    await vi.waitFor(() => expect(others).toHaveBeenCalledTimes(1));
    expect(own).toHaveBeenCalledTimes(1);
    await call(bank);
    expect(own).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => expect(others).toHaveBeenCalledTimes(2));
  });

  test('is told when the change can be seen', async () => {
    const name = galleryName();
    let seen: Promise<unknown> | undefined;
    const watching = await openGallery({
      name,
      onChange: () => {
        seen = watching.list();
      },
    });
    await (await openGallery({ name })).enroll('Ada', ada.shots(1));
    await vi.waitFor(() => expect(seen).toBeDefined());
    expect(await seen).toMatchObject([{ label: 'Ada' }]);
  });

  test('is not told of what changes nobody', async () => {
    const { name, bank, own, others } = await twoInstances();
    const [shot] = ada.shots(1);
    await bank.enroll('Ada', [shot!]);
    await bank.enroll('Ada', [shot!]);
    await bank.verify('Ada', ada.shot());
    await bank.verify('Ada', eve.shot());
    await bank.identify(ada.shot());
    await bank.note({ reason: 'let-in' });
    await bank.remove('Eve');
    await bank.expire();
    await bank.rename('Eve', 'Grace').catch(() => {});
    // Messages keep their order: once this one is there, all others would be.
    await (await openGallery({ name })).remove('Ada');
    await vi.waitFor(() => expect(others).toHaveBeenCalledTimes(2));
    expect(own).toHaveBeenCalledTimes(2);
  });

  test('of another gallery is none of ours', async () => {
    const { name, others } = await twoInstances();
    await (await openGallery()).enroll('Ada', ada.shots(1));
    await (await openGallery({ name })).enroll('Ada', ada.shots(1));
    await vi.waitFor(() => expect(others).toHaveBeenCalled());
    expect(others).toHaveBeenCalledTimes(1);
  });

  test('is not told once the gallery is closed', async () => {
    const { name, bank, own, others } = await twoInstances();
    await bank.close();
    await (await openGallery({ name })).enroll('Ada', ada.shots(1));
    await vi.waitFor(() => expect(others).toHaveBeenCalledTimes(1));
    expect(own).not.toHaveBeenCalled();
  });

  test('that throws does not undo what it was told of', async () => {
    const report = vi.spyOn(globalThis, 'reportError').mockImplementation(() => {});
    onTestFinished(() => report.mockRestore());
    const mistake = new Error('a mistake of the app');
    const bank = await openGallery({
      onChange: () => {
        throw mistake;
      },
    });
    expect(await bank.enroll('Ada', ada.shots(1))).toMatchObject({ added: 1 });
    expect(report.mock.calls).toEqual([[mistake]]);
  });
});

test('a change of keys in one instance closes the others, and tells them', async () => {
  const { name, bank, others } = await twoInstances();
  const other = await openGallery({ name });
  await bank.enroll('Ada', ada.shots(1));
  await bank.setEncryption('none');
  await vi.waitFor(() => expect(others).toHaveBeenCalledTimes(2));
  await expect(other.verify('Ada', ada.shot())).rejects.toMatchObject({ code: 'closed' });
  const again = await Facebank.open({ name, encryption: 'none' });
  onTestFinished(() => again.close());
  expect(await again.verify('Ada', ada.shot())).toMatchObject({ match: true });
});
