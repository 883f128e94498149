import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeOnnx } from '../../models/onnx-model.ts';
import { seededDeepPixBis, type Variant } from '../../models/test/seeded-deeppixbis.ts';
import { say } from '../../scripts/command.ts';
import { latePath } from '../contenders.ts';
import { isThread, watchHeap } from '../heap.ts';
import { interleaved } from '../interleaved.ts';
import type { LateModel } from '../page/late.ts';
import type { Site } from '../site.ts';
import { type Summary, summary } from '../statistics.ts';
import type { Surroundings } from './part.ts';

const rounds = 8;
const warmUpRounds = 1;
const runsPerRound = 3;

/** What could be run in the true architecture's place: half the bytes, or about a quarter of the work. */
const variants = {
  'as it is': {},
  'weights in half precision': { halfPrecision: true },
  'half the channels': { growth: 24, initialChannels: 48 },
} satisfies Record<string, Variant>;

export interface DeepPixBisCost {
  threads: number;
  variants: Record<string, VariantCost>;
}

interface VariantCost {
  /** The file's length. */
  bytes: number;
  /** One run, in milliseconds. */
  ms: Summary;
  /** By how much the WASM memory grew over what the models of an analysis need, in bytes. */
  wasmGrowth: number;
}

/** DeepPixBiS's architecture with random weights, bare: what it costs to install it. */
export async function measureDeepPixBis({ site }: Surroundings): Promise<{ deeppixbis: DeepPixBisCost }> {
  const names = Object.keys(variants) as (keyof typeof variants)[];
  const files = await Promise.all(names.map((name, index) => generate(site, `${index}.onnx`, variants[name])));
  say(`deeppixbis: ${rounds} rounds of ${runsPerRound} runs of each of ${names.length} variants`);
  const pages = await Promise.all(files.map(({ url }) => openedPage(site, url)));
  const tasks = names.map((name, index) => [
    name,
    () => pages[index]!.evaluate((late, runs) => late.times(runs), runsPerRound),
  ]);
  const times = await interleaved<Record<string, number[]>>(rounds, warmUpRounds, Object.fromEntries(tasks));
  const threads = await pages[0]!.evaluate((late) => late.threads);
  await site.closePages();
  const costs: Record<string, VariantCost> = {};
  for (const [index, name] of names.entries()) {
    const { url, bytes } = files[index]!;
    costs[name] = { bytes, ms: summary(times[name]!.flat()), wasmGrowth: await growthOf(site, url) };
  }
  return { deeppixbis: { threads, variants: costs } };
}

async function generate(site: Site, file: string, variant: Variant) {
  const content = writeOnnx(seededDeepPixBis(variant));
  await writeFile(join(site.generatedFolder, file), content);
  return { url: `/generated/${file}`, bytes: content.length };
}

async function openedPage(site: Site, url: string) {
  const late = await site.visit<LateModel>(await site.newPage(), latePath);
  await late.evaluate((page, model) => page.open(model), url);
  return late;
}

async function growthOf(site: Site, url: string): Promise<number> {
  const page = await site.newPage();
  const heap = await watchHeap(page, isThread);
  const late = await site.visit<LateModel>(page, latePath);
  const { wasm } = await heap.settled();
  await late.evaluate(async (opened, model) => {
    await opened.open(model);
    await opened.times(2);
  }, url);
  return (await heap.settled()).wasm - wasm;
}
