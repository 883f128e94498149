import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Plugin } from 'vite';
import { isolationHeaders } from '../../../scripts/static-folders.ts';
import { animatedPng, bmp, bomb } from './image-files.ts';

/** One face of a photograph, 600×450 pixels: what `portrait` gives the tests in the browser. */
async function portraitOf(samples: string): Promise<Buffer> {
  const region = { left: 866, top: 147, width: 600, height: 450 };
  return sharp(await readFile(join(samples, 'sample3.jpg')))
    .extract(region)
    .png()
    .toBuffer();
}

const black = { r: 0, g: 0, b: 0 };
const blank = () =>
  sharp({ create: { width: 600, height: 450, channels: 3, background: black } })
    .png()
    .toBuffer();
/** The portrait on its side, and the EXIF orientation that sets it upright. */
const turned = async (portrait: Buffer) =>
  sharp(await sharp(portrait).rotate(-90).toBuffer()).withMetadata({ orientation: 6 });
/** 12,000 × 9,000 pixels, as a phone's camera makes them. The portrait lies at (1000, 1000), 8000 × 6000 large. */
const hundredMegapixels = async (portrait: Buffer) => {
  const input = await sharp(portrait).resize(8000, 6000).toBuffer();
  return sharp({ create: { width: 12_000, height: 9000, channels: 3, background: black } }).composite([
    { input, left: 1000, top: 1000 },
  ]);
};
const animated = async (portrait: Buffer) => sharp([portrait, await blank()], { join: { animated: true } });
const small = (portrait: Buffer) => sharp(portrait).resize(120, 90);

/** File name → how it is made of the portrait. */
const makers: Record<string, (portrait: Buffer) => Promise<Buffer>> = {
  'plain.jpg': (portrait) => sharp(portrait).jpeg({ quality: 95 }).toBuffer(),
  'plain.png': (portrait) => sharp(portrait).png().toBuffer(),
  'plain.webp': (portrait) => sharp(portrait).webp({ quality: 95 }).toBuffer(),
  'transparent.webp': (portrait) => sharp(portrait).ensureAlpha(0.7).webp().toBuffer(),
  'lossless.webp': (portrait) => sharp(portrait).webp({ lossless: true }).toBuffer(),
  'plain.avif': (portrait) => sharp(portrait).avif({ quality: 80, effort: 0 }).toBuffer(),
  'plain.gif': (portrait) => sharp(portrait).gif({ effort: 1 }).toBuffer(),
  'plain.bmp': async (portrait) => bmp(await sharp(portrait).raw().toBuffer({ resolveWithObject: true })),
  'progressive.jpg': (portrait) => sharp(portrait).jpeg({ quality: 95, progressive: true }).toBuffer(),
  'cmyk.jpg': (portrait) => sharp(portrait).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
  'grey.jpg': (portrait) => sharp(portrait).grayscale().jpeg({ quality: 95 }).toBuffer(),
  'wide-gamut.jpg': (portrait) => sharp(portrait).withIccProfile('p3').jpeg({ quality: 95 }).toBuffer(),
  'sixteen-bit.png': (portrait) => sharp(portrait).toColourspace('rgb16').png().toBuffer(),
  'palette.png': (portrait) => sharp(portrait).png({ palette: true }).toBuffer(),
  'transparent.png': (portrait) => sharp(portrait).ensureAlpha(0.7).png().toBuffer(),
  'turned.jpg': async (portrait) => (await turned(portrait)).jpeg({ quality: 95 }).toBuffer(),
  'animated.gif': async (portrait) => (await animated(portrait)).gif({ effort: 1 }).toBuffer(),
  'animated.webp': async (portrait) => (await animated(portrait)).webp({ quality: 95 }).toBuffer(),
  'animated.png': async (portrait) => animatedPng(portrait, await blank()),
  'odd-size.jpg': (portrait) => sharp(portrait).resize(641, 479, { fit: 'fill' }).jpeg({ quality: 95 }).toBuffer(),
  'tiff.tiff': (portrait) => sharp(portrait).tiff().toBuffer(),
  'small.jpg': (portrait) => small(portrait).jpeg().toBuffer(),
  'small.png': (portrait) => small(portrait).png({ palette: true, colours: 64 }).toBuffer(),
  'small.webp': (portrait) => small(portrait).webp().toBuffer(),
  'small.avif': (portrait) => small(portrait).avif({ effort: 0 }).toBuffer(),
  'small.gif': (portrait) => small(portrait).gif({ colours: 64, effort: 1 }).toBuffer(),
  'hundred-megapixels.jpg': async (portrait) => (await hundredMegapixels(portrait)).jpeg().toBuffer(),
  'bomb.png': async () => bomb(),
};

/** @param samples the folder of `@vladmandic/face-api`'s photographs */
export async function oddImage(name: string, samples: string): Promise<Buffer> {
  const make = makers[name];
  if (make === undefined) throw new Error(`no image is called ${name}`);
  return make(await portraitOf(samples));
}

/**
 * Serves images that are made of a photograph under `/odd/`, to any origin but without CORS, and keeps what is posted
 * to `/odd/NAME` to serve it again.
 */
export function oddImages(samples: string): Plugin {
  const made = new Map<string, Promise<Buffer>>();
  return {
    name: 'odd-images',
    configureServer({ middlewares }) {
      middlewares.use('/odd', async (request, response, next) => {
        const name = request.url!.slice(1).split('?')[0]!;
        try {
          if (request.method === 'POST') made.set(name, Promise.resolve(Buffer.concat(await request.toArray())));
          else if (!made.has(name)) made.set(name, oddImage(name, samples));
          response.writeHead(200, { ...isolationHeaders, 'Cross-Origin-Resource-Policy': 'cross-origin' });
          response.end(await made.get(name));
        } catch (error) {
          next(error);
        }
      });
    },
  };
}
