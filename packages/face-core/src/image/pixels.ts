/** A whole frame: 4 bytes a pixel (RGBA), row by row. An `ImageData` is one. */
export interface RgbaImage {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** A square crop made for a model: 3 bytes a pixel (RGB), row by row, `size * size * 3` in all. */
export interface RgbCrop {
  readonly data: Uint8ClampedArray;
  readonly size: number;
}

export function createCrop(size: number): RgbCrop {
  return { data: new Uint8ClampedArray(size * size * 3), size };
}

/** Whether no pixel of RGBA data is transparent. */
export function isOpaque(data: Uint8ClampedArray): boolean {
  for (let alpha = 3; alpha < data.length; alpha += 4) if (data[alpha] !== 255) return false;
  return true;
}
