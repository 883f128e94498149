import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProfile, noCamera, type Site, serveDemo, type Visit, visit } from './demo.ts';

let site: Site;
let profile: Awaited<ReturnType<typeof createProfile>>;

beforeAll(async () => {
  site = await serveDemo();
  profile = await createProfile();
});

afterAll(async () => {
  await site?.close();
  await profile?.remove();
});

/** What the engine's worker fetched, once it is ready: path → bytes over the network; Resource Timing counts 300 for a mere header. */
async function fetchedOn({ page }: Visit): Promise<Record<string, number>> {
  await page.locator('#choose:enabled').waitFor({ state: 'attached', timeout: 60_000 });
  const worker = page.workers().find((candidate) => !candidate.url().includes('/models/'))!;
  const entries = await worker.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map(
      ({ name, transferSize }) => [new URL(name).pathname, transferSize] as const,
    ),
  );
  // ONNX Runtime imports its loader once more for its threads.
  return Object.fromEntries(entries.toReversed());
}

const runtime = '/models/runtime/ort-wasm-simd-threaded';

test('a second visit downloads no model, and takes the runtime from the HTTP cache', async () => {
  const first = await visit(site, { profile: profile.path, camera: noCamera });
  const downloaded = await fetchedOn(first);
  await first.close();
  expect(Object.keys(downloaded).filter((path) => path.endsWith('.onnx'))).toHaveLength(6);
  expect(downloaded[`${runtime}.wasm`]).toBeGreaterThan(1e6);
  expect(downloaded[`${runtime}.mjs`]).toBeGreaterThan(300);

  const second = await visit(site, { profile: profile.path, camera: noCamera });
  const fetched = await fetchedOn(second);
  await second.close();
  expect(Object.keys(fetched).filter((path) => path.endsWith('.onnx'))).toEqual([]);
  expect(fetched[`${runtime}.wasm`]).toBe(0);
  expect(fetched[`${runtime}.mjs`]).toBeLessThanOrEqual(300);
});
