import { type EnrolmentPlan, type EnrolmentRules, planEnrolment } from './enrolment.ts';
import type { ExportedPerson } from './exchange/index.ts';
import type { StoredPerson } from './people.ts';
import type { KeptTemplate, Person } from './records.ts';

/** What an import makes of a person. */
export interface PersonPlan extends Pick<EnrolmentPlan<KeptTemplate>, 'centroid' | 'insert' | 'drop'> {
  change: 'added' | 'changed' | 'unchanged';
  person: Person;
  /** Is there anything to write? */
  isWritten: boolean;
}

/** Below the similarity of any two faces: a gallery that is put back is taken as it was. */
const anyTwo = -1 + Number.EPSILON;

/**
 * The person of a file in place of the one who is there.
 *
 * @throws FacebankError `bad-template` where the templates have no common direction
 */
export function planReplacement(
  { person, templates }: ExportedPerson,
  stored: StoredPerson | null,
  maxTemplates: number,
): PersonPlan {
  const { insert, centroid, kept, modelId } = planEnrolment(templates, null, { threshold: anyTwo, maxTemplates });
  const next = { ...person, modelId, templates: kept };
  const isSame = stored !== null && isSamePerson(stored.person, next) && isSameSet(stored.templates, insert);
  const change = stored === null ? 'added' : isSame ? 'unchanged' : 'changed';
  return { change, person: next, centroid, insert, drop: [], isWritten: true };
}

/**
 * The person of a file added to the one who is there, if any; of what is said of them, what was written last counts.
 *
 * @throws FacebankError `different-people`, `model-mismatch`, `bad-options`
 */
export function planMerger(
  { person, templates }: ExportedPerson,
  stored: StoredPerson | null,
  rules: EnrolmentRules,
): PersonPlan {
  const { insert, drop, centroid, kept, modelId } = planEnrolment(templates, stored, rules);
  const before = stored?.person;
  const { displayName, notes, consentAt } =
    before === undefined || person.updatedAt > before.updatedAt ? person : before;
  const said = { label: person.label, displayName, notes, consentAt };
  const createdAt = Math.min(person.createdAt, before?.createdAt ?? person.createdAt);
  const updatedAt = Math.max(person.updatedAt, before?.updatedAt ?? person.updatedAt);
  const next: Person = { ...said, createdAt, updatedAt, modelId, templates: kept };
  const isSame = before !== undefined && insert.length === 0 && isSamePerson(before, next);
  const change = before === undefined ? 'added' : isSame ? 'unchanged' : 'changed';
  return { change, person: next, centroid, insert, drop, isWritten: !isSame };
}

function isSamePerson(a: Person, b: Person): boolean {
  return a.displayName === b.displayName && a.notes === b.notes && a.consentAt === b.consentAt;
}

function isSameSet(stored: readonly KeptTemplate[], incoming: readonly KeptTemplate[]): boolean {
  const digests = new Set(stored.map(({ digest }) => digest));
  return stored.length === incoming.length && incoming.every(({ digest }) => digests.has(digest));
}
