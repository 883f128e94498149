import { type Attribute, dataType, Float16Bits, type OnnxConstant, type OnnxNode, writeOnnx } from './onnx-model.ts';
import { readTflite, type TfliteNode, type TfliteTensor } from './tflite-model.ts';

/**
 * Rewrites a convolutional TFLite model (BlazeFace's operators, and no others) as ONNX, weight for weight. TFLite keeps an
 * image as `[1, height, width, channels]`, ONNX as `[1, channels, height, width]`: the input and all that is between are
 * transposed; the outputs keep theirs. The image's height and width are left open: the same weights see any that every stride
 * divides, and the number of values an output has grows with them.
 *
 * Options are given by their field numbers in the TFLite schema's tables (Conv2DOptions and so on).
 */
export function tfliteToOnnx(file: Uint8Array): Uint8Array {
  const graph = readTflite(file);
  const constants: OnnxConstant[] = [];
  const nodes: OnnxNode[] = [];
  const name = (index: number) => `t${index}`;
  const shapeOf = (index: number) => graph.tensors[index]!.shape;
  /** The shape of a list with a row for each anchor: how many there are depends on the image's size. */
  const listOf = <Length>(index: number, anchors: Length) => {
    const [batch, , values] = shapeOf(index) as [number, number, number];
    return [batch, anchors, values];
  };
  const emit = (op: string, inputs: string[], output: string, attributes: Record<string, Attribute> = {}) => {
    nodes.push({ op, inputs, outputs: [output], attributes });
  };
  const integers = (label: string, values: readonly number[]) => {
    constants.push({ name: label, shape: [values.length], data: BigInt64Array.from(values, BigInt) });
    return label;
  };
  const floats = (label: string, values: readonly number[]) => {
    constants.push({ name: label, shape: [values.length], data: Float32Array.from(values) });
    return label;
  };
  const int32s = (index: number) => [...new Int32Array(graph.tensors[index]!.data!.buffer)];

  /** Constants by the tensor that they are used as: DEQUANTIZE widens the stored half precision. */
  const weights = new Map<number, TfliteTensor>();
  for (const { operator, inputs, outputs } of graph.nodes) {
    if (operator === 'DEQUANTIZE') weights.set(outputs[0]!, graph.tensors[inputs[0]!]!);
  }
  /** A weight with its axes in another order, still stored in half precision: half the bytes to fetch. */
  const weight = (index: number, order: readonly number[]) => {
    const { shape, type, data } = weights.get(index)!;
    if (type !== 'float16') throw new Error(`weights of ${type} cannot be converted`);
    const values = transposed(new Uint16Array(data!.buffer), shape, order);
    constants.push({ name: `w${index}`, shape: order.map((axis) => shape[axis]!), data: new Float16Bits(values) });
    emit('Cast', [`w${index}`], name(index), { to: dataType.float32 });
    return name(index);
  };

  const rules: Record<TfliteNode['operator'], (node: TfliteNode, output: string) => void> = {
    DEQUANTIZE() {},
    CONV_2D({ inputs, option }, output) {
      const [input, kernel, bias] = inputs as [number, number, number];
      expectNone(option(3), 'activation');
      const [, ...size] = shapeOf(kernel).slice(0, 3);
      const attributes = window(shapeOf(input), size, [option(2), option(1)], option(0));
      emit('Conv', [name(input), weight(kernel, [0, 3, 1, 2]), weight(bias, [0])], output, attributes);
    },
    DEPTHWISE_CONV_2D({ inputs, option }, output) {
      const [input, kernel, bias] = inputs as [number, number, number];
      expectNone(option(4), 'activation');
      const [, ...size] = shapeOf(kernel).slice(0, 3);
      const attributes = {
        group: shapeOf(input)[3]!,
        ...window(shapeOf(input), size, [option(2), option(1)], option(0)),
      };
      emit('Conv', [name(input), weight(kernel, [3, 0, 1, 2]), weight(bias, [0])], output, attributes);
    },
    MAX_POOL_2D({ inputs, option }, output) {
      const [input] = inputs as [number];
      expectNone(option(5), 'activation');
      const attributes = window(shapeOf(input), [option(4), option(3)], [option(2), option(1)], option(0));
      emit('MaxPool', [name(input)], output, attributes);
    },
    ADD({ inputs, option }, output) {
      expectNone(option(0), 'activation');
      emit('Add', inputs.map(name), output);
    },
    RELU({ inputs }, output) {
      emit('Relu', inputs.map(name), output);
    },
    PAD({ inputs }, output) {
      const [input, amounts] = inputs as [number, number];
      // Pairs of before and after, an axis each; ONNX has all that come before first.
      const pairs = int32s(amounts);
      const pads = [0, 1].flatMap((side) => [0, 3, 1, 2].map((axis) => pairs[2 * axis + side]!));
      emit('Pad', [name(input), integers(`${output}-pads`, pads)], output);
    },
    RESIZE_BILINEAR({ inputs, option }, output) {
      const [input, size] = inputs as [number, number];
      expectNone(option(2), 'alignment of corners');
      const [, height, width] = shapeOf(input) as [number, number, number];
      const [newHeight, newWidth] = int32s(size) as [number, number];
      const scales = floats(`${output}-scales`, [1, 1, newHeight / height, newWidth / width]);
      const attributes = {
        mode: 'linear',
        coordinate_transformation_mode: option(3) === 0 ? 'asymmetric' : 'half_pixel',
      };
      emit('Resize', [name(input), '', scales], output, attributes);
    },
    RESHAPE({ inputs, outputs }, output) {
      emit('Transpose', inputs.slice(0, 1).map(name), `${output}-nhwc`, { perm: [0, 2, 3, 1] });
      emit('Reshape', [`${output}-nhwc`, integers(`${output}-shape`, listOf(outputs[0]!, -1))], output);
    },
    CONCATENATION({ inputs, option }, output) {
      // Only what was reshaped, and so has TFLite's axes again, is joined.
      emit('Concat', inputs.map(name), output, { axis: option(0) });
    },
  };
  for (const node of graph.nodes) rules[node.operator](node, name(node.outputs[0]!));

  const [input] = graph.inputs as [number];
  const [batch, , , channels] = shapeOf(input) as [number, number, number, number];
  return writeOnnx({
    inputs: [{ name: name(input), shape: [batch, channels, 'height', 'width'] }],
    outputs: graph.outputs.map((index) => ({ name: name(index), shape: listOf(index, 'anchors') })),
    constants,
    nodes,
  });
}

/** An option that is not 0, its default, would change the result. */
function expectNone(option: number, what: string): void {
  if (option !== 0) throw new Error(`an operator with ${what} ${option} cannot be converted`);
}

/**
 * A sliding window's attributes: kernel, strides, and pads before and after each axis. TFLite's SAME padding (0; VALID is 1)
 * makes the output as large as input over stride, and puts an odd pixel after.
 */
function window(
  [, ...input]: readonly number[],
  kernel: readonly number[],
  strides: readonly number[],
  padding: number,
): Record<string, Attribute> {
  const totals = kernel.map((length, axis) => {
    const [size, stride] = [input[axis]!, strides[axis]!];
    return padding === 0 ? Math.max(0, (Math.ceil(size / stride) - 1) * stride + length - size) : 0;
  });
  const before = totals.map((total) => total >> 1);
  const after = totals.map((total) => (total + 1) >> 1);
  return { kernel_shape: kernel, strides, pads: [...before, ...after] };
}

/** The values of an array of any rank, row-major, with its axes in another order. */
function transposed(values: Uint16Array, shape: readonly number[], order: readonly number[]): Uint16Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  const place = order.map(() => 0);
  return values.map(() => {
    const value = values[order.reduce((sum, axis, k) => sum + place[k]! * strides[axis]!, 0)]!;
    for (let k = order.length - 1; k >= 0; k--) {
      place[k] = (place[k]! + 1) % shape[order[k]!]!;
      if (place[k] !== 0) break;
    }
    return value;
  });
}
