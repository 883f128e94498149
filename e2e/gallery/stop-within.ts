/** The transaction in which a page was stopped, as IndexedDB calls it. */
export interface Stopped {
  stores: string[];
  mode: IDBTransactionMode;
  durability: IDBTransactionDurability;
}

const writes = ['put', 'add', 'delete', 'clear'] as const;

/**
 * Stops this page for good when the database has done the n-th write from now on, of those in transactions with this
 * store. It stops within the event that says so: the transaction can go neither on nor to its end. `tell` is told first.
 */
export function stopWithin(store: string, n: number, tell: (stopped: Stopped) => void): void {
  let remaining = n;
  for (const name of writes) {
    const write = IDBObjectStore.prototype[name] as (...args: unknown[]) => IDBRequest;
    const watched = function (this: IDBObjectStore, ...args: unknown[]) {
      const request = write.apply(this, args);
      const { objectStoreNames, mode, durability } = this.transaction;
      if (!objectStoreNames.contains(store)) return request;
      request.addEventListener('success', () => {
        remaining -= 1;
        if (remaining > 0) return;
        tell({ stores: [...objectStoreNames], mode, durability });
        for (;;);
      });
      return request;
    };
    Object.assign(IDBObjectStore.prototype, { [name]: watched });
  }
}
