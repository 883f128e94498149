import sharp from 'sharp';

/** Twice the width on the page, for dense screens. */
const side = 320;

/** An image as a small data URL, turned as its EXIF data say; `null` where it cannot be read. */
export async function thumbnail(path: string): Promise<string | null> {
  try {
    const bytes = await sharp(path)
      .rotate()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .jpeg({ quality: 72 })
      .toBuffer();
    return `data:image/jpeg;base64,${bytes.toString('base64')}`;
  } catch {
    return null;
  }
}
