import { Connection } from './connection.ts';
import type { PersonDetails } from './details.ts';
import { rename, update } from './edit.ts';
import { type Encryption, type EncryptionMode, type KeyRecord, modeOf, rewrapKeys } from './encryption/keys.ts';
import { type Enrolment, type EnrolOptions, enroll } from './enroll.ts';
import { FacebankError } from './errors.ts';
import { type EventQuery, readEvents } from './events.ts';
import { equalBytes } from './exchange/bytes.ts';
import { type Exported, type ExportOptions, exportGallery, exportTemplatesCsv } from './export.ts';
import { defaultMaximumFailures } from './failures.ts';
import { otherKeys } from './gallery.ts';
import { type IdentifyOptions, identify } from './identify.ts';
import {
  type CsvImportOptions,
  type ImportOptions,
  type ImportSummary,
  importCsv,
  importGallery,
  previewImport,
} from './import.ts';
import { normalizeLabel } from './label.ts';
import type { Identification } from './matching/identification.ts';
import type { Verification } from './matching/verification.ts';
import { Metrics } from './metrics.ts';
import { type Note, parseNote } from './note.ts';
import { openGallery, readKeys, unlock } from './opening.ts';
import { clearPeople, deletePerson, readPeople, readPerson, readPersonAlone, type StoredPerson } from './people.ts';
import { type Picture, readPictures } from './pictures.ts';
import type { BankEvent, KeptTemplate, Person } from './records.ts';
import { type ReencryptOptions, reencrypt } from './reencrypt.ts';
import { type Expired, expire, type Retention, requireRetention } from './retention.ts';
import type { LoadOptions } from './search/search.ts';
import { createSession, endSession, eventOf, type Rules, type Session } from './session.ts';
import { contentStats, type Stats } from './stats.ts';
import type { FaceTemplate } from './template.ts';
import { type VerifyOptions, verify } from './verify.ts';

/** What a gallery is opened with; every option has a default. */
export interface OpenOptions {
  /** The name of the IndexedDB database. Default `facebank`. */
  name?: string | undefined;
  /**
   * How the gallery is encrypted. `device` (default): by keys that this browser keeps and no script can read; it guards
   * against reading the files casually, not against somebody who owns the profile. `{ passphrase }`: by keys that only the
   * passphrase opens; 8 characters or more. `none`: not at all. A gallery in clear is encrypted when it is opened; one
   * with a passphrase that is not told is opened locked; any other change takes `setEncryption`.
   */
  encryption?: Encryption | undefined;
  /** How many templates a person keeps, the newest ones: a whole number from 1 to 1,000. Default 5. */
  maxTemplatesPerPerson?: number | undefined;
  /**
   * How many probes in a row may be rejected for one person before their label is not answered for a while: half a minute
   * at first, twice as long with each further one, a quarter of an hour at most. A whole number from 1. Default 5.
   */
  maximumFailures?: number | undefined;
  /** What is deleted for its age: when the gallery is opened, and every hour while it is. Default: nothing. */
  retention?: Retention | undefined;
  /** Told when people were changed, by this instance or by another one, in whatever tab. */
  onChange?: (() => void) | undefined;
  /** Gives the opening up; `open` then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

const hourMs = 3_600_000;

/** A file of the gallery takes no more of a person. */
const mostTemplates = 1_000;

/**
 * A gallery of people and their face templates, in IndexedDB on this device.
 *
 * Every method may also throw a FacebankError `closed` (after `close()`, or when another tab or the browser ended the
 * connection), `locked` (until `unlock`), `storage` (IndexedDB failed), `unsupported` or `out-of-memory`. What a method
 * returns is a copy: changing it changes nothing that is stored.
 */
export class Facebank {
  readonly #name: string;
  readonly #connection: Connection;
  readonly #rules: Rules;
  readonly #retention: Retention;
  readonly #metrics = new Metrics();
  readonly #openedAt = performance.now();
  readonly #channel: BroadcastChannel;
  readonly #onChange: (() => void) | undefined;
  #mode: EncryptionMode;
  /** `null` while the gallery is locked. */
  #session: Session | null = null;
  /** How often a session was ended, or would have been. */
  #ends = 0;
  #isClosed = false;
  #hourly: ReturnType<typeof setInterval> | undefined;

  private constructor(
    connection: Connection,
    rules: Rules,
    mode: EncryptionMode,
    options: OpenOptions & { name: string },
  ) {
    this.#name = options.name;
    this.#connection = connection;
    this.#rules = rules;
    this.#retention = options.retention ?? {};
    this.#mode = mode;
    this.#onChange = options.onChange;
    this.#channel = new BroadcastChannel(`facebank:${options.name}`);
    this.#channel.addEventListener('message', () => this.#onChange?.());
  }

  /**
   * Opens a gallery, and creates it where there is none. Several may be open on one name, in one tab or many.
   *
   * @throws FacebankError `bad-options`, `blocked`, `quota`, `wrong-passphrase`, `corrupt-record` where its keys are
   *   damaged; the reason of `signal`
   */
  static async open(options: OpenOptions = {}): Promise<Facebank> {
    const { name = 'facebank', encryption = 'device', retention = {}, signal } = options;
    const rules = {
      maxTemplatesPerPerson: wholeNumber('maxTemplatesPerPerson', options.maxTemplatesPerPerson ?? 5, mostTemplates),
      maximumFailures: wholeNumber('maximumFailures', options.maximumFailures ?? defaultMaximumFailures),
    };
    if (typeof name !== 'string' || name === '') throw new FacebankError('bad-options', 'A gallery needs a name.');
    requireEncryption(encryption);
    requireRetention(retention);
    const connection = await Connection.open(name, signal);
    let opened: Connection | Facebank = connection;
    try {
      const { record, gallery } = await openGallery(name, connection, encryption, { signal });
      signal?.throwIfAborted();
      const bank = new Facebank(connection, rules, record.mode, { ...options, name });
      opened = bank;
      if (gallery !== null) await bank.#start(createSession(gallery, rules));
      return bank;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  /** How the gallery is encrypted now. */
  get encryption(): EncryptionMode {
    return this.#mode;
  }

  /** Does it take a passphrase before anything can be read? */
  get isLocked(): boolean {
    return this.#session === null;
  }

  /**
   * Opens a gallery that is locked; one that is not stays as it is. Each instance is unlocked on its own.
   *
   * @throws FacebankError `wrong-passphrase`, `corrupt-record` where its keys are damaged
   */
  async unlock(passphrase: string): Promise<void> {
    if (this.#session !== null) return;
    const ends = this.#ends;
    const record = await this.#keys();
    if (record.mode !== 'passphrase') throw otherKeys();
    const gallery = await unlock(this.#name, this.#connection, record, passphrase);
    // Somebody may have called it twice, or locked or closed it in the meantime.
    if (this.isLocked && this.#ends === ends) await this.#start(createSession(gallery, this.#rules));
  }

  /**
   * Forgets the keys and everybody in memory, in this instance, until `unlock`.
   *
   * @throws FacebankError `bad-options` where there is no passphrase to unlock it with
   */
  async lock(): Promise<void> {
    if (this.#mode !== 'passphrase') {
      throw new FacebankError(
        'bad-options',
        'Only a gallery with a passphrase can be locked: call setEncryption first.',
      );
    }
    await this.#end(locked());
  }

  /**
   * Changes the passphrase. Nothing is encrypted anew: the same keys are kept under the new one.
   *
   * @throws FacebankError `wrong-passphrase`, `bad-options`
   */
  async changePassphrase(current: string, next: string): Promise<void> {
    const record = await this.#keys();
    if (record.mode !== 'passphrase') {
      throw new FacebankError('bad-options', 'This gallery has no passphrase: call setEncryption to give it one.');
    }
    const wrapped = await rewrapKeys(record.wrapped, current, next);
    await this.#connection.transaction(['keys'], 'readwrite', async (tx) => {
      const keys = tx.objectStore('keys');
      const stored = await keys.get('current');
      // Salts are random: another one says that somebody else changed the passphrase in the meantime.
      if (stored?.mode !== 'passphrase' || !equalBytes(stored.wrapped.salt, record.wrapped.salt)) {
        throw new FacebankError('storage', 'The passphrase was changed in another tab: it is as it was set there.');
      }
      await keys.put({ ...record, wrapped }, 'current');
    });
    this.#session?.log.add(eventOf('encryption-changed', null, { reason: 'new-passphrase' }), null);
  }

  /**
   * Encrypts everything anew, in one step: until it is done, and if it fails, the gallery is as it was. Other instances
   * are `closed`. Records that cannot be read are left behind; the event of this change says how many.
   *
   * @throws FacebankError `bad-options`, `quota`; the reason of `signal`
   */
  async setEncryption(encryption: Encryption, options: ReencryptOptions = {}): Promise<void> {
    requireEncryption(encryption);
    const session = this.#open();
    await session.log.settled();
    const next = await reencrypt(session.gallery, encryption, options);
    this.#mode = modeOf(encryption);
    // Unless it was locked or closed in the meantime. Calls find the one session or the other.
    if (this.#session === session) await Promise.all([this.#end(), this.#begin(createSession(next, this.#rules))]);
    // Nothing could unlock it again.
    else if (this.#mode !== 'passphrase') this.#connection.close();
    this.#changed();
  }

  /**
   * Takes everybody into memory, as the first `identify` or `enroll` would: for a large gallery, behind a progress bar. An
   * aborted call keeps what it has; the next one goes on from there.
   *
   * @throws the reason of `signal`
   */
  async load(options: LoadOptions = {}): Promise<void> {
    await this.#open().search.load(options);
  }

  /**
   * Adds templates to a person, who need not be there yet. All or nothing: either every usable template is stored, or an
   * error is thrown and the gallery is as it was. Shots that are stored already are skipped; of all, the newest
   * `maxTemplatesPerPerson` by `capturedAt` are kept. The browser is asked to keep this site's storage when it is short.
   *
   * @param label 1–200 characters without control characters; white space around it does not count
   * @param templates at least one, all of one embedding model and, by `threshold`, of one person
   * @throws FacebankError `bad-label`, `bad-template`, `model-mismatch`, `different-people` (`details`: the worst `pair` of
   *   indexes, or an index and `enrolled`, and its `similarity`), `already-enrolled` where it was to be refused, `bad-options`,
   *   `quota`; the reason of `signal`
   */
  async enroll(label: string, templates: readonly FaceTemplate[], options: EnrolOptions = {}): Promise<Enrolment> {
    const session = this.#open();
    const outcome = ({ added }: Enrolment) => (added > 0 ? 'added' : 'nothing-new');
    const enrolment = await this.#metrics.measure('enroll', () => enroll(session, label, templates, options), outcome);
    if (enrolment.added > 0) {
      this.#changed();
      // In Firefox this asks the user, who may take their time; where it is refused, everything still works.
      navigator.storage?.persist?.().catch(() => {});
    }
    return enrolment;
  }

  /**
   * Is the probe of the person with this label (1:1)? `match` is `similarity >= threshold`, where `similarity` is that of
   * the probe to the person's centroid. About identity alone: liveness and quality are the caller's to judge. After
   * `maximumFailures` rejections in a row the label is not answered for a while.
   *
   * @throws FacebankError `unknown-person`, `too-many-failures` (`details`: `retryAt`, ms since the epoch), `bad-label`,
   *   `bad-template`, `model-mismatch`, `corrupt-record`, `bad-options`
   */
  async verify(label: string, probe: FaceTemplate, options: VerifyOptions = {}): Promise<Verification> {
    const session = this.#open();
    const outcome = ({ match }: Verification) => (match ? 'match' : 'no-match');
    return this.#metrics.measure('verify', () => verify(session, label, probe, options), outcome);
  }

  /**
   * Of whom in the gallery is the probe, if of anybody (1:N, open set)? Only people of the probe's model are compared, and
   * only those whose record can be read.
   *
   * @throws FacebankError `bad-template`, `bad-options`; `model-mismatch` when people are enrolled, but none with this model;
   *   the reason of `signal`
   */
  async identify(probe: FaceTemplate, options: IdentifyOptions = {}): Promise<Identification> {
    const session = this.#open();
    const outcome = ({ match }: Identification) => (match === null ? 'nobody' : 'match');
    return this.#metrics.measure('identify', () => identify(session, probe, options), outcome);
  }

  /** Everybody whose record can be read, sorted by label. `stats().people` counts the others too. */
  async list(): Promise<Person[]> {
    const people = await readPeople(this.#open().gallery);
    return people.map(({ person }) => person).sort((a, b) => a.label.localeCompare(b.label));
  }

  /**
   * One person, or `null`.
   *
   * @throws FacebankError `bad-label`, `corrupt-record`
   */
  async get(label: string): Promise<Person | null> {
    return (await this.#read(label))?.person ?? null;
  }

  /**
   * The templates of a person that can be read, oldest enrolment first.
   *
   * @throws FacebankError `unknown-person`, `bad-label`, `corrupt-record`
   */
  async templates(label: string): Promise<KeptTemplate[]> {
    const { templates } = await this.#known(label);
    return templates.map(({ id: _, ...template }) => template);
  }

  /**
   * The pictures that the app kept of a person, newest first; `null`: of probes that matched nobody.
   *
   * @throws FacebankError `unknown-person`, `bad-label`, `corrupt-record`
   */
  async pictures(label: string | null): Promise<Picture[]> {
    const person = label === null ? null : (await this.#known(label)).id;
    return readPictures(this.#open().gallery, person);
  }

  /**
   * Changes what is said of a person.
   *
   * @throws FacebankError `unknown-person`, `bad-label`, `bad-options`, `corrupt-record`, `quota`
   */
  async update(label: string, details: PersonDetails): Promise<Person> {
    const person = await update(this.#open(), label, details);
    this.#changed();
    return person;
  }

  /**
   * Gives a person another label; templates, events and pictures stay theirs.
   *
   * @throws FacebankError `unknown-person`, `label-taken`, `bad-label`, `corrupt-record`, `quota`
   */
  async rename(from: string, to: string): Promise<Person> {
    const person = await rename(this.#open(), from, to);
    this.#changed();
    return person;
  }

  /**
   * Deletes a person, their templates, pictures and events, even where the record is damaged. Was there somebody to delete?
   *
   * @throws FacebankError `bad-label`
   */
  async remove(label: string): Promise<boolean> {
    const { gallery, log } = this.#open();
    const key = await gallery.vault.personKey(normalizeLabel(label));
    // Events of theirs that still wait would else be written after the removal, and dropped there.
    await log.settled();
    const isRemoved = await deletePerson(gallery, key, eventOf('removed', null));
    if (isRemoved) this.#changed();
    return isRemoved;
  }

  /** Deletes everybody and everything, pictures and events too; one event remains that tells of it. */
  async clear(): Promise<void> {
    const { gallery, log } = this.#open();
    await log.settled();
    await clearPeople(gallery, eventOf('removed', null, { reason: 'cleared' }));
    this.#changed();
  }

  /**
   * Notes an event of the app's own, such as a decision that it made.
   *
   * @throws FacebankError `unknown-person`, `bad-label`, `bad-options`, `corrupt-record`
   */
  async note(note: Note): Promise<void> {
    const { gallery, log } = this.#open();
    const said = parseNote(note);
    if (note.label === undefined) return log.add(eventOf('noted', null, said), null);
    const known = await readPersonAlone(gallery, await gallery.vault.personKey(normalizeLabel(note.label)));
    if (known === null) throw unknownPerson();
    log.add(eventOf('noted', known.person.label, said), known.id);
  }

  /**
   * What happened, newest first.
   *
   * @throws FacebankError `unknown-person`, `bad-label`, `corrupt-record`
   */
  async events(query: EventQuery = {}): Promise<BankEvent[]> {
    const { gallery, log } = this.#open();
    await log.settled();
    const person = query.label === undefined ? null : (await this.#known(query.label)).id;
    return readEvents(gallery, query, person);
  }

  /**
   * The whole gallery in one file, encrypted with a passphrase, or in clear on explicit wish; other writers wait until it is
   * done. What cannot be read is not in it, and is counted.
   *
   * @throws FacebankError `bad-options` for a passphrase that is too short; the reason of `signal`
   */
  async export(options: ExportOptions): Promise<Exported> {
    return this.#metrics.measure('export', () => exportGallery(this.#open(), options));
  }

  /**
   * What `import` would change.
   *
   * @throws what `import` throws
   */
  async previewImport(file: Blob, options: ImportOptions): Promise<ImportSummary> {
    return previewImport(this.#open(), file, options);
  }

  /**
   * Takes over a file that `export` wrote. All or nothing: it is read to its end and encrypted beside the gallery, then one
   * transaction takes it over; until then, and if anything fails, the gallery is as it was. Other writers wait meanwhile.
   *
   * @throws FacebankError `bad-file` for a file that is damaged, cut short, of a newer version or no gallery at all;
   *   `wrong-passphrase`; `bad-options` where a passphrase is missing, or given for a file that has none, or a model has no
   *   default threshold; `quota`; the reason of `signal`
   */
  async import(file: Blob, options: ImportOptions): Promise<ImportSummary> {
    return this.#imported(() => importGallery(this.#open(), file, options));
  }

  /**
   * Everybody's templates as CSV, in clear, a row each: label, model, figures, then the embedding.
   *
   * @throws the reason of `signal`
   */
  async exportCsv({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<Blob> {
    return this.#metrics.measure('export', () => exportTemplatesCsv(this.#open(), signal));
  }

  /**
   * Merges templates from CSV, all or nothing: from `exportCsv`, or rows of nothing but an embedding, as other programs write
   * them, given the `label` and `modelId` that they belong to.
   *
   * @throws FacebankError `bad-file` (`details`: the `row`), `bad-options`, `quota`; the reason of `signal`
   */
  async importCsv(text: string, options: CsvImportOptions = {}): Promise<ImportSummary> {
    return this.#imported(() => importCsv(this.#open(), text, options));
  }

  /** Deletes what is older than `retention` allows. Called by itself when the gallery is opened, and every hour. */
  async expire(): Promise<Expired> {
    const session = this.#open();
    await session.log.settled();
    const expired = await expire(session, this.#retention);
    if (expired.people + expired.templates > 0) this.#changed();
    return expired;
  }

  /** How much there is, what it takes, and how requests went: what a metrics page shows. */
  async stats(): Promise<Stats> {
    return {
      encryption: this.#mode,
      ...(await contentStats(this.#open())),
      requests: this.#metrics.summary(),
      uptimeMs: performance.now() - this.#openedAt,
    };
  }

  /**
   * Ends the connection; transactions under way still finish, and events that wait are written first: await it where it
   * matters. Closing twice is harmless.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    const log = this.#session?.log;
    this.#channel.close();
    const ended = this.#end();
    if (log !== undefined && !log.isIdle) await ended;
    this.#connection.close();
  }

  /** Sessions begin with what is too old gone. */
  async #start(session: Session): Promise<void> {
    this.#begin(session);
    if (!this.#expires) return;
    try {
      await this.expire();
    } catch (error) {
      await this.#end();
      throw error;
    }
  }

  #begin(session: Session): void {
    this.#session = session;
    // Where it fails, the next hour may be better; what is stored stays whole.
    if (this.#expires) this.#hourly = setInterval(() => this.expire().catch(() => {}), hourMs);
  }

  get #expires(): boolean {
    return this.#retention.templatesMs !== undefined || this.#retention.eventsMs !== undefined;
  }

  /** @param why what calls under way reject with */
  async #end(why = closed()): Promise<void> {
    clearInterval(this.#hourly);
    this.#ends += 1;
    const session = this.#session;
    this.#session = null;
    if (session === null) return;
    endSession(session, why);
    await session.log.settled();
  }

  #open(): Session {
    if (this.#session !== null) return this.#session;
    if (this.#isClosed) throw closed();
    this.#connection.requireOpen();
    throw locked();
  }

  #keys(): Promise<KeyRecord> {
    return readKeys(this.#connection, 'device');
  }

  async #imported(work: () => Promise<ImportSummary>): Promise<ImportSummary> {
    const summary = await this.#metrics.measure('import', work);
    this.#changed();
    return summary;
  }

  async #read(label: string): Promise<StoredPerson | null> {
    const { gallery } = this.#open();
    return readPerson(gallery, await gallery.vault.personKey(normalizeLabel(label)));
  }

  async #known(label: string): Promise<StoredPerson> {
    const stored = await this.#read(label);
    if (stored === null) throw unknownPerson();
    return stored;
  }

  #changed(): void {
    if (!this.#isClosed) this.#channel.postMessage(null);
    try {
      this.#onChange?.();
    } catch (error) {
      // A listener's mistake undoes no change.
      reportError(error);
    }
  }
}

function unknownPerson(): FacebankError {
  return new FacebankError('unknown-person', 'Nobody is enrolled under this label.');
}

function closed(): FacebankError {
  return new FacebankError('closed', 'This gallery was closed: open it again.');
}

function locked(): FacebankError {
  return new FacebankError('locked', 'This gallery is locked: unlock it with its passphrase.');
}

/** @throws FacebankError `bad-options` */
function wholeNumber(name: string, value: number, most = Number.MAX_SAFE_INTEGER): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new FacebankError('bad-options', `${name} must be a whole number from 1, not ${value}.`, { [name]: value });
}

/** @throws FacebankError `bad-options` */
function requireEncryption(encryption: Encryption): void {
  const isKnown = encryption === 'device' || encryption === 'none' || typeof encryption?.passphrase === 'string';
  if (isKnown) return;
  throw new FacebankError('bad-options', "encryption must be 'device', 'none' or { passphrase }.");
}
