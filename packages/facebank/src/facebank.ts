import { Connection } from './connection.ts';
import { planEnrolment, type Skipped } from './enrolment.ts';
import { FacebankError } from './errors.ts';
import { normalizeLabel } from './label.ts';
import { loadLabelKey, personKey } from './label-key.ts';
import { type Identification, type IdentifyOptions, rankCandidates } from './matching/identification.ts';
import type { ThresholdOption } from './matching/thresholds.ts';
import { matchPerson, type Verification } from './matching/verification.ts';
import { deletePerson, readPeople, readPerson, writePerson } from './people.ts';
import type { Person } from './schema.ts';
import { type FaceTemplate, parseTemplate } from './template.ts';

/** At least one of several writers to one person succeeds each time, so this many may enrol the same person at once. */
const maximumAttempts = 50;

export interface OpenOptions {
  /** The name of the IndexedDB database. Default `facebank`. */
  name?: string | undefined;
  /** How many templates a person keeps, the newest ones: a whole number from 1. Default 5. */
  maxTemplatesPerPerson?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface EnrolOptions extends ThresholdOption {
  signal?: AbortSignal | undefined;
}

/** What became of the templates of an enrolment: added, or skipped for a reason. */
export interface Enrolment {
  added: number;
  skipped: Skipped[];
}

/**
 * A gallery of people and their face templates, in IndexedDB on this device.
 *
 * Every method may also throw a FacebankError `closed` (after `close()`, or when another tab or the browser ended the
 * connection) or `storage` (IndexedDB failed). What a method returns is a copy: changing it changes nothing that is stored.
 */
export class Facebank {
  readonly #connection: Connection;
  readonly #labelKey: CryptoKey;
  readonly #maxTemplates: number;

  private constructor(connection: Connection, labelKey: CryptoKey, maxTemplates: number) {
    this.#connection = connection;
    this.#labelKey = labelKey;
    this.#maxTemplates = maxTemplates;
  }

  /**
   * Opens a gallery, and creates it where there is none. Several may be open on one name, in one tab or many.
   *
   * @throws FacebankError `bad-options`, `blocked`, `quota`; the reason of `signal`
   */
  static async open({ name = 'facebank', maxTemplatesPerPerson = 5, signal }: OpenOptions = {}): Promise<Facebank> {
    if (typeof name !== 'string' || name === '') throw new FacebankError('bad-options', 'A gallery needs a name.');
    if (!(Number.isInteger(maxTemplatesPerPerson) && maxTemplatesPerPerson >= 1)) {
      const message = `maxTemplatesPerPerson must be a whole number from 1, not ${maxTemplatesPerPerson}.`;
      throw new FacebankError('bad-options', message, { maxTemplatesPerPerson });
    }
    const connection = await Connection.open(name, signal);
    try {
      const labelKey = await loadLabelKey(connection);
      signal?.throwIfAborted();
      return new Facebank(connection, labelKey, maxTemplatesPerPerson);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /**
   * Adds templates to a person, who need not be there yet. All or nothing: either every usable template is stored, or an
   * error is thrown and the gallery is as it was. Shots that are stored already are skipped; of all, the newest
   * `maxTemplatesPerPerson` by `capturedAt` are kept.
   *
   * @param label 1–200 characters without control characters; white space around it does not count
   * @param templates at least one, all of one embedding model and, by `threshold`, of one person
   * @throws FacebankError `bad-label`, `bad-template`, `model-mismatch`, `different-people` (`details`: the worst `pair` of
   *   indexes, or an index and `enrolled`, and its `similarity`), `bad-options`, `quota`; the reason of `signal`
   */
  async enroll(
    label: string,
    templates: readonly FaceTemplate[],
    { threshold, signal }: EnrolOptions = {},
  ): Promise<Enrolment> {
    const normalized = normalizeLabel(label);
    const incoming = Array.from(templates, parseTemplate);
    const key = await personKey(this.#labelKey, normalized);

    for (let attempt = 0; attempt < maximumAttempts; attempt++) {
      signal?.throwIfAborted();
      const stored = await readPerson(this.#connection, key);
      const plan = planEnrolment(incoming, stored, { threshold, maxTemplates: this.#maxTemplates });
      const { insert, drop, skipped, modelId, centroid, kept } = plan;
      if (insert.length === 0) return { added: 0, skipped };

      const now = Date.now();
      const createdAt = stored?.person.createdAt ?? now;
      const person: Person = { label: normalized, templates: kept, modelId, createdAt, updatedAt: now };
      signal?.throwIfAborted();
      const change = { body: { person, centroid }, insert, drop };
      if (await writePerson(this.#connection, key, stored?.revision ?? null, change)) {
        return { added: insert.length, skipped };
      }
    }
    throw new FacebankError('storage', 'Others keep changing this person, so nothing was enrolled: try again.', {
      attempts: maximumAttempts,
    });
  }

  /**
   * Is the probe of the person with this label (1:1)? `match` is `similarity >= threshold`, where `similarity` is that of
   * the probe to the person's centroid. About identity alone: liveness and quality are the caller's to judge.
   *
   * @throws FacebankError `unknown-person`, `bad-label`, `bad-template`, `model-mismatch`, `bad-options`
   */
  async verify(label: string, probe: FaceTemplate, { threshold }: ThresholdOption = {}): Promise<Verification> {
    const parsed = parseTemplate(probe);
    const stored = await readPerson(this.#connection, await this.#key(label));
    if (stored === null) {
      throw new FacebankError('unknown-person', 'Nobody is enrolled under this label: enrol the person first.');
    }
    return matchPerson(stored, parsed, { threshold });
  }

  /**
   * Of whom in the gallery is the probe, if of anybody (1:N, open set)? Only people of the probe's model are compared.
   *
   * @throws FacebankError `bad-template`, `bad-options`; `model-mismatch` when people are enrolled, but none with this model
   */
  async identify(probe: FaceTemplate, { threshold, k }: IdentifyOptions = {}): Promise<Identification> {
    const parsed = parseTemplate(probe);
    const people = await readPeople(this.#connection);
    const gallery = people.map(({ person, centroid }) => ({ ...person, centroid }));
    return rankCandidates(gallery, parsed, { threshold, k });
  }

  /** Everybody, sorted by label. */
  async list(): Promise<Person[]> {
    const people = await readPeople(this.#connection);
    return people.map(({ person }) => person).sort((a, b) => a.label.localeCompare(b.label));
  }

  /**
   * One person, or `null`.
   *
   * @throws FacebankError `bad-label`
   */
  async get(label: string): Promise<Person | null> {
    const stored = await readPerson(this.#connection, await this.#key(label));
    return stored?.person ?? null;
  }

  /**
   * Deletes a person and all of their templates. Was there somebody to delete?
   *
   * @throws FacebankError `bad-label`
   */
  async remove(label: string): Promise<boolean> {
    return deletePerson(this.#connection, await this.#key(label));
  }

  /** Ends the connection; transactions under way still finish. Closing twice is harmless. */
  close(): void {
    this.#connection.close();
  }

  #key(label: string): Promise<string> {
    return personKey(this.#labelKey, normalizeLabel(label));
  }
}
