import { eventsOf, note, type ProofOption, requireProof } from './answering.ts';
import {
  type Identification,
  type IdentifyOptions as RankOptions,
  rankCandidates,
  requireComparable,
} from './matching/identification.ts';
import { thresholdFor } from './matching/thresholds.ts';
import { readPeopleOf } from './people.ts';
import type { BankEvent } from './records.ts';
import { eventOf, type Session } from './session.ts';
import { type FaceTemplate, parseTemplate } from './template.ts';

/** How the people of a gallery are searched. */
export interface IdentifyOptions extends RankOptions, ProofOption {
  /** Gives the search up; it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** So many strangers within so long are told of as a series. */
const seriesLength = 5;
const seriesMs = 60_000;

/** After so many searches that a writer overtook, the last one is the answer. */
const maximumAttempts = 10;

interface Found {
  identification: Identification;
  /** The `id` of the person who matches. */
  person: string | null;
}

export async function identify(
  session: Session,
  probe: FaceTemplate,
  { picture, signal, ...options }: IdentifyOptions,
): Promise<Identification> {
  const parsed = parseTemplate(probe);
  requireProof({ picture });
  // Before anything is searched: a bad option is no fault of the gallery.
  rankCandidates([], parsed, options);
  const threshold = thresholdFor(parsed.modelId, options.threshold);
  const { identification, person } = await find(session, parsed, options, signal);
  const { match, candidates } = identification;
  const similarity = candidates[0]?.similarity ?? null;
  const events =
    match === null
      ? [...eventsOf('rejected', null, parsed, { reason: 'nobody', similarity, threshold }), ...seriesOf(session)]
      : eventsOf('identified', match.label, parsed, { similarity, threshold });
  await note(session, person, events, parsed, picture);
  return identification;
}

async function find(session: Session, probe: FaceTemplate, options: RankOptions, signal?: AbortSignal): Promise<Found> {
  const { gallery, search, answers } = session;
  const question = JSON.stringify(['identify', options]);
  const known = answers.get<Found>(question, probe);
  if (known !== null && known.sequence === (await gallery.read([], async (_tx, { sequence }) => sequence))) {
    answers.hits += 1;
    return known.answer;
  }
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const { keys, sequence, models } = await search.shortlist(probe.embedding, probe.modelId, options.k ?? 5, {
      signal,
    });
    const read = await readPeopleOf(gallery, keys);
    const isInStep = read.sequence === sequence;
    if (!isInStep && attempt < maximumAttempts) continue;
    requireComparable(models, probe.modelId);
    const entries = read.people.map(({ id, person, centroid }) => ({ id, ...person, centroid }));
    const identification = rankCandidates(entries, probe, options);
    const person = entries.find(({ label }) => label === identification.match?.label)?.id ?? null;
    if (isInStep) answers.set(question, probe, sequence, { identification, person });
    return { identification, person };
  }
}

/** The event of a series, when a stranger makes one. */
function seriesOf({ strangers }: Session): BankEvent[] {
  const now = Date.now();
  strangers.push(now);
  if (strangers.length < seriesLength) return [];
  const first = strangers.shift()!;
  if (now - first > seriesMs) return [];
  strangers.length = 0;
  return [eventOf('suspicious-series', null, { strangers: seriesLength, withinMs: now - first })];
}
