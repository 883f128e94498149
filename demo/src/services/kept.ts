import { batch, effect, type Signal, signal } from '@preact/signals';

const prefix = 'face-demo.';
const resets: (() => void)[] = [];

/**
 * A signal whose value outlives the page, in localStorage, and follows the other tabs. What lies there may be of another version
 * or damaged: what is none of its values counts as nothing.
 */
export function kept<T>(name: string, initial: T, isValid: (value: unknown) => value is T): Signal<T> {
  const key = prefix + name;
  const read = (text: string | null): T => {
    try {
      const value: unknown = JSON.parse(text ?? 'null');
      return isValid(value) ? value : initial;
    } catch {
      return initial;
    }
  };
  const value = signal(read(load(key)));
  effect(() => save(key, value.value === initial ? null : JSON.stringify(value.value)));
  addEventListener('storage', (event) => {
    // A null key: all of it was cleared.
    if (event.key === key || event.key === null) value.value = read(event.newValue);
  });
  resets.push(() => {
    value.value = initial;
  });
  return value;
}

/** Sets every kept signal back to what it is at first. */
export function forgetKept(): void {
  batch(() => {
    for (const reset of resets) reset();
  });
}

/** Is it one of these? */
export function oneOf<const T>(values: readonly T[]): (value: unknown) => value is T {
  return (value): value is T => values.includes(value as T);
}

// A browser may forbid storage altogether: then nothing is kept.
function load(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function save(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {}
}
