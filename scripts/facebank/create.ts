import { renameSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { type BrowserPipeline, CommandError } from '../browser-pipeline.ts';
import { say, withProgress } from '../command.ts';
import { foldersIn, imagesIn } from '../evaluate/images.ts';

export interface Photograph {
  person: string;
  image: string;
}

/** A photograph that is not in the gallery, and why: the code of an error, or of a template that was skipped. */
interface Refused {
  image: string;
  reason: string;
  message: string;
}

/** What the command made. */
export interface Created {
  people: number;
  templates: number;
  images: number;
  refused: Refused[];
  output: string;
  encrypted: boolean;
}

/** Photographs show what they show: whether they are of a living person is for the camera to find out, later. */
const policy = { liveness: 'report' } as const;

/** What is held against a photograph; any other error is one of the command. */
const refusals = new Set([
  ...['bad-image', 'image-too-large', 'image-too-small', 'no-face', 'multiple-faces', 'face-too-small', 'low-quality'],
  ...['different-people', 'bad-label'],
]);

/** As many as a gallery keeps of a person. */
const mostTemplates = 5;

/** Enrols people by their photographs, in a real gallery in a real browser, and exports it. */
export async function createGalleryFile(
  { call, urlOf, download }: BrowserPipeline,
  photographs: readonly Photograph[],
  output: string,
  passphrase: string | null,
): Promise<Created> {
  const refused: Refused[] = [];
  const accepted = new Map<string, string[]>();
  await withProgress(photographs, 'Images', async ({ person, image }) => {
    const refuse = (reason: string, message: string) => refused.push({ image, reason, message });
    try {
      const { digest } = await call('capture', urlOf(image), policy);
      // One at a time: a photograph that is refused must not cost the person the others.
      const { added } = await call('enroll', person, [digest]);
      if (added > 0) accepted.set(person, [...(accepted.get(person) ?? []), image]);
      else refuse('duplicate', 'It shows the same as another one of this person.');
    } catch (error) {
      if (!(error instanceof CommandError) || !refusals.has(error.code)) throw error;
      refuse(error.code, error.message);
    }
  });
  for (const images of accepted.values()) {
    for (const image of images.slice(0, -mostTemplates)) {
      refused.push({ image, reason: 'older', message: `The last ${mostTemplates} of a person are kept.` });
    }
  }
  for (const { image, reason, message } of refused) say(`Not in the gallery: ${image} (${reason}: ${message})`);
  if (accepted.size === 0) throw new CommandError('nobody', 'None of the photographs could be enrolled.');
  // A file that is there stays there until the new one is whole.
  const part = `${output}.part`;
  const { people, templates } = await download(part, 'exportGallery', passphrase);
  renameSync(part, output);
  const encrypted = passphrase !== null;
  return { people, templates, images: photographs.length, refused, output, encrypted };
}

/**
 * The photographs of a folder, one or a sub-folder for each person: its name, or a file's without its ending, is the label.
 *
 * @throws CommandError `bad-arguments`
 */
export function photographsIn(folder: string): Photograph[] {
  const single = imagesIn(folder).map((image) => ({ person: basename(image, extname(image)), image }));
  const several = foldersIn(folder).flatMap((path) =>
    imagesIn(path).map((image) => ({ person: basename(path), image })),
  );
  const photographs = [...several, ...single];
  if (photographs.length > 0) return photographs;
  throw new CommandError(
    'bad-arguments',
    `${folder} has no images: one, or a sub-folder of them, is needed for each person`,
  );
}
