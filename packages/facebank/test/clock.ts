import { onTestFinished, vi } from 'vitest';

/** Stops the clock that tells the time of day until the test is over. What waits goes on waiting in real time. */
export function stopClock() {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  return {
    advance(ms: number): void {
      vi.setSystemTime(Date.now() + ms);
    },
  };
}
