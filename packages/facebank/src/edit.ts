import { type PersonDetails, parseDetails } from './details.ts';
import { FacebankError } from './errors.ts';
import { normalizeLabel } from './label.ts';
import { movePerson, readPerson } from './people.ts';
import type { EventKind, Person } from './records.ts';
import { eventOf, type Session } from './session.ts';

const maximumAttempts = 50;

/** Changes what is said of a person, not their templates. */
export async function update(session: Session, label: string, details: PersonDetails): Promise<Person> {
  const changes = parseDetails(details);
  return edit(session, 'updated', normalizeLabel(label), (person) => ({ ...person, ...changes }));
}

/** Gives a person another label; templates, events and pictures stay theirs. */
export async function rename(session: Session, from: string, to: string): Promise<Person> {
  const label = normalizeLabel(to);
  return edit(session, 'renamed', normalizeLabel(from), (person) => ({
    ...person,
    label,
    // A name that was never chosen follows the label.
    displayName: person.displayName === person.label ? label : person.displayName,
  }));
}

async function edit(
  { gallery }: Session,
  kind: EventKind,
  from: string,
  change: (person: Person) => Person,
): Promise<Person> {
  const key = await gallery.vault.personKey(from);
  for (let attempt = 0; attempt < maximumAttempts; attempt++) {
    const stored = await readPerson(gallery, key);
    if (stored === null) throw new FacebankError('unknown-person', 'Nobody is enrolled under this label.');
    const person = { ...change(stored.person), updatedAt: Date.now() };
    const to = await gallery.vault.personKey(person.label);
    if (await movePerson(gallery, key, to, stored, person, eventOf(kind, person.label))) return person;
  }
  throw new FacebankError('storage', 'Others keep changing this person, so nothing was changed: try again.', {
    attempts: maximumAttempts,
  });
}
