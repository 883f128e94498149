import { expect, test } from 'vitest';
import { createBlazeFace, loadMediaPipe } from '../src/detection/mediapipe.ts';
import { fetched, hasFaces } from './photographs.ts';

test.runIf(hasFaces)(
  "the prepared short-range model detects what Google's own file does, to the last digit",
  async () => {
    const runtime = await loadMediaPipe(new URL('/prepared/', location.href).href);
    const read = async (url: string) => new Uint8Array(await (await fetched(url)).arrayBuffer());
    const prepared = await createBlazeFace(runtime, 'short', await read('/prepared/blazeface-short-range.tflite'));
    const official = await createBlazeFace(runtime, 'short', await read('/faces/golden/blaze_face_short_range.tflite'));

    const photographs = [1, 2, 3, 4, 5, 6].map((number) => `/samples/sample${number}.jpg`);
    photographs.push(...[1, 2, 3, 4, 5].map((number) => `/faces/groups/bbt${number}.jpg`));
    photographs.push(...[1, 2, 3].map((number) => `/faces/identities/obama/${number}.jpg`));
    let compared = 0;
    for (const url of photographs) {
      const bitmap = await createImageBitmap(await fetched(url));
      const frame = { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
      const expected = official.detect(bitmap, frame);
      expect(prepared.detect(bitmap, frame)).toEqual(expected);
      compared += expected.length;
    }
    expect(compared).toBeGreaterThan(20);
  },
);
