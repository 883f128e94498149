import { type PersonDetails, parseDetails } from './details.ts';
import { planEnrolment, type Skipped } from './enrolment.ts';
import { FacebankError } from './errors.ts';
import { normalizeLabel } from './label.ts';
import { centroidOf } from './matching/centroid.ts';
import { rankCandidates } from './matching/identification.ts';
import { type ThresholdOption, thresholdFor } from './matching/thresholds.ts';
import { readPeopleOf, readPerson, writePerson } from './people.ts';
import { requirePicture } from './pictures.ts';
import { eventOf, type Session } from './session.ts';
import { type FaceTemplate, longestWord, parseTemplate } from './template.ts';

/** At least one of several writers to one person succeeds each time, so this many may enrol the same person at once. */
const maximumAttempts = 50;

/** What is said of a person and their templates. */
export interface EnrolOptions extends ThresholdOption, PersonDetails {
  /** Where the templates come from, in the app's words, such as `webcam`. */
  source?: string | undefined;
  /**
   * Crops to keep, one for each template in its order (`null`: none), encrypted like the rest and deleted with the template.
   * Without them no picture is stored.
   */
  pictures?: readonly (Blob | null)[] | undefined;
  /**
   * What becomes of an enrolment whose templates somebody else matches as well: `report` (default) tells of it in
   * `alsoMatches`; `refuse` throws `already-enrolled`, and what kept others from being looked for.
   */
  duplicates?: 'report' | 'refuse' | undefined;
  /** Gives the enrolment up; it then rejects with the signal's reason, and the gallery is as it was. */
  signal?: AbortSignal | undefined;
}

/** Somebody else in the gallery whom the templates match as well. */
export interface Lookalike {
  label: string;
  /** The cosine between the mean of the new templates and that person's centroid. */
  similarity: number;
}

/** What became of the templates of an enrolment: added, or skipped for a reason. */
export interface Enrolment {
  /** How many templates were stored. */
  added: number;
  /** The others, and why they were not. */
  skipped: Skipped[];
  /**
   * Other people whom these templates match by the threshold, most similar first: perhaps this person is enrolled already,
   * under another label. Nothing was held back because of it. `null`: they could not be looked for, for lack of memory or of
   * WebAssembly.
   */
  alsoMatches: Lookalike[] | null;
}

/** How many other people an enrolment tells of. */
const mostLookalikes = 3;

export async function enroll(
  session: Session,
  label: string,
  templates: readonly FaceTemplate[],
  options: EnrolOptions,
): Promise<Enrolment> {
  const { duplicates = 'report', signal } = options;
  if (duplicates === 'report') return enrollNow(session, label, templates, options);
  if (duplicates !== 'refuse') throw new FacebankError('bad-options', "duplicates is 'report' or 'refuse'.");
  // One at a time, in all tabs: of two that look for each other at once, neither would find the other.
  const lock = `facebank:${session.gallery.name}:refusing-duplicates`;
  return navigator.locks.request(lock, signal === undefined ? {} : { signal }, () =>
    enrollNow(session, label, templates, options),
  );
}

async function enrollNow(
  session: Session,
  label: string,
  templates: readonly FaceTemplate[],
  { threshold, source, pictures, duplicates, signal, ...details }: EnrolOptions,
): Promise<Enrolment> {
  const { gallery, rules } = session;
  const normalized = normalizeLabel(label);
  const incoming = Array.from(templates, parseTemplate);
  const changes = parseDetails(details);
  requireSource(source);
  const pictureOf = picturesByDigest(incoming, pictures);
  const key = await gallery.vault.personKey(normalized);

  for (let attempt = 0; attempt < maximumAttempts; attempt++) {
    signal?.throwIfAborted();
    const stored = await readPerson(gallery, key);
    const plan = planEnrolment(incoming, stored, { threshold, maxTemplates: rules.maxTemplatesPerPerson });
    const { insert, drop, skipped, modelId, centroid, kept } = plan;
    const added = insert.length;
    const isNothing = added === 0 && (stored === null || Object.keys(changes).length === 0);
    if (isNothing) return { added, skipped, alsoMatches: [] };

    const looking = async () => (added === 0 ? [] : lookalikes(session, normalized, insert, threshold, signal));
    const alsoMatches = await (duplicates === 'refuse'
      ? looking().then(requireNone)
      : looking().catch(nullIfUnsearchable));
    const now = Date.now();
    const before = stored?.person ?? newPerson(normalized, now);
    signal?.throwIfAborted();
    const isWritten = await writePerson(gallery, key, stored, {
      person: { ...before, ...changes, templates: kept, modelId, updatedAt: now },
      centroid,
      insert: insert.map((template) => ({ ...template, source: source ?? null, addedAt: now })),
      drop: [...drop, ...(stored?.unreadable ?? [])],
      pictures: pictureOf,
      event: eventOf(added === 0 ? 'updated' : 'enrolled', normalized, {
        added,
        skipped: skipped.length,
        source: source ?? null,
      }),
    });
    if (isWritten) return { added, skipped, alsoMatches };
  }
  throw new FacebankError('storage', 'Others keep changing this person, so nothing was enrolled: try again.', {
    attempts: maximumAttempts,
  });
}

function newPerson(label: string, createdAt: number) {
  return { label, displayName: label, notes: '', consentAt: null, createdAt };
}

/** Who else these templates would be taken for. */
async function lookalikes(
  { gallery, search }: Session,
  label: string,
  templates: readonly FaceTemplate[],
  asked: ThresholdOption['threshold'],
  signal: AbortSignal | undefined,
): Promise<Lookalike[]> {
  const [first] = templates;
  const probe = { ...first!, embedding: centroidOf(templates.map(({ embedding }) => embedding)) };
  // One more than are told of: the person themself may be among them.
  const { keys } = await search.shortlist(probe.embedding, probe.modelId, mostLookalikes + 1, { signal });
  const { people } = await readPeopleOf(gallery, keys);
  const others = people
    .map(({ person, centroid }) => ({ ...person, centroid }))
    .filter((other) => other.label !== label);
  const { candidates } = rankCandidates(others, probe, { threshold: asked, k: mostLookalikes });
  const threshold = thresholdFor(probe.modelId, asked);
  return candidates
    .filter(({ similarity }) => similarity >= threshold)
    .map(({ label, similarity }) => ({ label, similarity }));
}

/** @throws FacebankError `bad-options` */
function picturesByDigest(templates: readonly FaceTemplate[], pictures: EnrolOptions['pictures']): Map<string, Blob> {
  const kept = new Map<string, Blob>();
  if (pictures === undefined) return kept;
  if (pictures.length !== templates.length) {
    const counts = { pictures: pictures.length, templates: templates.length };
    throw new FacebankError('bad-options', 'There must be one picture, or null, for each template.', counts);
  }
  for (const [index, picture] of pictures.entries()) {
    if (picture !== null) kept.set(templates[index]!.digest, requirePicture(picture));
  }
  return kept;
}

/** @throws FacebankError `already-enrolled` */
function requireNone(others: Lookalike[]): Lookalike[] {
  const [nearest] = others;
  if (nearest === undefined) return others;
  throw new FacebankError('already-enrolled', 'This face is enrolled under another label: nothing was enrolled.', {
    people: others.length,
    similarity: nearest.similarity,
  });
}

/** Who cannot be searched can be enrolled all the same. */
function nullIfUnsearchable(error: unknown): null {
  if (error instanceof FacebankError && ['unsupported', 'out-of-memory', 'model-mismatch'].includes(error.code))
    return null;
  throw error;
}

/** @throws FacebankError `bad-options` */
function requireSource(source: string | undefined): void {
  if (source === undefined || (typeof source === 'string' && source.length <= longestWord)) return;
  throw new FacebankError('bad-options', `source must be text of at most ${longestWord} characters.`, { longestWord });
}
