/** The models that an analysis of one face runs, as they are run bare: in the browser and natively. */
export const models = [
  { name: 'detection', file: 'blazeface-full-range.onnx', shape: [1, 3, 192, 192], outputs: [2304 * 16, 2304] },
  { name: 'embedding', file: 'arcface-mobilefacenet.onnx', shape: [1, 3, 112, 112], outputs: [512] },
  { name: 'liveness', file: 'minifasnet.onnx', shape: [1, 3, 128, 128], outputs: [3] },
] as const;

export type ModelName = (typeof models)[number]['name'];

/** How often an `analyze` of one face runs each model. */
export const runsPerAnalysis: Record<ModelName, number> = { detection: 1, embedding: 1, liveness: 2 };

/** Values for an input of a shape: noise, so that no kernel meets only zeros. Times depend on the shape alone. */
export function noise(shape: readonly number[]): Float32Array {
  const length = shape.reduce((product, side) => product * side, 1);
  return Float32Array.from({ length }, (_, index) => Math.sin(index));
}
