import { computed, signal } from '@preact/signals';
import { type FaceEngine, FaceError } from 'face-core';
import { adviceFor } from '../../text/advice.ts';
import { t } from '../../text/index.ts';
import type { Draft, Shot } from './draft.ts';
import { type FoundFace, facesIn } from './enrol.ts';
import { faultWords } from './fault-words.ts';

/** What became of a photograph. */
export type Outcome =
  | { status: 'taken'; shot: Shot }
  /** With everything that is held against it. */
  | { status: 'refused'; reasons: readonly string[] }
  /** Several people are on it: somebody has to say whose face it is about. */
  | { status: 'choice'; faces: readonly FoundFace[] };

export interface FileResult {
  id: number;
  name: string;
  outcome: Outcome;
}

/** Takes shots from photographs, one after another. */
export class FileSession {
  /** The newest first. */
  readonly results = signal<readonly FileResult[]>([]);
  /** How many photographs are still to be looked at. */
  readonly left = signal(0);
  readonly taken = computed(() => this.results.value.filter(({ outcome }) => outcome.status === 'taken').length);
  readonly #draft: Draft;
  #running = new AbortController();

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  async take(engine: FaceEngine, files: readonly File[]): Promise<void> {
    const { signal } = this.#running;
    this.left.value += files.length;
    for (const file of files) {
      const outcome = await this.#outcomeOf(engine, file, signal);
      if (signal.aborted) return;
      this.left.value -= 1;
      const id = this.results.peek().length;
      this.results.value = [{ id, name: nameOf(file), outcome }, ...this.results.peek()];
    }
  }

  /** Gives up what is still to be looked at. */
  stop(): void {
    this.#running.abort();
    this.#running = new AbortController();
    this.left.value = 0;
  }

  choose({ id, name }: FileResult, face: FoundFace): void {
    const outcome = this.#outcomeFor(name, face);
    this.results.value = this.results.peek().map((result) => (result.id === id ? { ...result, outcome } : result));
  }

  async #outcomeOf(engine: FaceEngine, file: File, signal: AbortSignal): Promise<Outcome> {
    try {
      const faces = await facesIn(engine, file, signal);
      const [only, another] = faces;
      return another === undefined ? this.#outcomeFor(nameOf(file), only!) : { status: 'choice', faces };
    } catch (error) {
      const reasons = error instanceof FaceError ? error.faults.flatMap(faultWords) : [adviceFor(error)];
      return { status: 'refused', reasons };
    }
  }

  #outcomeFor(file: string, { template, faults, picture }: FoundFace): Outcome {
    if (template === null) return { status: 'refused', reasons: faults.flatMap(faultWords) };
    const shot: Shot = { template, picture, file };
    const refusal = this.#draft.add(shot);
    if (refusal === null) return { status: 'taken', shot };
    return { status: 'refused', reasons: [t().enrol.refusal[refusal]] };
  }
}

/** With its folder, where it came in one. */
function nameOf(file: File): string {
  return file.webkitRelativePath || file.name;
}
