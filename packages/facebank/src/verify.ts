import { countFailure, eventsOf, forgiveFailures, note, type ProofOption, requireProof } from './answering.ts';
import { FacebankError } from './errors.ts';
import { requirePatience } from './failures.ts';
import { normalizeLabel } from './label.ts';
import type { ThresholdOption } from './matching/thresholds.ts';
import { matchPerson, type Verification } from './matching/verification.ts';
import { readPerson, requireTemplates } from './people.ts';
import type { FailureRecord } from './schema.ts';
import { eventOf, type Session } from './session.ts';
import { type FaceTemplate, parseTemplate } from './template.ts';

/** How a probe is compared with a person. */
export interface VerifyOptions extends ThresholdOption, ProofOption {}

/** A person, and how the probe compares with them. */
interface Compared {
  id: string;
  verification: Verification;
}

export async function verify(
  session: Session,
  label: string,
  probe: FaceTemplate,
  { picture, ...thresholds }: VerifyOptions,
): Promise<Verification> {
  const { gallery } = session;
  const parsed = parseTemplate(probe);
  requireProof({ picture });
  const normalized = normalizeLabel(label);
  const key = await gallery.vault.personKey(normalized);

  // One at a time for each person, in all tabs: else a thousand tries at once would all come before the first failure.
  return navigator.locks.request(`facebank:${gallery.name}:${key}`, async () => {
    const { id, verification, failures } = await compare(session, normalized, key, parsed, thresholds);
    const { match, similarity, threshold } = verification;
    if (!match) await countFailure(session, id, normalized);
    else if (failures !== null) await forgiveFailures(session, id);
    const events = match
      ? eventsOf('verified', normalized, parsed, { similarity, threshold })
      : eventsOf('rejected', normalized, parsed, { reason: 'not-this-person', similarity, threshold });
    await note(session, id, events, parsed, picture);
    return verification;
  });
}

async function compare(
  session: Session,
  label: string,
  key: string,
  probe: FaceTemplate,
  thresholds: ThresholdOption,
): Promise<Compared & { failures: FailureRecord | null }> {
  const { gallery, log, answers } = session;
  const question = JSON.stringify(['verify', key, thresholds]);
  const known = answers.get<Compared>(question, probe);
  if (known !== null) {
    const { id } = known.answer;
    const { failures, sequence } = await gallery.read(['failures'], async (tx, { sequence }) => ({
      failures: (await tx.objectStore('failures').get(id)) ?? null,
      sequence,
    }));
    if (sequence === known.sequence) {
      requireTry(session, label, id, failures);
      answers.hits += 1;
      return { ...known.answer, failures };
    }
  }
  const stored = await readPerson(gallery, key);
  if (stored === null) {
    // Whose label it is not is not written down: it may be that of somebody who was removed.
    log.add(eventOf('rejected', null, { reason: 'unknown-person' }), null);
    throw new FacebankError('unknown-person', 'Nobody is enrolled under this label: enrol the person first.');
  }
  requireTemplates(stored);
  const { id, failures, sequence } = stored;
  requireTry(session, label, id, failures);
  const compared = { id, verification: matchPerson(stored, probe, thresholds) };
  answers.set(question, probe, sequence, compared);
  return { ...compared, failures };
}

/**
 * May this person be tried now? Where not, nothing is compared.
 *
 * @throws FacebankError `too-many-failures`
 */
function requireTry({ rules, log }: Session, label: string, id: string, failures: FailureRecord | null): void {
  try {
    requirePatience(failures, rules.maximumFailures, Date.now());
  } catch (error) {
    log.add(eventOf('rejected', label, { reason: 'too-many-failures' }), id);
    throw error;
  }
}
