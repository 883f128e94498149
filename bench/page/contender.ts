import { timed } from '../timed.ts';

/** What the page of a contender offers as `globalThis.bench`, once its first frame is analysed. */
export interface Contender {
  /** From the navigation to the first result, in milliseconds. */
  readonly firstResultMs: number;
  readonly threads: number;
  /**
   * The times of `runs` analyses in milliseconds, after one that does not count.
   *
   * @param frame URL of a picture
   * @param faces how many are in it; rejects where another number is found
   */
  times(frame: string, faces: number, runs: number): Promise<number[]>;
}

/** An engine as the bench sees it: the number of faces that it found and described. */
export interface Engine {
  threads: number;
  analyze(frame: ImageBitmap): Promise<number>;
}

/** Opens an engine, gives it the frame that the page's URL names, and offers it. */
export function present(open: (settings: URLSearchParams) => Promise<Engine>): void {
  Object.assign(globalThis, { bench: contender(open) });
}

async function contender(open: (settings: URLSearchParams) => Promise<Engine>): Promise<Contender> {
  const settings = new URLSearchParams(location.search);
  const bitmaps = new Map<string, Promise<ImageBitmap>>();
  const bitmapOf = (url: string) => {
    if (!bitmaps.has(url)) bitmaps.set(url, load(url));
    return bitmaps.get(url)!;
  };
  const [engine, first] = await Promise.all([open(settings), bitmapOf(settings.get('frame')!)]);
  const analyze = async (frame: ImageBitmap, faces: number) => {
    const found = await engine.analyze(frame);
    if (found !== faces) throw new Error(`${found} faces were found where there are ${faces}`);
  };
  await analyze(first, 1);
  return {
    firstResultMs: performance.now(),
    threads: engine.threads,
    async times(url, faces, runs) {
      const frame = await bitmapOf(url);
      return timed(runs, () => analyze(frame, faces));
    },
  };
}

export async function load(url: string): Promise<ImageBitmap> {
  return createImageBitmap(await (await fetch(url)).blob());
}
