import { seeded } from '../../scripts/test/seeded.ts';
import {
  type Attribute,
  dataType,
  Float16Bits,
  type OnnxConstant,
  type OnnxGraph,
  type OnnxNode,
} from '../onnx-model.ts';

/**
 * DeepPixBiS as it is built, with random weights, for tests and for the bench: its cost is that of the real one, and what it
 * says is worth nothing. Its outputs therefore have names of their own, which neither the engine nor
 * `npm run models -- add` takes.
 */
export const seededOutputs = { map: 'seeded_output_pixel', whole: 'seeded_output_binary' } as const;

/** What comes out of the second transition, before the head. */
export const features = 'transition2';

export interface Variant {
  /** Channels that each layer adds; DenseNet-161's. */
  growth?: number;
  /** Channels after the first convolution. */
  initialChannels?: number;
  /** Kernels stored in half precision, which the runtime widens as it loads them. */
  halfPrecision?: boolean;
}

/** Layers in the blocks before the cut: DenseNet-161 has 36 and 24 more after it. */
const blocks = [6, 12] as const;
/** A layer's 1×1 convolution gives so many times its growth to the 3×3 one. */
const bottleneck = 4;
const size = 224;

/**
 * DenseNet-161 (Huang et al., arXiv 1608.06993) up to its second transition, then 1×1 convolution, sigmoid, linear, sigmoid
 * (arXiv 1907.04047). Batch norms are nodes of their own, with PyTorch's names; the runtime folds those that follow a
 * convolution.
 */
export function seededDeepPixBis({
  growth = 48,
  initialChannels = 96,
  halfPrecision = false,
}: Variant = {}): OnnxGraph {
  const random = seeded(161);
  const between = (low: number, high: number) => low + (high - low) * random();
  const constants: OnnxConstant[] = [];
  const nodes: OnnxNode[] = [];
  const emit = (op: string, inputs: string[], output: string, attributes: Record<string, Attribute> = {}) => {
    nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  };
  const vector = (name: string, length: number, low: number, high: number) => {
    constants.push({ name, shape: [length], data: Float32Array.from({ length }, () => between(low, high)) });
    return name;
  };
  /** Weights that keep the activations' scale through ReLU (He et al., arXiv 1502.01852). */
  const kernel = (name: string, shape: number[]) => {
    const fanIn = shape.slice(1).reduce((product, length) => product * length, 1);
    const limit = Math.sqrt(6 / fanIn);
    const data = Float32Array.from({ length: shape[0]! * fanIn }, () => between(-limit, limit));
    if (!halfPrecision) {
      constants.push({ name, shape, data });
      return name;
    }
    constants.push({ name, shape, data: new Float16Bits(Uint16Array.from(data, halfBits)) });
    return emit('Cast', [name], `${name}.wide`, { to: dataType.float32 });
  };
  const convolution = (input: string, name: string, shape: [to: number, from: number, side: number], stride = 1) => {
    const [to, from, side] = shape;
    const pad = side >> 1;
    const attributes = { kernel_shape: [side, side], strides: [stride, stride], pads: [pad, pad, pad, pad] };
    return emit('Conv', [input, kernel(`${name}.weight`, [to, from, side, side])], name, attributes);
  };
  const normalised = (input: string, name: string, channels: number) => {
    const inputs = [
      input,
      vector(`${name}.weight`, channels, 0.9, 1.1),
      vector(`${name}.bias`, channels, -0.1, 0.1),
      vector(`${name}.running_mean`, channels, -0.1, 0.1),
      vector(`${name}.running_var`, channels, 0.9, 1.1),
    ];
    return emit('Relu', [emit('BatchNormalization', inputs, name, { epsilon: 1e-5 })], `${name}.relu`);
  };

  let last = normalised(convolution('input', 'conv0', [initialChannels, 3, 7], 2), 'norm0', initialChannels);
  last = emit('MaxPool', [last], 'pool0', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  let channels = initialChannels;
  for (const [index, layers] of blocks.entries()) {
    const block = `denseblock${index + 1}`;
    for (let layer = 1; layer <= layers; layer++) {
      const name = `${block}.denselayer${layer}`;
      const inner = bottleneck * growth;
      const squeezed = convolution(normalised(last, `${name}.norm1`, channels), `${name}.conv1`, [inner, channels, 1]);
      const added = convolution(normalised(squeezed, `${name}.norm2`, inner), `${name}.conv2`, [growth, inner, 3]);
      last = emit('Concat', [last, added], name, { axis: 1 });
      channels += growth;
    }
    const transition = `transition${index + 1}`;
    const half = channels / 2;
    last = convolution(normalised(last, `${transition}.norm`, channels), `${transition}.conv`, [half, channels, 1]);
    last = emit('AveragePool', [last], transition, { kernel_shape: [2, 2], strides: [2, 2] });
    channels = half;
  }

  const side = size / 16;
  const patches = [last, kernel('dec.weight', [1, channels, 1, 1]), vector('dec.bias', 1, -0.1, 0.1)];
  emit('Sigmoid', [emit('Conv', patches, 'dec', { kernel_shape: [1, 1] })], seededOutputs.map);
  const flat = emit('Flatten', [seededOutputs.map], 'flat', { axis: 1 });
  const linear = [flat, kernel('linear.weight', [1, side * side]), vector('linear.bias', 1, -0.1, 0.1)];
  emit('Sigmoid', [emit('Gemm', linear, 'linear', { transB: 1 })], seededOutputs.whole);
  return {
    inputs: [{ name: 'input', shape: [1, 3, size, size] }],
    outputs: [
      { name: seededOutputs.map, shape: [1, 1, side, side] },
      { name: seededOutputs.whole, shape: [1, 1] },
    ],
    constants,
    nodes,
  };
}

/** The bits of a number rounded to half precision; what is under its normal range, 6e-5, becomes 0. */
function halfBits(value: number): number {
  const [bits] = new Uint32Array(Float32Array.of(value).buffer) as unknown as [number];
  const magnitude = (bits & 0x7fffffff) + 0x1000 - 0x38000000;
  return ((bits >>> 16) & 0x8000) | (magnitude < 0x400 << 13 ? 0 : magnitude >>> 13);
}
