import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { galleryName, openGallery } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];
const picture = new Blob(['a face'], { type: 'image/jpeg' });
const latency = { meanMs: expect.any(Number), p95Ms: expect.any(Number) };

test('of a new gallery', async () => {
  const bank = await openGallery();
  expect(await bank.stats()).toEqual({
    encryption: 'device',
    people: 0,
    templates: 0,
    events: 0,
    pictures: 0,
    storage: { usedBytes: expect.any(Number), quotaBytes: expect.any(Number), isPersistent: expect.any(Boolean) },
    search: { people: 0, unreadable: 0, bytes: 0 },
    requests: {},
    repeatedProbes: 0,
    lostEvents: 0,
    uptimeMs: expect.any(Number),
  });
});

test('counts what the database holds, whoever wrote it', async () => {
  const name = galleryName();
  const [bank, other] = [await openGallery({ name }), await openGallery({ name })];
  await bank.enroll('Ada', ada.shots(3), { pictures: [picture, null, null] });
  await other.enroll('Eve', eve.shots(2));
  await other.verify('Eve', ada.shot(), { picture });
  await bank.identify(eve.shot());
  const counts = { people: 2, templates: 5, events: 4, pictures: 2 };
  expect(await bank.stats()).toMatchObject(counts);
  expect(await other.stats()).toMatchObject(counts);
  await bank.remove('Eve');
  expect(await other.stats()).toMatchObject({ people: 1, templates: 3, events: 2, pictures: 1 });
});

test('counts this instance’s requests, by kind and outcome', async () => {
  const name = galleryName();
  const [bank, other] = [await openGallery({ name, maximumFailures: 1 }), await openGallery({ name })];
  const shot = ada.shot();
  await bank.enroll('Ada', [shot]);
  await bank.enroll('Ada', [shot]);
  await expect(bank.enroll('Ada', [eve.shot()])).rejects.toThrow();
  await bank.verify('Ada', ada.shot());
  await bank.verify('Ada', eve.shot());
  await expect(bank.verify('Ada', ada.shot())).rejects.toThrow();
  await expect(bank.verify('Eve', ada.shot())).rejects.toThrow();
  await bank.identify(ada.shot());
  await bank.identify(eve.shot());
  await bank.identify(eve.shot());
  await expect(bank.identify(ada.shot(), { signal: AbortSignal.abort() })).rejects.toThrow();
  const { requests } = await bank.stats();
  expect(requests).toEqual({
    enroll: { ...latency, count: 3, outcomes: { added: 1, 'nothing-new': 1, 'different-people': 1 } },
    verify: {
      ...latency,
      count: 4,
      outcomes: { match: 1, 'no-match': 1, 'too-many-failures': 1, 'unknown-person': 1 },
    },
    identify: { ...latency, count: 4, outcomes: { match: 1, nobody: 2, error: 1 } },
  });
  for (const { meanMs, p95Ms } of Object.values(requests)) {
    expect(meanMs).toBeGreaterThan(0);
    expect(p95Ms).toBeGreaterThan(0);
  }
  expect((await other.stats()).requests).toEqual({});
});

test('tells of the search as far as it was needed, damaged people too', async () => {
  const name = galleryName();
  const bank = await openGallery({ name, encryption: 'none' });
  await bank.enroll('Ada', ada.shots(1));
  await bank.enroll('Eve', eve.shots(1));
  await bank.identify(ada.shot());
  const { search } = await bank.stats();
  expect(search).toMatchObject({ people: 2, unreadable: 0 });
  expect(search.bytes).toBeGreaterThanOrEqual(2 * 512);
});

test('says for how long it has been open', async () => {
  const bank = await openGallery();
  const clock = vi.spyOn(performance, 'now');
  onTestFinished(() => clock.mockRestore());
  const first = (await bank.stats()).uptimeMs;
  const now = performance.now();
  clock.mockImplementation(() => now + 3_600_000);
  const later = (await bank.stats()).uptimeMs;
  expect(later - first).toBeGreaterThanOrEqual(3_600_000);
  expect(later - first).toBeLessThan(3_700_000);
});

test('outlives lock and unlock', async () => {
  const encryption = { passphrase: 'correct horse' };
  const bank = await openGallery({ encryption });
  const probe = ada.shot();
  await bank.enroll('Ada', ada.shots(1));
  await bank.identify(probe);
  await bank.identify(probe);
  await bank.lock();
  await expect(bank.stats()).rejects.toMatchObject({ code: 'locked' });
  await bank.unlock(encryption.passphrase);
  const { requests, search, encryption: mode } = await bank.stats();
  expect(mode).toBe('passphrase');
  expect(requests).toMatchObject({ enroll: { count: 1 }, identify: { count: 2 } });
  // Everybody in memory was forgotten.
  expect(search).toEqual({ people: 0, unreadable: 0, bytes: 0 });
});

describe('where the browser does not tell of its storage', () => {
  test.each([
    ['it refuses', { estimate: () => Promise.reject(new Error()), persisted: () => Promise.reject(new Error()) }],
    ['it does not know how', {}],
    ['there is nothing to ask', undefined],
  ])('because %s, nothing else is missing', async (_, storage) => {
    const spy = vi.spyOn(navigator, 'storage', 'get').mockReturnValue(storage as StorageManager);
    onTestFinished(() => spy.mockRestore());
    const bank = await openGallery();
    await bank.enroll('Ada', ada.shots(1));
    const nothing = { usedBytes: null, quotaBytes: null, isPersistent: null };
    expect(await bank.stats()).toMatchObject({ people: 1, storage: nothing });
  });
});
