import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { downloadOf } from '../download.ts';

const server = createServer(({ url }, response) => {
  response.statusCode = url === '/gone' ? 404 : 200;
  response.end(url === '/zeros' ? Buffer.alloc(10_000) : 'short');
});
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test('sums the sizes of files up, as they are and compressed', async () => {
  const { files, raw, gzip, brotli } = await downloadOf([`${origin}/zeros`, `${origin}/short`]);
  expect({ files, raw }).toEqual({ files: 2, raw: 10_005 });
  expect(gzip).toBeLessThan(100);
  expect(brotli).toBeLessThan(gzip);
});

test('a file that is gone is an error', async () => {
  await expect(downloadOf([`${origin}/gone`])).rejects.toThrow(/\/gone answered 404/);
});
