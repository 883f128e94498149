import { expect, test } from 'vitest';
import { interleaved } from '../interleaved.ts';

test('every task runs once a round, and each round begins with the next one', async () => {
  const order: string[] = [];
  const task = (name: string) => async () => order.push(name);
  await interleaved(4, 0, { a: task('a'), b: task('b'), c: task('c') });
  expect(order.join('')).toBe('abcbcacababc');
});

test('gives what each task gave in the rounds that count, in order', async () => {
  let calls = 0;
  const samples = await interleaved(2, 1, { count: async () => ++calls, name: async () => `after ${calls}` });
  expect(samples).toEqual({ count: [2, 3], name: ['after 1', 'after 3'] });
});

test('one task at a time', async () => {
  let running = 0;
  const alone = async () => {
    running++;
    await new Promise((resolve) => setTimeout(resolve, 1));
    return running--;
  };
  const { a, b } = await interleaved(3, 0, { a: alone, b: alone });
  expect([...a, ...b]).toEqual([1, 1, 1, 1, 1, 1]);
});

test('an error of one ends all', async () => {
  const failing = () => Promise.reject(new Error('human is gone'));
  await expect(interleaved(2, 0, { ours: async () => 1, failing })).rejects.toThrow('human is gone');
});
