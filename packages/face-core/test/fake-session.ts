import type { OnnxSession } from '../src/onnx.ts';

/** A session that keeps what it was shown, and answers with one list of outputs after the other. */
export function fakeSession(inputLength: number, ...answers: number[][][]): OnnxSession & { seen: Float32Array[] } {
  const input = new Float32Array(inputLength);
  const seen: Float32Array[] = [];
  const run = async () => {
    seen.push(input.slice());
    return answers[seen.length - 1]!.map((output) => Float32Array.from(output));
  };
  return { input, run, seen };
}
