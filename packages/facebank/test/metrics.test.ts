import { expect, onTestFinished, test, vi } from 'vitest';
import { FacebankError } from '../src/errors.ts';
import { Metrics } from '../src/metrics.ts';

/** Requests that take as long as they are told to. */
function requests() {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => clock.mockRestore());
  const metrics = new Metrics();
  const take = (kind: string, ms: number, outcome?: string) =>
    metrics.measure(
      kind,
      async () => {
        now += ms;
      },
      outcome === undefined ? undefined : () => outcome,
    );
  const fail = (kind: string, error: unknown) =>
    metrics.measure(kind, async () => {
      throw error;
    });
  return { metrics, take, fail };
}

test('nothing was asked yet', () => {
  expect(new Metrics().summary()).toEqual({});
});

test('counts by kind and outcome', async () => {
  const { metrics, take } = requests();
  await take('verify', 1, 'match');
  await take('verify', 1, 'no-match');
  await take('verify', 1, 'match');
  await take('import', 1);
  expect(metrics.summary()).toMatchObject({
    verify: { count: 3, outcomes: { match: 2, 'no-match': 1 } },
    import: { count: 1, outcomes: { done: 1 } },
  });
});

test('what throws is counted by its code, and thrown on', async () => {
  const { metrics, fail } = requests();
  const ours = new FacebankError('quota', 'Full.');
  const others = new Error('Broken.');
  await expect(fail('enroll', ours)).rejects.toBe(ours);
  await expect(fail('enroll', others)).rejects.toBe(others);
  expect(metrics.summary()).toMatchObject({ enroll: { count: 2, outcomes: { quota: 1, error: 1 } } });
});

test('hands on what the request returned', async () => {
  const { metrics } = requests();
  expect(await metrics.measure('verify', async () => 7, String)).toBe(7);
  expect(metrics.summary()['verify']!.outcomes).toEqual({ 7: 1 });
});

test('the mean is over all, and 95 % were as fast as p95', async () => {
  const { metrics, take } = requests();
  for (const ms of [20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]) await take('verify', ms);
  expect(metrics.summary()['verify']).toMatchObject({ meanMs: 10.5, p95Ms: 19 });
  await take('identify', 7);
  expect(metrics.summary()['identify']).toMatchObject({ meanMs: 7, p95Ms: 7 });
});

test('p95 follows the last thousand, the mean remembers all', async () => {
  const { metrics, take } = requests();
  for (let i = 0; i < 1_000; i++) await take('verify', 100);
  for (let i = 0; i < 949; i++) await take('verify', 1);
  expect(metrics.summary()['verify']!.p95Ms).toBe(100);
  await take('verify', 1);
  expect(metrics.summary()['verify']).toMatchObject({ count: 1_950, p95Ms: 1, meanMs: (100_000 + 950) / 1_950 });
});

test('a summary is a copy', async () => {
  const { metrics, take } = requests();
  await take('verify', 1, 'match');
  metrics.summary()['verify']!.outcomes['match'] = 7;
  expect(metrics.summary()['verify']!.outcomes).toEqual({ match: 1 });
});
