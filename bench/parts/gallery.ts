import { say } from '../../scripts/command.ts';
import { galleryPath } from '../contenders.ts';
import type { GalleryPage } from '../page/gallery.ts';
import { type Summary, summary } from '../statistics.ts';
import type { Surroundings } from './part.ts';

const sizes = [1_000, 10_000, 100_000];
const probes = 200;
const warmUpProbes = 20;

export interface GalleryCost {
  /** Taking over a file with so many people, encrypting them and writing them to the disk. */
  importMs: number;
  /** Opening the gallery: until a person can be verified, and until everybody is in memory. */
  openMs: number;
  loadMs: number;
  /** From the probe to the answer. */
  identifyMs: Summary;
  searchBytes: number;
  storedBytes: number;
  /** The share of probes whose person was found. */
  found: number;
}

/** Number of people → what a gallery of them costs. */
export type GalleryCosts = Record<string, GalleryCost>;

/** Real galleries of made-up people, each in a profile on the disk. */
export async function measureGallery({ site }: Surroundings): Promise<{ gallery: GalleryCosts }> {
  const gallery: GalleryCosts = {};
  for (const people of sizes) {
    say(`gallery: ${people} people`);
    const page = await site.visit<GalleryPage>(await site.newProfile(), galleryPath);
    const importMs = await page.evaluate((bench, count) => bench.build(count), people);
    const opened = await page.evaluate((bench) => bench.open());
    // A prime far from the sizes: the probes are spread over the gallery.
    const probed = Array.from({ length: warmUpProbes + probes }, (_, i) => (i * 7919) % people);
    const answers = (await page.evaluate((bench, of) => bench.identify(of), probed)).slice(warmUpProbes);
    const found = answers.filter(({ isRight }) => isRight).length / answers.length;
    gallery[people] = { importMs, ...opened, identifyMs: summary(answers.map(({ ms }) => ms)), found };
    await site.closePages();
  }
  return { gallery };
}
