import type { Facebank } from 'facebank';
import type { Operation, Watched } from './operations.ts';
import { perform } from './perform.ts';
import { type Stopped, stopWithin } from './stop-within.ts';

export interface Order {
  operation: Operation;
  /** The write of it after which the page is to stop, and wait for its death; `null`: it goes on. */
  stopAt: { store: Watched; nth: number } | null;
}

/** Does what the test orders, one thing after another. Asking for the next order confirms the one before. */
export async function obey(bank: Facebank): Promise<never> {
  for (;;) {
    const response = await fetch('/order', { method: 'POST', body: 'null' });
    const { operation, stopAt } = (await response.json()) as Order;
    if (stopAt !== null) stopWithin(stopAt.store, stopAt.nth, report);
    await perform(bank, operation);
  }
}

/** Synchronously: nothing happens in this page until the test has heard of it. */
function report(stopped: Stopped): void {
  const request = new XMLHttpRequest();
  request.open('POST', '/stopped', false);
  request.send(JSON.stringify(stopped));
}
