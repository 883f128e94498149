import { expect, test } from 'vitest';
import { anchorCentres } from '../src/detection/anchors.ts';
import { blazeFace, detectorOutputs, type Range } from '../src/detection/blazeface.ts';
import { decodeFaces } from '../src/detection/decode.ts';
import { createCrop } from '../src/image/pixels.ts';
import { resample } from '../src/image/resample.ts';
import { fillTensor, shapeOf } from '../src/image/tensor.ts';
import { loadModel } from '../src/models/load.ts';
import { loadOnnxRuntime } from '../src/onnx.ts';
import golden from './golden/mediapipe.json';
import { pixelsOf } from './photographs.ts';

/*
 * What MediaPipe itself (tasks-vision 0.10.35, its CPU delegate) answered for the same models, fed with the same pixels: each
 * photograph reduced to the model's input. It gives boxes in whole
 * pixels, cut at the upper and left edge, and what it found down to a score of 0.1.
 */
test.each<Range>(['full', 'short'])("the %s-range model detects what MediaPipe's own runtime does", async (range) => {
  const baseUrl = new URL('/prepared/', location.href).href;
  const model = blazeFace[range];
  const runtime = await loadOnnxRuntime('wasm', baseUrl);
  const outputs = detectorOutputs(model).map((length) => ({ length }));
  const session = await runtime.open(await loadModel(model, baseUrl, () => {}), shapeOf(model.input), outputs);
  const crop = createCrop(model.input.size);

  for (const { photograph, faces } of golden.filter((entry) => entry.range === range)) {
    const frame = await pixelsOf(`/samples/${photograph}`);
    const side = Math.max(frame.width, frame.height);
    const square = { x: (frame.width - side) / 2, y: (frame.height - side) / 2, width: side, height: side };
    resample(frame, square, crop);
    fillTensor(crop, model.input, session.input);
    const [boxes, logits] = (await session.run()) as [Float32Array, Float32Array];
    const found = decodeFaces(boxes, logits, anchorCentres(model.anchors), model.input.size, 0.1);

    expect(found, photograph).toHaveLength(faces.length);
    for (const [i, { box, score, keypoints }] of found.entries()) {
      const expected = faces[i]!;
      expect(score).toBeCloseTo(expected.score, 2);
      const corners = [Math.max(0, box.x), Math.max(0, box.y), box.width, box.height];
      const points = Object.values(keypoints).flatMap(({ x, y }) => [x, y]);
      for (const [k, value] of corners.entries()) expect(Math.abs(value - expected.box[k]!)).toBeLessThan(1.1);
      for (const [k, value] of points.entries()) expect(Math.abs(value - expected.keypoints[k]!)).toBeLessThan(0.1);
    }
  }
});
