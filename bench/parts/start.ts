import type { BrowserContext } from 'playwright';
import { say } from '../../scripts/command.ts';
import { humanPath, oursPath } from '../contenders.ts';
import { type Download, downloadOf } from '../download.ts';
import { interleaved } from '../interleaved.ts';
import type { Contender } from '../page/contender.ts';
import { withProfile } from '../profile.ts';
import type { Site } from '../site.ts';
import { type Summary, summary } from '../statistics.ts';
import type { Surroundings } from './part.ts';

const rounds = 5;
/** A page that is left at once may leave human's copy of its models, in IndexedDB, unreadable. */
const stayMs = 2000;

export interface Start {
  /** From the navigation to the first result with empty caches, in milliseconds. */
  coldMs: Summary;
  /** The same on a second visit. */
  warmMs: Summary;
  download: Download;
  /** The files that a second visit downloads again. */
  downloadedAgain: string[];
}

interface Visits {
  cold: { ms: number; files: string[] };
  warm: { ms: number; files: string[] };
}

/** The way to the first result on a first and on a second visit, and what is downloaded for it. */
export async function measureStart({ site, humanThreads }: Surroundings): Promise<{
  start: { ours: Start; human: Start };
}> {
  const pathOfHuman = humanPath(await humanThreads());
  say(`start: ${rounds} first and second visits of each contender`);
  const visits = await interleaved(rounds, 0, {
    ours: () => visitTwice(site, oursPath),
    human: () => visitTwice(site, pathOfHuman),
  });
  say('start: compressing what was downloaded');
  return { start: { ours: await startOf(site, visits.ours), human: await startOf(site, visits.human) } };
}

function visitTwice(site: Site, path: string): Promise<Visits> {
  return withProfile(async (context) => ({
    cold: await visit(site, context, path),
    warm: await visit(site, context, path),
  }));
}

async function visit(site: Site, context: BrowserContext, path: string) {
  const page = await context.newPage();
  site.requests.take();
  const contender = await site.visit<Contender>(page, path);
  const ms = await contender.evaluate(({ firstResultMs }) => firstResultMs);
  await page.waitForTimeout(stayMs);
  await page.close();
  return { ms, files: site.requests.take().filter((file) => !file.startsWith('/frames/')) };
}

async function startOf(site: Site, visits: readonly Visits[]): Promise<Start> {
  const [first] = visits;
  return {
    coldMs: summary(visits.map(({ cold }) => cold.ms)),
    warmMs: summary(visits.map(({ warm }) => warm.ms)),
    download: await downloadOf(first!.cold.files.map((file) => new URL(file, site.url).href)),
    downloadedAgain: first!.warm.files,
  };
}
