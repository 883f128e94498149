import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { build, type Rolldown } from 'vite';
import { withPipeline } from '../scripts/command.ts';
import { createGalleryFile, photographsIn } from '../scripts/facebank/create.ts';
import { readScene, type Scene } from '../scripts/films/film.ts';

/** People who are enrolled before a test begins, for what comes after enrolment. */

/** A gallery of people by their photographs, to be put into a page. */
export class EnrolledPeople {
  readonly #gallery: string;
  readonly #script: string;

  private constructor(gallery: string, script: string) {
    this.#gallery = gallery;
    this.#script = script;
  }

  static async of(people: { readonly [label: string]: Scene }): Promise<EnrolledPeople> {
    const folder = await mkdtemp(join(tmpdir(), 'enrolled-'));
    try {
      const images = join(folder, 'images');
      await mkdir(images);
      for (const [label, scene] of Object.entries(people)) {
        await readScene(scene)
          .jpeg({ quality: 92 })
          .toFile(join(images, `${label}.jpg`));
      }
      const file = join(folder, 'gallery');
      await withPipeline((pipeline) => createGalleryFile(pipeline, photographsIn(images), file, null));
      return new EnrolledPeople(await readFile(file, 'base64'), await importScript());
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Imports them into the gallery of the page's origin, beside the page. */
  async putInto(page: Page): Promise<void> {
    const path = '/import-gallery.js';
    await page.route(`**${path}`, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: this.#script, headers: isolated }),
    );
    await page.addScriptTag({ url: path, type: 'module' });
    await page.evaluate(
      (gallery) => (globalThis as unknown as { importGallery: (text: string) => Promise<void> }).importGallery(gallery),
      this.#gallery,
    );
  }
}

const isolated = { 'Cross-Origin-Resource-Policy': 'same-origin' };

async function importScript(): Promise<string> {
  const entry = fileURLToPath(new URL('./import-gallery.ts', import.meta.url));
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'es2023', lib: { entry, formats: ['es'], fileName: 'import-gallery' } },
  })) as Rolldown.RolldownOutput[];
  return built[0]!.output[0].code;
}
