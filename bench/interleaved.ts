/**
 * Runs every task once a round, so that whatever else the machine does meets them alike. Each round begins with another
 * task, so that none always follows the same one.
 *
 * @param warmUp rounds before those that count
 * @returns for each task, what it gave in each round
 */
export async function interleaved<Samples extends Record<string, unknown>>(
  rounds: number,
  warmUp: number,
  tasks: { [Name in keyof Samples]: () => Promise<Samples[Name]> },
): Promise<{ [Name in keyof Samples]: Samples[Name][] }> {
  const names = Object.keys(tasks) as (keyof Samples)[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as {
    [Name in keyof Samples]: Samples[Name][];
  };
  for (let round = 0; round < warmUp + rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length]!;
      const sample = await tasks[name]();
      if (round >= warmUp) samples[name].push(sample);
    }
  }
  return samples;
}
