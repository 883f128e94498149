import type { OnnxGraph } from '../models/onnx-model.ts';
import { squareFinder } from '../packages/face-core/test/generated-objects.ts';

/** What YOLO models take. */
const side = 640;
const channels = [3, 16, 32, 64];
const layers = 16;

/**
 * A detector as heavy as the smallest of those that people use: YOLOv8n has 8.7 billion floating-point operations at 640
 * pixels (https://docs.ultralytics.com/models/yolov8), this one 8.1 in convolutions. Weights are not bundled, so it is the small one of
 * the tests, with layers beside it whose result counts for nothing.
 */
export function sceneModel(): OnnxGraph {
  const graph = squareFinder({ layout: 'yolov8', height: side, width: side });
  const constants = [...graph.constants];
  const nodes: OnnxGraph['nodes'][number][] = [];
  let last = 'images';
  const convolve = (from: number, to: number, stride: number) => {
    const [weights, sum, output] = [`${last}-weights`, `${last}-sum`, `${last}-next`];
    // Each layer averages, so that no value grows out of bounds.
    constants.push({
      name: weights,
      shape: [to, from, 3, 3],
      data: new Float32Array(to * from * 9).fill(1 / (from * 9)),
    });
    const attributes = { kernel_shape: [3, 3], strides: [stride, stride], pads: [1, 1, 1, 1] };
    nodes.push({ op: 'Conv', inputs: [last, weights], outputs: [sum], attributes });
    nodes.push({ op: 'Relu', inputs: [sum], outputs: [output] });
    last = output;
  };
  for (const [i, from] of channels.slice(0, -1).entries()) convolve(from, channels[i + 1]!, 2);
  for (let layer = 0; layer < layers; layer++) convolve(64, 64, 1);
  // No value is below 0: nothing is added to the boxes.
  nodes.push({ op: 'Neg', inputs: [last], outputs: ['below'] });
  nodes.push({ op: 'Relu', inputs: ['below'], outputs: ['nothing'] });
  nodes.push({ op: 'ReduceMax', inputs: ['nothing'], outputs: ['zero'], attributes: { keepdims: 0 } });
  const [output] = graph.outputs;
  const found = `${output!.name}-found`;
  const finder = graph.nodes.map((node) => ({
    ...node,
    outputs: node.outputs.map((name) => (name === output!.name ? found : name)),
  }));
  const sum = { op: 'Add', inputs: [found, 'zero'], outputs: [output!.name] };
  return { ...graph, constants, nodes: [...finder, ...nodes, sum] };
}
