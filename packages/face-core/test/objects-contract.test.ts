import { describe, expect, test } from 'vitest';
import { agreedLayout, type ContractChoice, contractOf } from '../src/objects/contract.ts';
import { layoutOf } from '../src/objects/layout.ts';
import type { OnnxFile, OnnxValue } from '../src/objects/onnx-file.ts';

const value = (name: string, shape: OnnxValue['shape'], type: string | null = 'float32'): OnnxValue => ({
  name,
  type,
  shape,
});

const file = (changes: { [Part in keyof OnnxFile]?: OnnxFile[Part] } = {}): OnnxFile => ({
  inputs: [value('images', [1, 3, 640, 640])],
  outputs: [value('output0', [1, 6, 8400])],
  metadata: new Map([['names', "{0: 'cup', 1: 'plate'}"]]),
  hasExternalWeights: false,
  ...changes,
});
const metadata = (entries: Record<string, string>) =>
  file({ metadata: new Map(Object.entries({ names: "{0: 'cup', 1: 'plate'}", ...entries })) });
const input = (shape: OnnxValue['shape'], type?: string | null) => file({ inputs: [value('images', shape, type)] });
const outputs = (...shapes: number[][]) =>
  file({ outputs: shapes.map((shape, index) => value(`output${index}`, shape)) });

describe('contractOf', () => {
  test('takes names, size and output from the file', () => {
    expect(contractOf(file(), {})).toEqual({
      input: { width: 640, height: 640 },
      output: 'output0',
      classes: ['cup', 'plate'],
    });
  });

  test('takes width and height apart', () => {
    expect(contractOf(input([1, 3, 384, 640]), {}).input).toEqual({ width: 640, height: 384 });
  });

  test.each<[string, OnnxFile, ContractChoice, [width: number, height: number]]>([
    ['the default', input([null, 3, null, null]), {}, [640, 640]],
    ['the app’s', input([null, 3, null, null]), { inputSize: { width: 320, height: 256 } }, [320, 256]],
    [
      'the training’s',
      { ...metadata({ imgsz: '[384, 640]' }), ...{ inputs: input([1, 3, null, null]).inputs } },
      {},
      [640, 384],
    ],
    [
      'the training’s, square',
      { ...metadata({ imgsz: '320' }), ...{ inputs: input([1, 3, null, null]).inputs } },
      {},
      [320, 320],
    ],
    ['the file’s and the app’s', input([1, 3, 480, null]), { inputSize: { width: 320, height: 480 } }, [320, 480]],
    ['the file’s, told again', input([1, 3, 480, 320]), { inputSize: { width: 320, height: 480 } }, [320, 480]],
    ['a fixed one of no stride', input([1, 3, 300, 300]), {}, [300, 300]],
    [
      'a multiple of its own stride',
      { ...metadata({ stride: '64' }), ...{ inputs: input([1, 3, null, null]).inputs } },
      { inputSize: { width: 1280, height: 1280 } },
      [1280, 1280],
    ],
  ])('a size: %s', (_, onnx, choice, [width, height]) => {
    expect(contractOf(onnx, choice).input).toEqual({ width, height });
  });

  test('the app’s names win over the file’s', () => {
    expect(contractOf(file(), { classes: ['mug', 'dish'] }).classes).toEqual(['mug', 'dish']);
    expect(contractOf(file({ metadata: new Map() }), { classes: ['mug'] }).classes).toEqual(['mug']);
    expect(contractOf(metadata({ names: 'nonsense' }), { classes: ['mug'] }).classes).toEqual(['mug']);
  });

  test('takes the boxes of older YOLOv5 exports, which give feature maps beside them', () => {
    const old = outputs([1, 25200, 7], [1, 3, 80, 80, 7], [1, 3, 40, 40, 7], [1, 3, 20, 20, 7]);
    expect(contractOf(old, {}).output).toBe('output0');
  });

  test('takes a single output whose shape the file does not tell', () => {
    expect(contractOf(file({ outputs: [value('boxes', null)] }), {}).output).toBe('boxes');
  });

  test.each<[string, OnnxFile, ContractChoice, RegExp]>([
    ['segment', metadata({ task: 'segment' }), {}, /task is segment, boxes with masks: export.*detect/],
    ['pose', metadata({ task: 'pose' }), {}, /task is pose, people with keypoints/],
    ['obb', metadata({ task: 'obb' }), {}, /task is obb, rotated boxes/],
    ['classify', metadata({ task: 'classify' }), {}, /task is classify, classes of whole images/],
    ['another task', metadata({ task: 'depth' }), {}, /task is depth, something else than boxes/],
    ['masks', outputs([1, 38, 8400], [1, 32, 160, 160]), {}, /gives masks too/],
    ['feature maps', outputs([1, 3, 80, 80, 7], [1, 3, 40, 40, 7], [1, 3, 20, 20, 7]), {}, /raw feature maps .*export/],
    ['feature maps of four axes', outputs([1, 21, 80, 80], [1, 21, 40, 40]), {}, /raw feature maps/],
    ['several outputs', outputs([1, 100, 4], [1, 100], [1, 100]), {}, /one output with all boxes/],
    ['one output of two axes', outputs([100, 7]), {}, /one output with all boxes/],
    ['several outputs of three axes', outputs([1, 100, 4], [1, 100, 2]), {}, /one output with all boxes/],
    ['half precision', input([1, 3, 640, 640], 'float16'), {}, /images is float16, .*half=False/],
    ['uint8', input([1, 3, 640, 640], 'uint8'), {}, /uint8.*without quantising/],
    ['int8', input([1, 3, 640, 640], 'int8'), {}, /int8.*without quantising/],
    ['doubles', input([1, 3, 640, 640], 'float64'), {}, /float64.*float32 input/],
    ['no tensor', input([1, 3, 640, 640], null), {}, /no tensor/],
    [
      'a half-precision output',
      file({ outputs: [value('output0', [1, 6, 8400], 'float16')] }),
      {},
      /output0 is float16/,
    ],
    ['a batch', input([8, 3, 640, 640]), {}, /takes 8 images at once .*batch=1/],
    ['channels last', input([1, 640, 640, 3]), {}, /channels are last/],
    ['grey', input([1, 1, 640, 640]), {}, /colour images are wanted/],
    ['three axes', input([3, 640, 640]), {}, /\[3,640,640\]: \[1,3,height,width\] is wanted/],
    ['an unknown shape', input(null), {}, /\[1,3,height,width\] is wanted/],
    [
      'two inputs',
      file({ inputs: [value('images', [1, 3, 640, 640]), value('size', [1, 2])] }),
      {},
      /2 inputs \(images, size\)/,
    ],
    ['weights elsewhere', file({ hasExternalWeights: true }), {}, /another file/],
    ['an enormous input', input([1, 3, 100_000, 100_000]), {}, /4096 a side is the most/],
    ['another size than its own', file(), { inputSize: { width: 320, height: 320 } }, /640 × 640 .*leave it out/],
    ['a size of no stride', input([1, 3, null, null]), { inputSize: { width: 300, height: 320 } }, /multiples of 32/],
    ['no names', file({ metadata: new Map() }), {}, /does not name its classes: pass classes/],
    ['unreadable names', metadata({ names: 'cup, plate' }), {}, /cannot be read: pass classes/],
    ['too few names', file(), { classes: ['cup'] }, /has 2 classes, but classes names 1/],
  ])('refuses by name: %s', (_, onnx, choice, message) => {
    expect(() => contractOf(onnx, choice)).toThrow(
      expect.objectContaining({
        name: 'FaceError',
        code: 'model-unsupported',
        message: expect.stringMatching(message),
      }),
    );
  });
});

describe('the layout', () => {
  const square = { width: 640, height: 640 };
  const wide = { width: 640, height: 384 };

  test.each([
    ['v5', [1, 25200, 85], 80, square, 'yolov5'],
    ['v8', [1, 84, 8400], 80, square, 'yolov8'],
    ['v10', [1, 300, 6], 80, square, 'end-to-end'],
    ['v5 of one class, by its grids', [1, 25200, 6], 1, square, 'yolov5'],
    ['v5 of one class, rectangular', [1, 15120, 6], 1, wide, 'yolov5'],
    ['v5 P6 of one class', [1, 102000, 6], 1, { width: 1280, height: 1280 }, 'yolov5'],
    ['v3-tiny of one class', [1, 6000, 6], 1, square, 'yolov5'],
    ['v8 of one class', [1, 5, 8400], 1, square, 'yolov8'],
    ['v8 of two classes', [1, 6, 8400], 2, square, 'yolov8'],
    ['v8 with a grid of stride 4', [1, 84, 34000], 80, square, 'yolov8'],
    ['v10 of one class', [1, 300, 6], 1, square, 'end-to-end'],
    ['v10 of one class that found nothing', [1, 0, 6], 1, square, 'end-to-end'],
    ['v10 of two classes, six rows', [1, 6, 6], 2, square, 'end-to-end'],
    ['v8 as long as v5 has values, by its grids', [1, 8399, 8400], 8395, square, 'yolov8'],
    ['v5 as long as v8 has values, by its grids', [1, 25200, 25201], 25196, square, 'yolov5'],
  ] as const)('%s', (_, shape, classes, input, layout) => {
    expect(layoutOf(shape, classes, input)).toBe(layout);
  });

  test.each([
    ['the classes of another model', [1, 84, 8400], 79],
    ['transposed', [1, 8400, 84], 80],
    ['two images', [2, 84, 8400], 80],
    ['two axes', [8400, 84], 80],
    ['masks', [1, 116, 8400], 80],
    ['v8 or v5, and no grid fits', [1, 14, 15], 10],
    ['YOLOX, which has one box a cell', [1, 8400, 85], 80],
    ['YOLOX of one class', [1, 8400, 6], 1],
    ['v8 of another size', [1, 84, 6300], 80],
  ])('none: %s', (_, shape, classes) => {
    expect(layoutOf(shape, classes, square)).toBeNull();
  });

  const contract = { input: square, output: 'output0', classes: ['cup', 'plate'] };

  test('is the app’s, where it fits', () => {
    expect(agreedLayout([1, 6, 6], contract, 'yolov8')).toBe('yolov8');
    expect(agreedLayout([1, 6, 8400], contract, undefined)).toBe('yolov8');
  });

  test.each([
    [
      [1, 84, 8400],
      undefined,
      /gives \[1,84,8400\]\. With 2 classes that should be \[1,25200,7\] \(yolov5\), \[1,6,8400\] .*\[1,N,6\].*pass layout/,
    ],
    [[1, 6, 8400], 'yolov5', /should be \[1,N,7\] \(yolov5\): .*leave layout out/],
  ] as const)('is refused for %s', (shape, given, message) => {
    expect(() => agreedLayout(shape, contract, given)).toThrow(
      expect.objectContaining({ code: 'model-unsupported', message: expect.stringMatching(message) }),
    );
  });
});
