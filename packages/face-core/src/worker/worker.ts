import * as Comlink from 'comlink';
import { scaleFace } from '../geometry/scale-face.ts';
import type { Face } from '../types.ts';
import { Desk } from './desk.ts';
import { decodeFile } from './file.ts';
import type { FrameImage } from './frame.ts';
import type { Picture } from './picture.ts';
import { Pipeline } from './pipeline.ts';
import type { FaceCalls } from './protocol.ts';

/** The entry of the engine's worker. */

const desk = new Desk(Pipeline.open);

desk.serve<FaceCalls>({
  async decode(call, file) {
    const outcome = await desk.atOnce(call, (signal) => decodeFor(file, signal));
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value]) : outcome;
  },
  detect: (call, frame) => desk.inTurn(call, frame, async (road, image) => atSource(await road.detect(image), image)),
  analyze: (call, frame, parts) =>
    desk.inTurn(call, frame, async (road, image, signal) => ({
      width: Math.round(image.width * image.scale),
      height: Math.round(image.height * image.scale),
      faces: atSource(await road.analyze(image, parts, signal), image),
    })),
  track: (call, frame, last, options) =>
    desk.inTurn(call, frame, (road, image, signal) => road.track(image, last, options, signal)),
});

/** Decoding shares nothing with the models. */
async function decodeFor(file: Blob, signal: AbortSignal): Promise<Picture> {
  const { picture } = await decodeFile(file, desk.opened.limits, signal);
  if (!signal.aborted) return picture;
  picture.close();
  throw signal.reason;
}

/** The faces of an image in pixels of the source that it may have been reduced from. */
function atSource<T extends Face>(faces: readonly T[], { scale }: FrameImage): T[] {
  return faces.map((face) => scaleFace(face, scale));
}
