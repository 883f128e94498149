import type { Person } from 'facebank';

export const orders = ['name', 'enrolled', 'changed', 'seen'] as const;
export type Order = (typeof orders)[number];

/** The words that are searched for, without case and accents. */
export function wordsOf(text: string): string[] {
  return plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Those whose names have every word in them, in the order asked for; whoever was never seen comes last by `seen`. */
export function sortPeople(
  people: readonly Person[],
  words: readonly string[],
  order: Order,
  seen: ReadonlyMap<string, number>,
  language: string,
): Person[] {
  const found = people.filter(({ label, displayName }) => {
    const names = plain(`${displayName} ${label}`);
    return words.every((word) => names.includes(word));
  });
  const byName = new Intl.Collator(language, { numeric: true }).compare;
  const time: Record<Order, (person: Person) => number> = {
    name: () => 0,
    enrolled: ({ createdAt }) => createdAt,
    changed: ({ updatedAt }) => updatedAt,
    seen: ({ label }) => seen.get(label) ?? 0,
  };
  const timeOf = time[order];
  return found.sort((a, b) => timeOf(b) - timeOf(a) || byName(a.displayName, b.displayName));
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
