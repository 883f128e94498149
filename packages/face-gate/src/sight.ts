import type { AnalysisParts, AnalyzedFace, FaceEngine, FaceSource, FaceTemplate, Picture } from 'face-core';
import { FaceError, faultsOfCount, sizeOf, templateOf } from 'face-core';

/** What a gate asks of an engine. */
export type Eyes = Pick<FaceEngine, 'decode' | 'analyze'>;

/** A picture that is decoded once, and analysed once when the first check asks for faces. */
export class Sight {
  readonly picture: Picture;
  readonly width: number;
  readonly height: number;
  readonly decodeMs: number;
  /** `null` until the faces are there. */
  analyzeMs: number | null = null;
  readonly #analyze: () => Promise<readonly AnalyzedFace[]>;
  #faces: Promise<readonly AnalyzedFace[]> | null = null;

  private constructor(picture: Picture, decodeMs: number, analyze: () => Promise<readonly AnalyzedFace[]>) {
    this.picture = picture;
    this.decodeMs = decodeMs;
    this.#analyze = analyze;
    const { width, height } = sizeOf(picture);
    this.width = width;
    this.height = height;
  }

  /**
   * Takes the source as it is now.
   *
   * @throws FaceError `bad-image`, `image-too-large`, and what else keeps the engine from it
   */
  static async take(engine: Eyes, source: FaceSource, parts: AnalysisParts, signal: AbortSignal): Promise<Sight> {
    const started = performance.now();
    const picture = await engine.decode(source, { signal });
    return new Sight(picture, performance.now() - started, () => engine.analyze(picture, { ...parts, signal }));
  }

  /** All faces; every caller gets the same. */
  faces(): Promise<readonly AnalyzedFace[]> {
    this.#faces ??= this.#look();
    return this.#faces;
  }

  async #look(): Promise<readonly AnalyzedFace[]> {
    const started = performance.now();
    const faces = await this.#analyze();
    this.analyzeMs = performance.now() - started;
    return faces;
  }

  async face(): Promise<AnalyzedFace> {
    const faces = await this.faces();
    const [fault] = faultsOfCount(faces.length);
    if (fault !== undefined) throw FaceError.fromFaults([fault]);
    return faces[0]!;
  }

  async probe(): Promise<FaceTemplate> {
    return templateOf(await this.face());
  }

  close(): void {
    this.picture.close();
  }
}
