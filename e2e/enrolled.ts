import type { Page } from 'playwright';
import { readScene, type Scene } from '../scripts/films/film.ts';
import { addTools } from './demo.ts';

/** People who are enrolled before a test begins, for what comes after enrolment. */
export class EnrolledPeople {
  readonly #photographs: Readonly<Record<string, readonly Uint8Array[]>>;
  /** The gallery that was made of them the first time, in base64. */
  #gallery: string | null = null;

  /** @param photographs JPEGs of each person alone, by label */
  constructor(photographs: Readonly<Record<string, readonly Uint8Array[]>>) {
    this.#photographs = photographs;
  }

  static async of(people: Readonly<Record<string, Scene>>): Promise<EnrolledPeople> {
    const photographs: Record<string, Uint8Array[]> = {};
    for (const [label, scene] of Object.entries(people)) {
      photographs[label] = [await readScene(scene).jpeg({ quality: 92 }).toBuffer()];
    }
    return new EnrolledPeople(photographs);
  }

  /** Puts them into the gallery of a page's origin, beside the page. The page has the tools then. */
  async putInto(page: Page): Promise<void> {
    await addTools(page);
    if (this.#gallery === null) {
      const people = Object.entries(this.#photographs).map(
        ([label, each]) => [label, each.map((bytes) => Buffer.from(bytes).toString('base64'))] as const,
      );
      this.#gallery = await page.evaluate((people) => demoTools.galleryOf(people), people);
    }
    await page.evaluate((gallery) => demoTools.importGallery(gallery), this.#gallery);
  }
}
