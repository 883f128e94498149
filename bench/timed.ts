/** The times of `runs` runs of a task in milliseconds, after one that does not count: it wakes caches and threads up. */
export async function timed(runs: number, task: () => unknown): Promise<number[]> {
  const { only } = await timedInTurn(runs, new Map([['only', task]]));
  return only;
}

/** The same of several tasks that run one after another, again and again. */
export async function timedInTurn<Name extends string>(
  runs: number,
  tasks: ReadonlyMap<Name, () => unknown>,
): Promise<Record<Name, number[]>> {
  const times = Object.fromEntries(Array.from(tasks.keys(), (name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let run = -1; run < runs; run++) {
    for (const [name, task] of tasks) {
      const start = performance.now();
      await task();
      if (run >= 0) times[name].push(performance.now() - start);
    }
  }
  return times;
}

/** The lists of several rounds as one list a name. */
export function joined<Name extends string>(rounds: readonly Record<Name, number[]>[]): Record<Name, number[]> {
  const names = Object.keys(rounds[0]!) as Name[];
  const lists = names.map((name) => [name, rounds.flatMap((round) => round[name])] as const);
  return Object.fromEntries(lists) as Record<Name, number[]>;
}
