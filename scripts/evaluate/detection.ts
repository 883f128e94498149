import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from 'face-core';
import { type BrowserPipeline, CommandError } from '../browser-pipeline.ts';
import { say, withProgress } from '../command.ts';
import { imagesIn } from './images.ts';
import { countFound } from './match-boxes.ts';

/** Compares the detected boxes of every listed image with the true ones, one to one. */
export async function evaluateDetection(
  { call, urlOf }: BrowserPipeline,
  folders: readonly string[],
  boxesPath: string,
) {
  const truth = readBoxes(boxesPath);
  const files = new Set(folders.flatMap(imagesIn));
  const paths = new Map(
    Object.keys(truth).map((name) => [
      name,
      folders.map((folder) => join(folder, name)).find((path) => files.has(path)),
    ]),
  );
  const images: [name: string, path: string][] = [];
  for (const [name, path] of paths) {
    if (path === undefined) say(`Not evaluated, because it is in no --images folder: ${name}`);
    else images.push([name, path]);
  }
  if (images.length === 0)
    throw new CommandError('bad-arguments', 'None of the listed images is in the --images folders');

  const counts = { images: images.length, faces: 0, found: 0, missed: 0, extra: 0 };
  await withProgress(images, 'Images', async ([name, path]) => {
    const faces = await call('detect', urlOf(path));
    const boxes = truth[name]!;
    const detected = faces.map(({ box }) => box);
    const found = countFound(boxes, detected);
    counts.faces += boxes.length;
    counts.found += found;
    counts.missed += boxes.length - found;
    counts.extra += detected.length - found;
    if (found !== boxes.length || found !== detected.length) {
      say(`${name}: ${boxes.length} faces, ${found} found, ${detected.length - found} extra`);
    }
  });
  return counts;
}

/** Reads `{"file": [[x, y, width, height], …]}`, in pixels. */
function readBoxes(path: string): Record<string, Box[]> {
  try {
    const listed: Record<string, [number, number, number, number][]> = JSON.parse(readFileSync(path, 'utf8'));
    return Object.fromEntries(
      Object.entries(listed).map(([name, boxes]) => [
        name,
        boxes.map((box) => {
          if (box.length !== 4 || !box.every(Number.isFinite)) throw new Error(`${name}: ${JSON.stringify(box)}`);
          const [x, y, width, height] = box;
          return { x, y, width, height };
        }),
      ]),
    );
  } catch (error) {
    throw new CommandError('bad-arguments', `${path} cannot be read as boxes: ${(error as Error).message}`);
  }
}
