import { FaceError } from '../errors.ts';
import type { Dimensions } from '../image/dimensions.ts';
import { parseClassNames } from './class-names.ts';
import { boxCounts, fits, layoutOf, type ObjectLayout } from './layout.ts';
import type { OnnxFile, OnnxValue } from './onnx-file.ts';

/** What a model is fed and asked for. */
export interface ObjectContract {
  /** In pixels; the tensor is `[1, 3, height, width]`. */
  input: Dimensions;
  /** The name of the output that holds the boxes. */
  output: string;
  /** The names of the classes, by their index. */
  classes: string[];
}

/** What an app knows of its model better than the file. */
export interface ContractChoice {
  classes?: readonly string[] | undefined;
  inputSize?: Dimensions | undefined;
}

/** Ultralytics' own default, for a model that takes any size. */
const defaultSide = 640;
/** The coarsest grid of most models. */
const defaultStride = 32;
/** Beyond this an input would take 200 MB. */
const largestSide = 4096;

const adviceByTask: Record<string, string> = {
  segment: 'boxes with masks',
  pose: 'people with keypoints',
  obb: 'rotated boxes',
  classify: 'classes of whole images',
};

/**
 * Reads from a file how to run it.
 *
 * @throws FaceError `model-unsupported`, which says what kind of model it is and what to do
 */
export function contractOf(file: OnnxFile, choice: ContractChoice): ObjectContract {
  const task = file.metadata.get('task') ?? 'detect';
  if (task !== 'detect') {
    const gives = adviceByTask[task] ?? 'something else than boxes';
    throw unsupported(`The model's task is ${task}, ${gives}: export a model of the task detect.`, { task });
  }
  if (file.hasExternalWeights) {
    throw unsupported('The model keeps weights in another file: export it as one file (under 2 GB).', {});
  }
  const classes = classesOf(file, choice.classes);
  return { input: inputSizeOf(file, choice.inputSize), output: outputOf(file), classes };
}

/**
 * How to read the model's output, by the shape that it gave.
 *
 * @throws FaceError `model-unsupported`
 */
export function agreedLayout(
  shape: readonly number[],
  { classes, input }: ObjectContract,
  given: ObjectLayout | undefined,
): ObjectLayout {
  const count = classes.length;
  const layout = given ?? layoutOf(shape, count, input);
  if (layout !== null && fits(layout, shape, count)) return layout;
  const expected = {
    yolov5: `[1,${given ? 'N' : boxCounts('yolov5', input)[0]},${5 + count}]`,
    yolov8: `[1,${4 + count},${given ? 'N' : boxCounts('yolov8', input)[0]}]`,
    'end-to-end': '[1,N,6]',
  };
  const known = Object.entries(expected).filter(([name]) => given === undefined || name === given);
  const wanted = known.map(([name, wantedShape]) => `${wantedShape} (${name})`).join(', ');
  const advice = given ? 'leave layout out' : 'pass layout, if you know it';
  throw unsupported(
    `The model gives [${shape}]. With ${count} ${count === 1 ? 'class' : 'classes'} that should be ${wanted}: check the classes, or ${advice}.`,
    { shape: [...shape], classes: count, expected: Object.fromEntries(known) },
  );
}

function classesOf({ metadata }: OnnxFile, given: readonly string[] | undefined): string[] {
  const text = metadata.get('names');
  const named = text === undefined ? null : parseClassNames(text);
  if (given === undefined) {
    if (named !== null) return named;
    const why = text === undefined ? 'does not name its classes' : 'names its classes in a way that cannot be read';
    throw unsupported(`The model ${why}: pass classes, in the order of the training.`, { names: text ?? null });
  }
  if (named !== null && named.length !== given.length) {
    const message = `The model has ${named.length} classes, but classes names ${given.length}: name each one, in order.`;
    throw unsupported(message, { classes: named, given: [...given] });
  }
  return [...given];
}

function inputSizeOf({ inputs, metadata }: OnnxFile, given: Dimensions | undefined): Dimensions {
  const [image, ...others] = inputs as [OnnxValue, ...OnnxValue[]];
  if (others.length > 0) {
    const names = inputs.map(({ name }) => name).join(', ');
    throw unsupported(`The model takes ${inputs.length} inputs (${names}): export it with the image alone.`, { names });
  }
  checkType(image);
  const found = shapeText(image);
  const { shape } = image;
  if (shape?.length !== 4) {
    throw unsupported(`The model's input is ${found}: [1,3,height,width] is wanted.`, { found });
  }
  const [batch, channels, height, width] = shape as [number | null, number | null, number | null, number | null];
  if (batch !== null && batch !== 1) {
    throw unsupported(`The model takes ${batch} images at once (${found}): export it with batch=1.`, { batch });
  }
  if (channels !== null && channels !== 3) {
    const advice = width === 3 ? 'its channels are last: export it from PyTorch' : 'colour images are wanted';
    throw unsupported(`The model's input is ${found}, not [1,3,height,width]: ${advice}.`, { found });
  }
  return checkedSize(height, width, given, metadata);
}

function checkType({ name, type }: OnnxValue): void {
  if (type === 'float32') return;
  const advice =
    type === 'float16'
      ? 'export it with half=False'
      : type === 'uint8' || type === 'int8'
        ? 'export it without quantising inputs and outputs'
        : 'export it with a float32 input';
  throw unsupported(`The model's ${name} is ${type ?? 'no tensor'}, and float32 is wanted: ${advice}.`, { name, type });
}

/** Where the file leaves a length open, it is the app's, the training's, or the default. */
function checkedSize(
  height: number | null,
  width: number | null,
  given: Dimensions | undefined,
  metadata: OnnxFile['metadata'],
): Dimensions {
  const [trainedHeight, trainedWidth = trainedHeight] = numbersIn(metadata.get('imgsz'));
  const size = {
    width: width ?? given?.width ?? trainedWidth ?? defaultSide,
    height: height ?? given?.height ?? trainedHeight ?? defaultSide,
  };
  if (given !== undefined && (given.width !== size.width || given.height !== size.height)) {
    const message = `The model takes ${size.width} × ${size.height} pixels, whatever inputSize is: leave it out.`;
    throw unsupported(message, { ...size, given });
  }
  if (Math.max(size.width, size.height) > largestSide) {
    throw unsupported(
      `The model takes ${size.width} × ${size.height} pixels: ${largestSide} a side is the most.`,
      size,
    );
  }
  // A fixed size is right by itself; of another the model would fail somewhere inside.
  const stride = numbersIn(metadata.get('stride'))[0] || defaultStride;
  const isOpen = width === null || height === null;
  if (isOpen && (size.width % stride !== 0 || size.height % stride !== 0)) {
    const message = `The model wants multiples of ${stride} pixels, not ${size.width} × ${size.height}: pass another inputSize.`;
    throw unsupported(message, { ...size, stride });
  }
  return size;
}

/** The one output that can hold boxes: of three axes, or of a shape that only a run will tell. */
function outputOf({ outputs }: OnnxFile): string {
  const found = outputs.map(shapeText).join(', ');
  const axes = (value: OnnxValue) => value.shape?.length ?? 3;
  const [boxes, ...others] = outputs.toSorted((a, b) => axes(a) - axes(b)) as [OnnxValue, ...OnnxValue[]];
  if (axes(boxes) > 3) {
    const message = `The model gives raw feature maps (${found}): export it anew with a recent export.py, without --train.`;
    throw unsupported(message, { found });
  }
  if (axes(boxes) === 3 && others.some((value) => axes(value) === 4)) {
    throw unsupported(`The model gives masks too (${found}): export a model of the task detect.`, { found });
  }
  // Older YOLOv5 exports have their feature maps, of five axes, beside the boxes.
  if (axes(boxes) < 3 || others.some((value) => axes(value) < 5)) {
    throw unsupported(`The model gives ${found}: one output with all boxes, of three axes, is wanted.`, { found });
  }
  checkType(boxes);
  return boxes.name;
}

function shapeText({ name, type, shape }: OnnxValue): string {
  return `${name} ${type ?? 'of no tensor'}${shape ? ` [${shape.map((length) => length ?? '?')}]` : ''}`;
}

/** `[640, 640]` in the metadata, or `32`. */
function numbersIn(text = ''): number[] {
  return (text.match(/\d+/g) ?? []).map(Number).filter((number) => number > 0);
}

function unsupported(message: string, details: object): FaceError {
  return new FaceError('model-unsupported', message, { ...details });
}
