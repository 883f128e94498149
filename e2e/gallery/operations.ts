/** What a page does to a gallery, one thing at a time, and what becomes of its people by that. */
export type Operation =
  /** Of one synthetic person, so many shots, after those that were taken earlier. */
  | { kind: 'enrol'; label: string; seed: number; earlier: number; count: number }
  | { kind: 'remove'; label: string }
  | { kind: 'rename'; label: string; to: string }
  /** A stranger says that they are this person. */
  | { kind: 'reject'; label: string }
  /** A file of so many shots of each of these takes the place of everybody. */
  | { kind: 'import'; people: { label: string; seed: number; count: number }[] }
  /** The whole gallery is staged under new keys, then replaced. */
  | { kind: 'reencrypt' };

export type OperationKind = Operation['kind'];
type Of<Kind extends OperationKind> = Extract<Operation, { kind: Kind }>;

export interface Member {
  seed: number;
  /** How many shots of them were taken. */
  shots: number;
  /** The digests of the templates that are kept, oldest first. */
  templates: string[];
  enrolments: number;
}

/** Everybody who is enrolled, by label. */
export type People = Readonly<Record<string, Member>>;

/** Many, so that writing them, each with a picture, takes a while. */
export const maxTemplatesPerPerson = 20;

const labels = Array.from({ length: 12 }, (_, index) => `person ${index}`);

/** A transaction with `people` changes who is there; one with `staged` alone prepares that. */
export type Watched = 'people' | 'staged';

interface Rule<Kind extends OperationKind> {
  /** `null`: there is nobody to do it to. */
  choose(people: People, random: () => number): Of<Kind> | null;
  apply(people: People, operation: Of<Kind>): People;
  /** How many writes it takes, at least, in transactions with such a store. */
  writes(people: People, operation: Of<Kind>): Partial<Record<Watched, number>>;
}

const rules: { [Kind in OperationKind]: Rule<Kind> } = {
  enrol: {
    choose(people, random) {
      const label = pick(labels, random);
      const { seed, shots } = people[label] ?? { seed: Math.floor(random() * 1e9), shots: 0 };
      return { kind: 'enrol', label, seed, earlier: shots, count: 1 + Math.floor(random() * maxTemplatesPerPerson) };
    },
    apply(people, { label, seed, earlier, count }) {
      const { templates, enrolments } = people[label] ?? { templates: [], enrolments: 0 };
      const added = digestsOf(seed, earlier, count);
      const member: Member = {
        seed,
        shots: earlier + count,
        templates: [...templates, ...added].slice(-maxTemplatesPerPerson),
        enrolments: enrolments + 1,
      };
      return { ...people, [label]: member };
    },
    // Templates and their pictures; an event, the person and the state.
    writes: (_people, { count }) => ({ people: 2 * count + 3 }),
  },
  remove: {
    choose: (people, random) => onSomebody(people, random, (label) => ({ kind: 'remove', label })),
    apply: (people, { label }) => without(people, label),
    // The same, and a record of failures; the event of the removal comes on top.
    writes: (people, { label }) => ({ people: recordsOf(people[label]!) + 3 }),
  },
  rename: {
    choose(people, random) {
      const free = labels.filter((label) => !(label in people));
      if (free.length === 0) return null;
      return onSomebody(people, random, (label) => ({ kind: 'rename', label, to: pick(free, random) }));
    },
    apply: (people, { label, to }) => ({ ...without(people, label), [to]: people[label]! }),
    writes: () => ({ people: 4 }),
  },
  reject: {
    choose: (people, random) => onSomebody(people, random, (label) => ({ kind: 'reject', label })),
    apply: (people) => people,
    writes: () => ({}),
  },
  import: {
    choose(_people, random) {
      const people = labels
        .filter(() => random() < 0.5)
        .map((label) => ({ label, seed: 1 + Math.floor(random() * 1e9), count: 1 + Math.floor(random() * 9) }));
      return { kind: 'import', people };
    },
    apply: (_people, operation) =>
      Object.fromEntries(
        operation.people.map(({ label, seed, count }) => [
          label,
          { seed, shots: count, templates: digestsOf(seed, 0, count), enrolments: 0 },
        ]),
      ),
    // People, templates with their pictures, and an event; what was staged before is cleared, as are the five stores that all is moved into.
    writes(_people, operation) {
      const records = operation.people.reduce((sum, { count }) => sum + 1 + 2 * count, 1);
      return { staged: 1 + records, people: 5 + records };
    },
  },
  reencrypt: {
    choose: () => ({ kind: 'reencrypt' }),
    apply: (people) => people,
    // What was staged before is cleared, as are the five stores that everything is moved into.
    writes(people) {
      const records = Object.values(people).reduce((sum, member) => sum + recordsOf(member), 0);
      return { staged: 1 + records, people: 5 + records };
    },
  },
};

/** How often each is chosen, for one time that keys are changed or a file is imported. */
const shares: Record<OperationKind, number> = { enrol: 8, remove: 3, rename: 2, reject: 2, import: 1, reencrypt: 1 };
const kinds = (Object.keys(shares) as OperationKind[]).flatMap((kind) => Array<OperationKind>(shares[kind]).fill(kind));

/** Any operation, or one of this kind; where there is nobody to do it to, somebody is enrolled. */
export function chooseOperation(people: People, random: () => number, kind = pick(kinds, random)): Operation {
  return rules[kind].choose(people, random) ?? rules.enrol.choose(people, random)!;
}

export function applyOperation(people: People, operation: Operation): People {
  return rules[operation.kind].apply(people, operation as never);
}

/** One of the writes of an operation that takes any: the n-th of those in transactions with this store. */
export function chooseWrite(
  people: People,
  operation: Operation,
  random: () => number,
): { store: Watched; nth: number } {
  const writes = Object.entries(rules[operation.kind].writes(people, operation as never)) as [Watched, number][];
  const [store, count] = pick(writes, random);
  return { store, nth: 1 + Math.floor(random() * count) };
}

/** The person, their templates, as many pictures, and the events that tell of their enrolments. */
function recordsOf({ templates, enrolments }: Member): number {
  return 1 + 2 * templates.length + enrolments;
}

function digestsOf(seed: number, earlier: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `person-${seed}-shot-${earlier + index + 1}`);
}

function onSomebody<Result>(people: People, random: () => number, choose: (label: string) => Result): Result | null {
  const enrolled = Object.keys(people).sort();
  return enrolled.length === 0 ? null : choose(pick(enrolled, random));
}

function without(people: People, label: string): People {
  const { [label]: _, ...others } = people;
  return others;
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)]!;
}
