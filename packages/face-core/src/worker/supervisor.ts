import { unlessAborted } from '../abort.ts';
import { FaceError } from '../errors.ts';
import type { EngineEvent } from '../events.ts';
import { WorkerClient } from './client.ts';
import type { EngineInfo, LoadProgress, OpenOptions } from './protocol.ts';

/**
 * Keeps one open worker for an engine, and puts another in the place of one that died.
 *
 * A worker that proved itself, by being created or by answering a call, is replaced at once. A replacement that dies before
 * its first answer, or cannot be opened, waits for the next call: what kills every worker does not do so in a loop.
 */
export class WorkerSupervisor {
  readonly #options: OpenOptions;
  readonly #onEvent: (event: EngineEvent) => void;
  readonly #closing = new AbortController();
  /** Open, or being opened; null where the next call has to start one. */
  #worker: Promise<WorkerClient> | null = null;
  #info!: EngineInfo;
  #ready!: Promise<void>;
  /** Whether the worker is a replacement that has not answered yet. */
  #isUnproven = false;
  #lastDeath = '';

  private constructor(options: OpenOptions, onEvent: (event: EngineEvent) => void) {
    this.#options = options;
    this.#onEvent = onEvent;
  }

  /** Opens the first worker, until it can detect faces. It is not tried again if that fails. */
  static async open(
    options: OpenOptions,
    onProgress: (progress: LoadProgress) => void,
    onEvent: (event: EngineEvent) => void,
    signal?: AbortSignal,
  ): Promise<WorkerSupervisor> {
    const supervisor = new WorkerSupervisor(options, onEvent);
    supervisor.#worker = supervisor.#start(onProgress, signal);
    const worker = await supervisor.#worker;
    supervisor.#ready = worker.ready(signal).then((info) => {
      supervisor.#info = info;
    });
    // Who does not wait for it hears of a failure from the call that needs the model.
    supervisor.#ready.catch(() => {});
    return supervisor;
  }

  /** Resolves when the first worker has every model; rejects with what kept it from that. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** What the last worker that was opened said of itself. */
  get info(): EngineInfo {
    return this.#info;
  }

  /** Runs a task on the worker, as soon as it is open. Rejects with what kept it from being opened, if that fails. */
  async run<T>(task: (worker: WorkerClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.throwIfClosed();
    this.#worker ??= this.#replace();
    const worker = await unlessAborted(this.#worker, signal);
    const answer = await task(worker);
    this.#isUnproven = false;
    return answer;
  }

  /** Ends the worker, also one that is being opened; calls under way and later ones fail with `closed`. */
  close(): void {
    this.#closing.abort(new FaceError('closed', 'The engine is closed: create a new one.'));
  }

  /** Aborts when the supervisor is closed, with the error that calls fail with. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  throwIfClosed(): void {
    this.#closing.signal.throwIfAborted();
  }

  async #start(onProgress: (progress: LoadProgress) => void, signal?: AbortSignal): Promise<WorkerClient> {
    const worker = new WorkerClient(this.#closing.signal);
    try {
      this.#info = await worker.open(this.#options, onProgress, (info) => this.#onChange(info), signal);
    } catch (error) {
      worker.end(error);
      throw error;
    }
    worker.ended.addEventListener('abort', () => this.#onDeath(worker.ended.reason));
    return worker;
  }

  #onChange(info: EngineInfo): void {
    const from = this.#info.device;
    this.#info = info;
    this.#tell({ type: 'device-changed', from, to: info.device, reason: info.deviceReason });
  }

  #onDeath(reason: FaceError): void {
    if (this.#closing.signal.aborted) return;
    this.#lastDeath = String(reason.details['reason']);
    this.#worker = this.#isUnproven ? null : this.#replace();
  }

  #replace(): Promise<WorkerClient> {
    this.#isUnproven = true;
    const replacement = this.#start(() => {});
    replacement.then(
      () => this.#tell({ type: 'worker-replaced', reason: this.#lastDeath }),
      () => {
        this.#worker = null;
      },
    );
    return replacement;
  }

  #tell(event: EngineEvent): void {
    try {
      this.#onEvent(event);
    } catch (error) {
      // The listener's own mistake: the page hears of it, and the engine works on.
      reportError(error);
    }
  }
}
