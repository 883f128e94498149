import { FacebankError } from './errors.ts';
import { centroidOf } from './matching/centroid.ts';
import { cosineSimilarity } from './matching/similarity.ts';
import { type ThresholdOption, thresholdFor } from './matching/thresholds.ts';
import type { StoredTemplate } from './people.ts';
import { type FaceTemplate, requireSameModel } from './template.ts';

/** A template of an enrolment that was not added, and why. */
export interface Skipped {
  /** Its place in the list that was handed in. */
  index: number;
  /** `duplicate`: the same shot is stored already, or stands earlier in the list. `older`: enough newer ones are kept. */
  reason: 'duplicate' | 'older';
}

/** What an enrolment would change; nothing, where `insert` is empty. */
export interface EnrolmentPlan<Template extends FaceTemplate> {
  insert: Template[];
  /** The ids of stored templates that newer ones displace. */
  drop: string[];
  skipped: Skipped[];
  modelId: string;
  /** Of the templates that are kept, `kept` in number. */
  centroid: Float32Array;
  kept: number;
}

export interface EnrolmentRules extends ThresholdOption {
  maxTemplates: number;
}

/** A new template and its place in the list that was handed in. */
interface Shot<Template extends FaceTemplate> {
  template: Template;
  index: number;
}

/**
 * Decides what becomes of new templates of a person (`null`: one who is not enrolled yet). Duplicates are skipped; the
 * rest must be of one person, and of the one who is enrolled; the newest `maxTemplates` are kept.
 *
 * @throws FacebankError `different-people`, `model-mismatch`, `bad-template`, `bad-options`
 */
export function planEnrolment<Template extends FaceTemplate>(
  incoming: readonly Template[],
  person: { centroid: Float32Array; templates: readonly StoredTemplate[] } | null,
  { threshold, maxTemplates }: EnrolmentRules,
): EnrolmentPlan<Template> {
  const [first] = incoming;
  if (first === undefined) throw new FacebankError('bad-template', 'Enrolment needs at least one template.');
  const stored = person?.templates ?? [];
  const { modelId } = stored[0] ?? first;
  for (const template of incoming) requireSameModel(modelId, template.modelId);

  const [shots, duplicates] = splitDuplicates(incoming, stored);
  requireOnePerson(shots, person?.centroid ?? null, thresholdFor(modelId, threshold));

  const kept = newest([...stored, ...shots.map(({ template }) => template)], maxTemplates);
  const older = shots.filter(({ template }) => !kept.has(template));
  return {
    insert: shots.filter(({ template }) => kept.has(template)).map(({ template }) => template),
    drop: stored.filter((template) => !kept.has(template)).map(({ id }) => id),
    skipped: [
      ...duplicates.map(({ index }) => ({ index, reason: 'duplicate' as const })),
      ...older.map(({ index }) => ({ index, reason: 'older' as const })),
    ].sort((a, b) => a.index - b.index),
    modelId,
    centroid: centroidOf([...kept].map(({ embedding }) => embedding)),
    kept: kept.size,
  };
}

function splitDuplicates<Template extends FaceTemplate>(
  incoming: readonly Template[],
  stored: readonly FaceTemplate[],
): [shots: Shot<Template>[], duplicates: Shot<Template>[]] {
  const seen = new Set(stored.map(({ digest }) => digest));
  const shots: Shot<Template>[] = [];
  const duplicates: Shot<Template>[] = [];
  for (const [index, template] of incoming.entries()) {
    (seen.has(template.digest) ? duplicates : shots).push({ template, index });
    seen.add(template.digest);
  }
  return [shots, duplicates];
}

/** Every two shots must match each other, and each must match the centroid of the person who is enrolled. */
function requireOnePerson(
  shots: readonly Shot<FaceTemplate>[],
  enrolled: Float32Array | null,
  threshold: number,
): void {
  const all: { name: number | 'enrolled'; embedding: Float32Array }[] = shots.map(({ index, template }) => ({
    name: index,
    embedding: template.embedding,
  }));
  if (enrolled !== null) all.push({ name: 'enrolled', embedding: enrolled });

  const pairs = all.flatMap((a, i) =>
    all.slice(i + 1).map((b) => ({
      pair: [a.name, b.name],
      similarity: cosineSimilarity(a.embedding, b.embedding),
    })),
  );
  const [worst] = pairs.toSorted((a, b) => a.similarity - b.similarity);
  if (worst === undefined || worst.similarity >= threshold) return;
  const message =
    worst.pair[1] === 'enrolled'
      ? `Shot ${worst.pair[0]} is not of the person who is enrolled under this label. Nothing was enrolled.`
      : `Shots ${worst.pair[0]} and ${worst.pair[1]} are not of one person. Nothing was enrolled.`;
  throw new FacebankError('different-people', message, { ...worst, threshold });
}

/** Of two that were captured at once, the one enrolled later counts as newer. */
function newest(templates: readonly FaceTemplate[], count: number): ReadonlySet<FaceTemplate> {
  return new Set(templates.toSorted((a, b) => a.capturedAt - b.capturedAt).slice(-count));
}
