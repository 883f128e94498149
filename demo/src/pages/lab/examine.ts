import { type AnalyzedFace, alignedToImage, type FaceEngine, type Keypoints, type Picture, sizeOf } from 'face-core';
import { shownPicture } from '../../ui/shown-picture.ts';

/** A photograph, and all that is known of the faces in it, in pixels of `width` and `height`. */
export interface Examined {
  width: number;
  height: number;
  /** To be shown: the photograph, scaled down where it is large. */
  picture: HTMLCanvasElement;
  /** From left to right. */
  faces: readonly ExaminedFace[];
}

export interface ExaminedFace {
  analysis: AnalyzedFace;
  /** The face upright and in place, as the embedding model is shown it; `null` where the keypoints are those of no face. */
  aligned: HTMLCanvasElement | null;
  /** The picture within the face's box. */
  crop: HTMLCanvasElement;
}

/** Twice as fine as the model sees it. */
const cropSize = 224;

/**
 * Decodes a photograph once, and analyses every face in it.
 *
 * @throws FaceError as `decode` and `analyze` do
 */
export async function examine(engine: FaceEngine, file: Blob, signal: AbortSignal): Promise<Examined> {
  const decoded = await engine.decode(file, { signal });
  try {
    const analyses = await engine.analyze(decoded, { signal });
    const faces = analyses.map((analysis) => ({
      analysis,
      aligned: alignedFace(decoded, analysis.keypoints),
      crop: cropOf(decoded, analysis.box),
    }));
    faces.sort((a, b) => a.analysis.box.x - b.analysis.box.x);
    return { ...sizeOf(decoded), picture: shownPicture(decoded), faces };
  } finally {
    decoded.close();
  }
}

/** The face that a photograph of one person is about: the largest. */
export function mainFace({ faces }: Examined): ExaminedFace | undefined {
  return [...faces].sort((a, b) => b.analysis.box.width - a.analysis.box.width)[0];
}

function alignedFace(picture: Picture, keypoints: Keypoints): HTMLCanvasElement | null {
  const map = alignedToImage(keypoints, cropSize);
  if (map === null) return null;
  const toImage = new DOMMatrix([map.a, map.d, map.b, map.e, map.c, map.f]);
  return draw(cropSize, cropSize, (context) => {
    // The map is between centres of pixels, a canvas draws between their edges.
    context.setTransform(new DOMMatrix().translate(0.5, 0.5).multiply(toImage.inverse()).translate(-0.5, -0.5));
    context.drawImage(picture, 0, 0);
  });
}

function cropOf(picture: Picture, { x, y, width, height }: AnalyzedFace['box']): HTMLCanvasElement {
  return draw(cropSize, cropSize, (context) => {
    context.scale(cropSize / width, cropSize / height);
    context.drawImage(picture, -x, -y);
  });
}

function draw(width: number, height: number, paint: (context: CanvasRenderingContext2D) => void): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  paint(context);
  return canvas;
}
