import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/** `npx tsx scripts/icons.ts` draws the app's icons, all from the one in demo/public/favicon.svg. */

const folder = new URL('../demo/public/', import.meta.url);
const [paper, ink] = ['#0b6650', '#ffffff'];

/** Size in pixels, how much of it the drawing takes, and how round its corners are, as shares of the size. */
const icons = {
  '192': { size: 192, drawing: 0.68, round: 0.22 },
  '512': { size: 512, drawing: 0.68, round: 0.22 },
  // A platform may cut off a fifth on every side of the circle.
  'maskable-512': { size: 512, drawing: 0.5, round: 0 },
  // iOS rounds the corners itself.
  'apple-touch-icon': { size: 180, drawing: 0.62, round: 0 },
};

const drawn = (await readFile(new URL('favicon.svg', folder), 'utf8')).replace(/stroke="#\w+"/, `stroke="${ink}"`);
await mkdir(new URL('icons/', folder), { recursive: true });
for (const [name, { size, drawing, round }] of Object.entries(icons)) {
  const corner = size * round;
  const background = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">
    <rect width="${size}" height="${size}" rx="${corner}" fill="${paper}"/></svg>`;
  const face = await sharp(Buffer.from(drawn), { density: 1200 })
    .resize(Math.round(size * drawing))
    .toBuffer();
  await sharp(Buffer.from(background))
    .composite([{ input: face }])
    .png({ palette: true, effort: 10 })
    .toFile(fileURLToPath(new URL(`icons/${name}.png`, folder)));
}
