import type { Order } from './obey.ts';
import {
  applyOperation,
  chooseOperation,
  chooseWrite,
  type Operation,
  type OperationKind,
  type People,
} from './operations.ts';
import type { Stopped } from './stop-within.ts';

/** How a page is to end. */
export interface End {
  /** In the midst of what: within one of its writes; `null`: at any moment of anything. */
  during: OperationKind | null;
  /** How many operations the page does before. */
  after: number;
}

/** About as long as the longer operations take. */
const longestWaitMs = 80;

/** What a page is told to do until its end, and what the test knows of it: the page itself can no more be asked. */
export class Life {
  /** Everybody, as far as the page has confirmed it. */
  people: People;
  /** What was ordered and not confirmed. */
  underWay: Operation | null = null;
  /** Where the page stopped, if it was to stop by itself. */
  stopped: Stopped | null = null;
  /** Have keys been changed for sure? */
  isReencrypted = false;
  /** Settled when it is time to die. */
  readonly isOver: Promise<void>;
  readonly #end: End;
  readonly #random: () => number;
  #ordered = 0;
  #die!: () => void;

  constructor(people: People, end: End, random: () => number) {
    this.people = people;
    this.#end = end;
    this.#random = random;
    this.isOver = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  order(): Order {
    if (this.underWay !== null) this.#confirm(this.underWay);
    const { during, after } = this.#end;
    const isLast = this.#ordered === after;
    this.#ordered += 1;
    const operation = chooseOperation(this.people, this.#random, (isLast && during) || undefined);
    this.underWay = operation;
    if (isLast && during === null) setTimeout(this.#die, this.#random() * longestWaitMs);
    const stopAt = isLast && during !== null ? chooseWrite(this.people, operation, this.#random) : null;
    return { operation, stopAt };
  }

  stop(stopped: Stopped): void {
    this.stopped = stopped;
    this.#die();
  }

  #confirm(operation: Operation): void {
    this.people = applyOperation(this.people, operation);
    this.isReencrypted ||= operation.kind === 'reencrypt';
  }
}
