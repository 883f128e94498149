import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { say } from '../../scripts/command.ts';
import { assemble } from '../../scripts/kernel.ts';
import { searchPath } from '../contenders.ts';
import { watchHeap } from '../heap.ts';
import { interleaved } from '../interleaved.ts';
import { type GalleryName, galleries } from '../page/galleries.ts';
import type { Identified, SearchPage } from '../page/search.ts';
import type { Site } from '../site.ts';
import { type Summary, summary } from '../statistics.ts';
import type { Surroundings } from './part.ts';

/** How many people, and how often each gallery of them is searched: it takes its turn once a round. */
interface Size {
  people: number;
  rounds: number;
  warmUpRounds: number;
  probesPerRound: number;
  /** Why a gallery cannot be had at this size. */
  leftOut?: Partial<Record<GalleryName, string>>;
}

const sizes: readonly Size[] = [
  { people: 1000, rounds: 40, warmUpRounds: 20, probesPerRound: 10 },
  { people: 10_000, rounds: 20, warmUpRounds: 5, probesPerRound: 10 },
  {
    people: 100_000,
    rounds: 15,
    warmUpRounds: 2,
    probesPerRound: 4,
    leftOut: { hnsw: 'adding them takes more than ten times as long as adding 10,000' },
  },
  {
    people: 1_000_000,
    rounds: 8,
    warmUpRounds: 1,
    probesPerRound: 4,
    leftOut: {
      human: 'JavaScript would need 4.1 GB for their numbers, and V8 has 4 GB for all objects of a page',
      hnsw: 'it can have 2 GiB of memory, and their floats and graph need 2.3 GB',
    },
  },
];

/** Number of people → gallery → what it costs, or why it was left out. */
export type SearchCosts = Record<string, Record<GalleryName, SearchCost | LeftOut>>;

export interface SearchCost {
  /** Adding all people, without making them up. */
  buildMs: number;
  identifyMs: Summary;
  /** What the page holds more than before, after a garbage collection, in bytes. */
  bytes: number;
  /** How many people an answer names, on average: one, or those who are still to be compared. */
  named: number;
  /**
   * The share of probes whose most similar person the answer names: of probes of people in the gallery, and of strangers'.
   * `null` where nobody is searched for.
   */
  recall: { enrolled: number; strangers: number } | null;
}

export interface LeftOut {
  leftOut: string;
}

/** Searching galleries of made-up people. */
export async function measureSearch({ site }: Surroundings): Promise<{ search: SearchCosts }> {
  await writeFile(join(site.generatedFolder, 'sum.wasm'), await assemble(new URL('../sum.wat', import.meta.url)));
  const search: SearchCosts = {};
  for (const size of sizes) search[size.people] = await measureSize(site, size);
  return { search };
}

async function measureSize(site: Site, { people, rounds, warmUpRounds, probesPerRound, leftOut = {} }: Size) {
  const names = (Object.keys(galleries) as GalleryName[]).filter((name) => leftOut[name] === undefined);
  const built = new Map<GalleryName, Awaited<ReturnType<typeof build>>>();
  for (const name of names) {
    say(`search: ${people} people in ${name}`);
    built.set(name, await build(site, name, people));
  }
  say(`search: ${rounds} rounds of ${probesPerRound} probes among ${people} people`);
  const tasks = Array.from(built, ([name, { page }]) => {
    let round = 0;
    return [
      name,
      () => page.evaluate((gallery, probes) => gallery.identify(probes), probesOf(people, round++, probesPerRound)),
    ];
  });
  const samples = await interleaved<Record<string, Identified[]>>(rounds, warmUpRounds, Object.fromEntries(tasks));
  await site.closePages();

  const exact = samples['loop']!.flat();
  const costs: Record<string, SearchCost | LeftOut> = {};
  for (const [name, reason] of Object.entries(leftOut)) costs[name] = { leftOut: reason };
  for (const [name, { buildMs, bytes }] of built) {
    const answers = samples[name]!.flat();
    costs[name] = { buildMs, bytes, identifyMs: summary(answers.map(({ ms }) => ms)), ...answered(answers, exact) };
  }
  return costs as Record<GalleryName, SearchCost | LeftOut>;
}

async function build(site: Site, name: GalleryName, people: number) {
  const tab = await site.newPage();
  const heap = await watchHeap(tab, () => false);
  const page = await site.visit<SearchPage>(tab, searchPath(name));
  const before = await heap.settled();
  const buildMs = await page.evaluate((gallery, count) => gallery.build(count), people);
  const after = await heap.settled();
  return { page, buildMs, bytes: after.jsHeap + after.wasm - before.jsHeap - before.wasm };
}

/** Of a round's probes every other one is of somebody in the gallery, the others are of strangers. */
function probesOf(people: number, round: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const probe = round * count + i;
    // A prime far from the sizes: the people are spread over the gallery.
    return probe % 2 === 0 ? (probe * 7919) % people : people + probe;
  });
}

function answered(answers: readonly Identified[], exact: readonly Identified[]): Pick<SearchCost, 'named' | 'recall'> {
  const share = (parity: number) => {
    const right = answers.filter(({ named }, i) => i % 2 === parity && named.includes(exact[i]!.named[0]!));
    return right.length / (answers.length / 2);
  };
  const named = answers.reduce((sum, answer) => sum + answer.named.length, 0) / answers.length;
  return { named, recall: named > 0 ? { enrolled: share(0), strangers: share(1) } : null };
}
