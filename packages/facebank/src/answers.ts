import type { FaceTemplate } from './template.ts';

const capacity = 32;

interface Answer {
  embedding: Float32Array;
  sequence: number;
  answer: unknown;
}

/**
 * The last few answers: a kiosk that shows the same shot again is not made to wait. An answer holds only for the very same
 * embedding, and only until people of the gallery change, in whatever tab.
 */
export class Answers {
  /** How often one was given again. */
  hits = 0;
  readonly #answers = new Map<string, Answer>();

  /** What was answered before, and at which sequence of the gallery it holds. */
  get<Result>(question: string, probe: FaceTemplate): { answer: Result; sequence: number } | null {
    const found = this.#answers.get(keyOf(question, probe));
    if (found === undefined || !isSame(found.embedding, probe.embedding)) return null;
    return { answer: structuredClone(found.answer) as Result, sequence: found.sequence };
  }

  set(question: string, probe: FaceTemplate, sequence: number, answer: unknown): void {
    const key = keyOf(question, probe);
    // A Map keeps the order of insertion: the first is the one that was asked longest ago.
    this.#answers.delete(key);
    if (this.#answers.size >= capacity) this.#answers.delete(this.#answers.keys().next().value!);
    this.#answers.set(key, { embedding: probe.embedding.slice(), sequence, answer: structuredClone(answer) });
  }

  clear(): void {
    this.#answers.clear();
  }
}

function keyOf(question: string, { digest, modelId }: FaceTemplate): string {
  return JSON.stringify([question, digest, modelId]);
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
