import { expect, test } from 'vitest';
import { encodeData } from '../src/codec.ts';
import type { Bytes } from '../src/exchange/bytes.ts';
import type { ExportedPerson, GalleryRecord } from '../src/exchange/index.ts';
import { FacebankError } from '../src/index.ts';
import { normalizeLabel } from '../src/label.ts';
import { normOf } from '../src/matching/similarity.ts';
import type { BankEvent } from '../src/records.ts';
import { fileMutants, frameMutants } from './gallery-file-mutants.ts';
import {
  bytesOf,
  countsOf,
  exportedEvent,
  exportedPerson,
  forged,
  forgedEncrypted,
  PASSPHRASE,
  readAll,
  rememberDerivations,
  sampleRecords,
} from './gallery-files.ts';

/** A failure names its file: the same seed makes it again. */
const seed = 2026;

const ours = sampleRecords();
const others = [exportedPerson('eve', 2), ...Array.from({ length: 4 }, (_, i) => exportedEvent({ at: i }))];

test('1,200 mutated plain files are refused, or read to what was written', async () => {
  const [file, donor] = await Promise.all([ours, others].map((records) => small(records, forged)));
  await everyMutantIsHarmless(file!, donor!, 1200, null, ['bad-file', 'read']);
}, 120_000);

test('480 mutated encrypted files are refused, or read to what was written', async () => {
  rememberDerivations();
  const [file, donor] = await Promise.all([ours, others].map((records) => small(records, forgedEncrypted)));
  await everyMutantIsHarmless(file!, donor!, 480, PASSPHRASE, ['bad-file', 'bad-options', 'read', 'wrong-passphrase']);
}, 120_000);

test('1,200 forged plain files are refused, or read to valid records, without much memory', async () => {
  const before = peakMemory();
  const outcomes = new Set<string>();
  const failures: string[] = [];
  for (const { name, bytes } of frameMutants(ours, 1200, seed)) {
    const outcome = await outcomeOf(await forged(countsOf(ours), [bytes]), null, requireValid);
    outcomes.add(outcome);
    if (!['bad-file', 'read'].includes(outcome)) failures.push(`${name}: ${outcome}`);
  }
  expect(failures).toEqual([]);
  expect([...outcomes].sort()).toEqual(['bad-file', 'read']);
  // The files have up to 3 MB; what they claim to hold has gigabytes.
  expect(peakMemory() - before).toBeLessThan(500_000_000);
}, 120_000);

async function everyMutantIsHarmless(file: Blob, donor: Blob, count: number, passphrase: string | null, met: string[]) {
  const requireOurs = (records: GalleryRecord[]) => expect(records).toEqual(ours);
  expect(await outcomeOf(file, passphrase, requireOurs)).toBe('read');
  const outcomes: Record<string, number> = {};
  const failures: string[] = [];
  for await (const { name, bytes } of fileMutants(await bytesOf(file), await bytesOf(donor), count, seed)) {
    const outcome = await outcomeOf(new Blob([bytes]), passphrase, requireOurs);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (!met.includes(outcome)) failures.push(`${name}: ${outcome}`);
  }
  expect(failures).toEqual([]);
  // Each outcome is met, or the mutations are too weak or too strong to say anything.
  expect(Object.keys(outcomes).sort()).toEqual(met);
  expect(outcomes['read']).toBeLessThan(count / 10);
}

/** `read`, the code of a FacebankError, or what else was thrown. */
async function outcomeOf(
  file: Blob,
  passphrase: string | null,
  check: (records: GalleryRecord[]) => void,
): Promise<string> {
  try {
    check(await readAll(file, passphrase));
    return 'read';
  } catch (error) {
    return error instanceof FacebankError ? error.code : String(error);
  }
}

/** A small file of three frames. */
function small(records: readonly GalleryRecord[], write: typeof forged): Promise<Blob> {
  const frames: Bytes[] = [records.slice(0, 2), records.slice(2, 4), records.slice(4)].map(encodeData);
  return write(countsOf(records), frames);
}

/** What an importer may rely on, said without the code that ensures it. */
function requireValid(records: readonly GalleryRecord[]): void {
  const labels = records.flatMap((record) => (record.type === 'person' ? [record.person.label] : []));
  expect(new Set(labels).size).toBe(labels.length);
  for (const record of records) {
    if (record.type === 'event') requireValidEvent(record.event);
    else requireValidPerson(record);
  }
  expect(countsOf(records)).toEqual(countsOf(ours));
}

function requireValidPerson({ person, templates, crops = [] }: ExportedPerson): void {
  expect(normalizeLabel(person.label)).toBe(person.label);
  for (const text of [person.displayName, person.notes, person.modelId]) expect(text).toBeTypeOf('string');
  expect([person.createdAt, person.updatedAt, person.consentAt ?? 0].every(Number.isFinite)).toBe(true);
  expect(person.templates).toBe(templates.length);
  for (const template of templates) {
    expect(template.embedding).toBeInstanceOf(Float32Array);
    expect(normOf(template.embedding)).toBeCloseTo(1, 2);
    expect(template.modelId).toBe(person.modelId);
    expect([template.quality, template.capturedAt, template.addedAt].every(Number.isFinite)).toBe(true);
    expect(template.digest).toBeTypeOf('string');
    expect(['string', 'object']).toContain(typeof template.source);
  }
  for (const { bytes, addedAt } of crops) {
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect(addedAt).toBeTypeOf('number');
  }
}

function requireValidEvent({ at, kind, label, reason, details }: BankEvent): void {
  expect(Number.isFinite(at)).toBe(true);
  expect(kind).toMatch(/^[a-z-]+$/);
  if (label !== null) expect(normalizeLabel(label)).toBe(label);
  if (reason !== null) expect(reason).toBeTypeOf('string');
  for (const detail of Object.values(details)) expect(Object(detail) === detail).toBe(false);
}

/** The most bytes that this process ever held. */
function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
