import * as Comlink from 'comlink';
import { unlessAborted } from '../abort.ts';
import { FaceError } from '../errors.ts';
import type { EngineEvent } from '../events.ts';
import { closeFrame, type FaceSource, toFrame } from '../source.ts';
import type { DeviceInfo, Frame, LoadProgress, Outcome } from './boundary.ts';
import { type Send, WorkerClient, type WorkerKind } from './client.ts';

/** Makes a call with a frame. */
type SendFrame<Calls, T> = (api: Calls, call: number, frame: Frame) => Promise<Outcome<T>>;

/**
 * Keeps one open worker, and puts another in the place of one that died.
 *
 * A worker that proved itself, by being created or by answering a call, is replaced at once. A replacement that dies before
 * its first answer, or cannot be opened, waits for the next call: what kills every worker does not do so in a loop.
 */
export class WorkerSupervisor<Options, Info extends DeviceInfo, Calls> {
  readonly #kind: WorkerKind;
  readonly #options: Options;
  readonly #onEvent: (event: EngineEvent) => void;
  readonly #closing = new AbortController();
  /** Open, or being opened; null where the next call has to start one. */
  #worker: Promise<WorkerClient<Options, Info, Calls>> | null = null;
  #info!: Info;
  #ready!: Promise<void>;
  /** Whether the worker is a replacement that has not answered yet. */
  #isUnproven = false;
  #lastDeath = '';

  private constructor(kind: WorkerKind, options: Options, onEvent: (event: EngineEvent) => void) {
    this.#kind = kind;
    this.#options = options;
    this.#onEvent = onEvent;
  }

  /** Opens the first worker, until it can detect something. It is not tried again if that fails. */
  static async open<Options, Info extends DeviceInfo, Calls>(
    kind: WorkerKind,
    options: Options,
    onProgress: (progress: LoadProgress) => void,
    onEvent: (event: EngineEvent) => void,
    signal?: AbortSignal,
  ): Promise<WorkerSupervisor<Options, Info, Calls>> {
    const supervisor = new WorkerSupervisor<Options, Info, Calls>(kind, options, onEvent);
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
  get info(): Info {
    return this.#info;
  }

  /** Makes a call as soon as the worker is open. Rejects with what kept it from being opened, if that fails. */
  async call<T>(send: Send<Calls, T>, signal?: AbortSignal): Promise<T> {
    this.throwIfClosed();
    this.#worker ??= this.#replace();
    const worker = await unlessAborted(this.#worker, signal);
    const answer = await worker.call(send, signal);
    this.#isUnproven = false;
    return answer;
  }

  /** Makes a call with a frame, which is handed over if it is no file. */
  async callWith<T>(frame: Frame, send: SendFrame<Calls, T>, signal?: AbortSignal): Promise<T> {
    try {
      return await this.call((api, call) => send(api, call, handOver(frame)), signal);
    } finally {
      // One that was not handed over, because the call was given up, say, would keep its memory.
      closeFrame(frame);
    }
  }

  /** Makes a call with a snapshot of the source, as it is now. */
  async callOn<T>(source: FaceSource, send: SendFrame<Calls, T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    this.throwIfClosed();
    const snapshot = toFrame(source);
    const frame = await unlessAborted(snapshot, signal).catch((reason: unknown) => {
      snapshot.then(closeFrame, () => {});
      throw reason;
    });
    return this.callWith(frame, send, signal);
  }

  /** Ends the worker, also one that is being opened; calls under way and later ones fail with `closed`. */
  close(): void {
    this.#closing.abort(new FaceError('closed', `The ${this.#kind.owner} is closed: create a new one.`));
  }

  /** Aborts when the supervisor is closed, with the error that calls fail with. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  throwIfClosed(): void {
    this.#closing.signal.throwIfAborted();
  }

  async #start(onProgress: (progress: LoadProgress) => void, signal?: AbortSignal) {
    const worker = new WorkerClient<Options, Info, Calls>(this.#kind, this.#closing.signal);
    try {
      this.#info = await worker.open(this.#options, onProgress, (info) => this.#onChange(info), signal);
    } catch (error) {
      worker.end(error);
      throw error;
    }
    worker.ended.addEventListener('abort', () => this.#onDeath(worker.ended.reason));
    return worker;
  }

  #onChange(info: Info): void {
    const before: Info | undefined = this.#info;
    this.#info = info;
    // While the first worker opens, nobody has been told of another device.
    if (before === undefined || before.device === info.device) return;
    this.#tell({ type: 'device-changed', from: before.device, to: info.device, reason: info.deviceReason });
  }

  #onDeath(reason: FaceError): void {
    if (this.#closing.signal.aborted) return;
    this.#lastDeath = String(reason.details['reason']);
    this.#worker = this.#isUnproven ? null : this.#replace();
  }

  #replace(): Promise<WorkerClient<Options, Info, Calls>> {
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

function handOver(frame: Frame): Frame {
  return frame instanceof Blob ? frame : Comlink.transfer(frame, [frame]);
}
