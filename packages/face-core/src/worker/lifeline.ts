/**
 * How the page notices that a worker is gone. One that closes itself, or that the browser ends, goes without an event. So it
 * holds a lock for as long as it lives, and the page waits for that lock.
 */

/**
 * Takes the lock, in the worker, which never gives it back.
 *
 * @returns the lock's name; null where a page may not lock (an insecure context, storage that is blocked)
 */
export function holdLifeline(): Promise<string | null> {
  return new Promise((resolve) => {
    const hold = async () => {
      const name = `face-core/worker/${crypto.randomUUID()}`;
      await navigator.locks.request(name, () => {
        resolve(name);
        return new Promise<never>(() => {});
      });
    };
    hold().catch(() => resolve(null));
  });
}

/** Resolves, in the page, once the worker that holds the lock is gone; rejects with the signal's reason. */
export async function lifelineCut(name: string, signal: AbortSignal): Promise<void> {
  await navigator.locks.request(name, { signal }, () => {});
}
