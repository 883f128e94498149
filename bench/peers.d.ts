/** What the bench uses of `onnxruntime-node`, so that types can be checked where the peers are not installed. */
declare module 'onnxruntime-node' {
  export class Tensor {
    constructor(type: 'float32', data: Float32Array, dims: readonly number[]);
  }
  export class InferenceSession {
    static create(
      path: string,
      options: {
        executionProviders: ['cpu'];
        intraOpNumThreads: number;
        interOpNumThreads: number;
        logSeverityLevel: 0 | 1 | 2 | 3 | 4;
      },
    ): Promise<InferenceSession>;
    readonly inputNames: readonly string[];
    run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  }
}
