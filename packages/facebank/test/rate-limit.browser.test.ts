import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Facebank } from '../src/index.ts';
import { stopClock } from './clock.ts';
import { galleryName, holdWriters, openGallery, rawContents } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const tooMany = expect.objectContaining({ name: 'FacebankError', code: 'too-many-failures' });

async function galleryOfTwo() {
  const name = galleryName();
  const bank = await openGallery({ name });
  const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];
  await bank.enroll('Ada', ada.shots(2));
  await bank.enroll('Eve', eve.shots(2));
  /** Shows faces of nobody, so many in a row. */
  const fail = async (count: number, tried: Facebank = bank) => {
    for (const shot of syntheticPerson(3).shots(count)) expect((await tried.verify('Ada', shot)).match).toBe(false);
  };
  return { name, bank, ada, eve, fail };
}

describe('after five rejections in a row', () => {
  test('a label is answered no more, not even to the person', async () => {
    const { advance } = stopClock();
    const { bank, ada, eve, fail } = await galleryOfTwo();
    await fail(4);
    advance(1_000);
    await fail(1);
    const details = { failures: 5, retryAt: Date.now() + 30_000 };
    for (const probe of [eve.shot(), ada.shot()]) {
      await expect(bank.verify('Ada', probe)).rejects.toMatchObject({ code: 'too-many-failures', details });
    }
    // Nothing is compared, whatever it may be; and asking does not make the wait longer.
    const foreign = ada.shot({ modelId: 'other@1' });
    await expect(bank.verify('Ada', foreign, { threshold: 0.4 })).rejects.toMatchObject({ details });
    await expect(bank.verify('Ada', ada.shot())).rejects.toMatchObject({ details });
  });

  test('other people are not affected', async () => {
    const { bank, ada, eve, fail } = await galleryOfTwo();
    await fail(5);
    await expect(bank.verify('Ada', ada.shot())).rejects.toThrow(tooMany);
    expect(await bank.verify('Eve', eve.shot())).toMatchObject({ match: true });
    expect((await bank.identify(ada.shot())).match?.label).toBe('Ada');
  });

  test('the wait ends, and the next failure starts a longer one', async () => {
    const { advance } = stopClock();
    const { bank, ada, fail } = await galleryOfTwo();
    await fail(5);
    advance(30_000 - 1);
    await expect(bank.verify('Ada', ada.shot())).rejects.toThrow(tooMany);
    advance(1);
    await fail(1);
    await expect(bank.verify('Ada', ada.shot())).rejects.toMatchObject({ details: { retryAt: Date.now() + 60_000 } });
    advance(60_000);
    expect(await bank.verify('Ada', ada.shot())).toMatchObject({ match: true });
    // Which makes up for all.
    await fail(5);
    await expect(bank.verify('Ada', ada.shot())).rejects.toMatchObject({ details: { retryAt: Date.now() + 30_000 } });
  });

  test('a new label or new templates do not end the wait', async () => {
    const { bank, ada, fail } = await galleryOfTwo();
    await fail(5);
    await bank.enroll('Ada', ada.shots(1));
    await expect(bank.verify('Ada', ada.shot())).rejects.toThrow(tooMany);
    await bank.rename('Ada', 'Countess');
    await expect(bank.verify('Countess', ada.shot())).rejects.toThrow(tooMany);
  });

  test('new keys do not end the wait', async () => {
    const { bank, ada, fail } = await galleryOfTwo();
    await fail(5);
    await bank.setEncryption('none');
    await expect(bank.verify('Ada', ada.shot())).rejects.toThrow(tooMany);
  });
});

test('a match in between makes up for the failures before it', async () => {
  const { name, bank, ada, fail } = await galleryOfTwo();
  for (let round = 0; round < 3; round++) {
    await fail(4);
    expect(await bank.verify('Ada', ada.shot())).toMatchObject({ match: true });
    expect((await rawContents(name)).failures).toEqual([]);
  }
});

test('an error is no failure', async () => {
  const { name, bank, ada } = await galleryOfTwo();
  const probe = ada.shot();
  for (const [label, shot, options] of [
    ['Grace', probe, {}],
    ['Ada', { ...probe, modelId: 'other@1' }, { threshold: 0.4 }],
    ['Ada', probe, { threshold: 7 }],
    ['Ada', probe, { picture: new Blob(['text']) }],
  ] as const) {
    await expect(bank.verify(label, shot, options)).rejects.toThrow();
  }
  expect((await rawContents(name)).failures).toEqual([]);
});

test('an app may allow more, or less', async () => {
  const name = galleryName();
  const bank = await openGallery({ name, maximumFailures: 1 });
  const ada = syntheticPerson(1);
  await bank.enroll('Ada', ada.shots(1));
  expect(await bank.verify('Ada', syntheticPerson(2).shot())).toMatchObject({ match: false });
  await expect(bank.verify('Ada', ada.shot())).rejects.toThrow(tooMany);
  expect(await (await openGallery({ name, maximumFailures: 7 })).verify('Ada', ada.shot())).toMatchObject({
    match: true,
  });
  for (const maximumFailures of [0, 1.5, Infinity]) {
    await expect(Facebank.open({ maximumFailures })).rejects.toMatchObject({ code: 'bad-options' });
  }
});

describe('there is no way around', () => {
  /** How many of the calls were answered. All others were refused for the failures before them. */
  async function answered(calls: Promise<unknown>[]): Promise<number> {
    const results = await Promise.allSettled(calls);
    const refused = results.filter((result) => result.status === 'rejected');
    for (const { reason } of refused) expect(reason).toEqual(tooMany);
    return results.length - refused.length;
  }

  test('by a thousand calls at once', async () => {
    const { name, bank } = await galleryOfTwo();
    const second = await openGallery({ name });
    const shots = syntheticPerson(3).shots(1_000);
    expect(await answered(shots.map((shot, i) => (i % 2 ? bank : second).verify('Ada', shot)))).toBe(5);
    expect((await rawContents(name)).failures).toMatchObject([{ count: 5 }]);
  });

  test('by the right face among the wrong ones', async () => {
    const { bank, ada } = await galleryOfTwo();
    const shots = [...syntheticPerson(3).shots(20), ada.shot()];
    const results = await Promise.allSettled(shots.map((shot) => bank.verify('Ada', shot)));
    expect(results.at(-1)).toMatchObject({ status: 'rejected', reason: tooMany });
  });

  test('by the last few answers: the same shot again counts again, and is refused like any', async () => {
    const { bank, ada } = await galleryOfTwo();
    const [right, wrong] = [ada.shot(), syntheticPerson(3).shot()];
    await bank.verify('Ada', right);
    for (let i = 0; i < 5; i++) await bank.verify('Ada', wrong);
    expect((await bank.stats()).repeatedProbes).toBe(4);
    await expect(bank.verify('Ada', wrong)).rejects.toThrow(tooMany);
    await expect(bank.verify('Ada', right)).rejects.toThrow(tooMany);
    expect((await bank.stats()).repeatedProbes).toBe(4);
  });

  test('by several instances', async () => {
    const { name, ada, fail, bank } = await galleryOfTwo();
    const second = await openGallery({ name });
    await fail(3);
    await fail(2, second);
    for (const tried of [bank, second]) await expect(tried.verify('Ada', ada.shot())).rejects.toThrow(tooMany);
  });

  test('by closing and opening', async () => {
    const { name, bank, ada, fail } = await galleryOfTwo();
    await fail(4);
    bank.close();
    const second = await openGallery({ name });
    await fail(1, second);
    second.close();
    const third = await openGallery({ name });
    await expect(third.verify('Ada', ada.shot())).rejects.toThrow(tooMany);
  });

  test('by closing before the failure is written: then there is no verdict', async () => {
    const { name, bank, eve } = await galleryOfTwo();
    const { letGo, waiting } = await holdWriters(name);
    const verifying = bank.verify('Ada', eve.shot());
    await waiting(1);
    await bank.close();
    letGo();
    await expect(verifying).rejects.toMatchObject({ code: 'closed' });
  });

  test('by filling the disk: then there is no verdict either', async () => {
    const { name, bank, ada, eve } = await galleryOfTwo();
    const stub = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('Full', 'QuotaExceededError');
    });
    onTestFinished(() => stub.mockRestore());
    await expect(bank.verify('Ada', eve.shot())).rejects.toMatchObject({ code: 'quota' });
    expect(await bank.verify('Ada', ada.shot())).toMatchObject({ match: true });
    expect((await rawContents(name)).failures).toEqual([]);
  });

  test('by another form of the label', async () => {
    const { bank, eve } = await galleryOfTwo();
    for (const label of ['Ada', ' Ada', 'Ada ', '\tAda', 'Ada\n']) await bank.verify(label, eve.shot());
    await expect(bank.verify('Ada', eve.shot())).rejects.toThrow(tooMany);
  });
});

describe('a series of failures is noted once', () => {
  test('for one person, by whichever instance', async () => {
    const { advance } = stopClock();
    const { name, bank, fail } = await galleryOfTwo();
    const second = await openGallery({ name });
    await fail(3);
    await fail(1, second);
    expect(await bank.events({ kind: 'suspicious-series' })).toEqual([]);
    await fail(1);
    advance(30_000);
    await fail(1, second);
    expect(await bank.events({ kind: 'suspicious-series' })).toEqual([
      { at: Date.now() - 30_000, kind: 'suspicious-series', label: 'Ada', reason: null, details: { failures: 5 } },
    ]);
    expect(await bank.events({ label: 'Eve', kind: 'suspicious-series' })).toEqual([]);
  });

  test.each([
    [15_000, 1],
    [15_001, 0],
  ])('for five strangers, one every %i ms: %i', async (intervalMs, count) => {
    const { advance } = stopClock();
    const { bank } = await galleryOfTwo();
    const strangers = syntheticPerson(3);
    await bank.identify(strangers.shot());
    for (let i = 0; i < 4; i++) {
      advance(intervalMs);
      await bank.identify(strangers.shot());
    }
    const details = { strangers: 5, withinMs: 60_000 };
    const event = { at: Date.now(), kind: 'suspicious-series', label: null, reason: null, details };
    expect(await bank.events({ kind: 'suspicious-series' })).toEqual(Array.from({ length: count }, () => event));
  });

  test('for five strangers, and again for five more', async () => {
    const { bank } = await galleryOfTwo();
    const counts = [];
    for (const stranger of syntheticPerson(3).shots(10)) {
      await bank.identify(stranger);
      counts.push((await bank.events({ kind: 'suspicious-series' })).length);
    }
    expect(counts).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 2]);
  });

  test('and people who are known make none', async () => {
    const { bank, ada } = await galleryOfTwo();
    for (let i = 0; i < 10; i++) await bank.identify(ada.shot());
    expect(await bank.events({ kind: 'suspicious-series' })).toEqual([]);
  });
});
