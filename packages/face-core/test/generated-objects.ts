import type { OnnxConstant, OnnxGraph, OnnxNode, OnnxValue } from '../../../models/onnx-model.ts';
import type { ObjectLayout } from '../src/objects/layout.ts';

/**
 * Small detectors of the contracts of YOLO models, which really look at the image: they find squares of pure red, green and
 * blue, 32, 64 and 128 pixels a side in their input, one for each of the three grids (strides 8, 16, 32). A cell's score is 1
 * where such a square lies about it, and 0 a cell beside it: four times the mean of its colour there, less 3, and less what
 * the square twice as large has too much, which would be a larger one's.
 */

export const colourNames = ['red square', "blue's opposite, green", 'blue "square"'];
/** What `yolov5` models multiply every score with. */
export const objectness = 0.75;
/** The rows of `end-to-end` models. */
export const mostRows = 20;

interface Kind {
  layout: ObjectLayout;
  /** Open lengths have a name. */
  height?: number | string;
  width?: number | string;
  batch?: number | string;
  metadata?: Record<string, string>;
}

/** What Ultralytics' exporters write into a file. */
export const exported = {
  task: 'detect',
  stride: '32',
  batch: '1',
  imgsz: '[128, 192]',
  names: `{0: 'red square', 1: "blue's opposite, green", 2: 'blue "square"'}`,
};

const strides = [8, 16, 32];
const colours = 3;

export function squareFinder({ layout, height = 128, width = 192, batch = 1, metadata = exported }: Kind): OnnxGraph {
  const constants: OnnxConstant[] = [];
  const nodes: OnnxNode[] = [];
  const floats = (name: string, shape: readonly number[], values: readonly number[]) => {
    constants.push({ name, shape, data: Float32Array.from(values) });
    return name;
  };
  const integers = (name: string, ...values: number[]) => {
    constants.push({ name, shape: [values.length], data: BigInt64Array.from(values, BigInt) });
    return name;
  };
  const emit = (op: string, output: string, inputs: string[], attributes: OnnxNode['attributes'] = {}) => {
    nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  };

  // Of each colour, how much more of it there is than of both others.
  const contrast = [1, -1, -1, -1, 1, -1, -1, -1, 1];
  emit('Conv', 'contrasts', ['images', floats('contrast', [3, 3, 1, 1], contrast)], { kernel_shape: [1, 1] });
  emit('Relu', 'colours', ['contrasts']);
  floats('four', [1], [4]);
  floats('three', [1], [3]);
  floats('quarter', [1], [0.25]);
  floats('eight', [1], [8]);
  floats('no', [1, 3, 1, 1], [0, 0, 0]);
  floats('one', [1], [1]);
  integers('columns', 3);
  integers('rows', 2);
  const levels = strides.map((stride) => {
    const of = (name: string) => `${name}${stride}`;
    const side = 4 * stride;
    // By half cells, as a square reaches half a cell further than whole ones.
    const half = stride / 2;
    emit('AveragePool', of('halves'), ['colours'], { kernel_shape: [half, half], strides: [half, half] });
    const means = (name: string, window: number) => {
      const pad = window / 2 - 1;
      return emit('AveragePool', of(name), [of('halves')], {
        kernel_shape: [window, window],
        strides: [2, 2],
        pads: [pad, pad, pad, pad],
        count_include_pad: 1,
      });
    };
    emit('Mul', of('quadrupled'), [means('means', 8), 'four']);
    emit('Sub', of('filled'), [of('quadrupled'), 'three']);
    emit('Sub', of('around'), [means('wideMeans', 16), 'quarter']);
    emit('Relu', of('tooMuch'), [of('around')]);
    emit('Mul', of('penalty'), [of('tooMuch'), 'eight']);
    emit('Sub', of('alone'), [of('filled'), of('penalty')]);
    emit('Relu', of('scores'), [of('alone')]);
    // A one for every cell, of which all places can be counted, whatever the size of the grid.
    emit('Conv', of('ones'), [of('means'), 'no', 'one'], { kernel_shape: [1, 1] });
    floats(of('stride'), [1], [stride]);
    floats(of('half'), [1], [stride / 2]);
    const centre = (name: string, axis: string) => {
      emit('CumSum', of(`${name}Count`), [of('ones'), axis]);
      emit('Mul', of(`${name}End`), [of(`${name}Count`), of('stride')]);
      return emit('Sub', of(name), [of(`${name}End`), of('half')]);
    };
    const [x, y] = [centre('x', 'columns'), centre('y', 'rows')];
    const size = emit('Mul', of('size'), [of('ones'), floats(of('side'), [1], [side])]);
    const before = layout === 'yolov5' ? [emit('Mul', of('object'), [of('ones'), 'objectness'])] : [];
    const values = [x, y, size, size, ...before, of('scores')];
    const level = emit('Concat', of('values'), values, { axis: 1 });
    return emit('Reshape', of('level'), [level, 'flat']);
  });
  const valuesPerBox = 4 + colours + (layout === 'yolov5' ? 1 : 0);
  if (layout === 'yolov5') floats('objectness', [1], [objectness]);
  integers('flat', 1, valuesPerBox, -1);

  const isFixed = typeof height === 'number' && typeof width === 'number';
  const cells = isFixed ? strides.reduce((sum, stride) => sum + (height / stride) * (width / stride), 0) : 'boxes';
  let shape: OnnxValue['shape'];
  if (layout === 'yolov8') {
    emit('Concat', 'output0', levels, { axis: 2 });
    shape = [batch, valuesPerBox, cells];
  } else if (layout === 'yolov5') {
    // Three anchors a cell.
    emit('Concat', 'boxes', [...levels, ...levels, ...levels], { axis: 2 });
    emit('Transpose', 'output0', ['boxes'], { perm: [0, 2, 1] });
    shape = [batch, typeof cells === 'number' ? 3 * cells : cells, valuesPerBox];
  } else {
    emit('Concat', 'boxes', levels, { axis: 2 });
    emit('Transpose', 'rowsOfBoxes', ['boxes'], { perm: [0, 2, 1] });
    // To the corners, and the scores as they are.
    const corners = [
      [1, 0, 1, 0],
      [0, 1, 0, 1],
      [-0.5, 0, 0.5, 0],
      [0, -0.5, 0, 0.5],
    ];
    integers('start', 0);
    integers('four4', 4);
    integers('seven', 7);
    integers('lastAxis', 2);
    emit('Slice', 'centred', ['rowsOfBoxes', 'start', 'four4', 'lastAxis']);
    emit('Slice', 'classScores', ['rowsOfBoxes', 'four4', 'seven', 'lastAxis']);
    emit('MatMul', 'cornered', ['centred', floats('corners', [4, 4], corners.flat())]);
    emit('ReduceMax', 'best', ['classScores'], { axes: [2], keepdims: 1 });
    emit('ArgMax', 'bestIndex', ['classScores'], { axis: 2, keepdims: 1 });
    emit('Cast', 'bestClass', ['bestIndex'], { to: 1 });
    emit('Concat', 'all', ['cornered', 'best', 'bestClass'], { axis: 2 });
    nodes.push({
      op: 'TopK',
      inputs: ['best', integers('most', mostRows)],
      outputs: ['topScores', 'topPlaces'],
      attributes: { axis: 1 },
    });
    emit('Reshape', 'places', ['topPlaces', integers('list', -1)]);
    emit('Gather', 'output0', ['all', 'places'], { axis: 1 });
    shape = [batch, mostRows, 6];
  }
  return {
    inputs: [{ name: 'images', shape: [batch, 3, height, width] }],
    outputs: [{ name: 'output0', shape }],
    constants,
    nodes,
    metadata,
  };
}

/** The graphs by the name of their file. */
export const objectGraphs: Record<string, () => OnnxGraph> = {
  'objects-yolov5.onnx': () => squareFinder({ layout: 'yolov5' }),
  'objects-yolov8.onnx': () => squareFinder({ layout: 'yolov8' }),
  'objects-end-to-end.onnx': () => squareFinder({ layout: 'end-to-end' }),
  'objects-yolov5-open.onnx': () =>
    squareFinder({ layout: 'yolov5', batch: 'batch', height: 'height', width: 'width' }),
  'objects-yolov8-open.onnx': () =>
    squareFinder({ layout: 'yolov8', batch: 'batch', height: 'height', width: 'width' }),
  'objects-unnamed.onnx': () => squareFinder({ layout: 'yolov8', metadata: {} }),
  'objects-segment.onnx': () => squareFinder({ layout: 'yolov8', metadata: { ...exported, task: 'segment' } }),
  /** Reads as a detector, and is none that runs: it lacks its weights. */
  'objects-failing.onnx': () => ({ ...squareFinder({ layout: 'yolov8' }), constants: [] }),
  'objects-half.onnx': () => {
    const graph = squareFinder({ layout: 'yolov8' });
    return { ...graph, inputs: graph.inputs.map((input) => ({ ...input, type: 'float16' as const })) };
  },
};
