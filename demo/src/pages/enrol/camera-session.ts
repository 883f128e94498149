import { computed, signal } from '@preact/signals';
import type { FaceEngine, ObservationHint, ObservationVerdict } from 'face-core';
import { matchThreshold } from '../../services/settings.ts';
import { adviceFor } from '../../text/advice.ts';
import { t } from '../../text/index.ts';
import type { Draft } from './draft.ts';
import { isSamePerson } from './enrol.ts';
import { type Guidance, guided } from './guided.ts';
import { type Pose, poses, usual } from './poses.ts';

/** For how long a living person is looked for: twice the usual, as a slow device sees few frames, and an enrolment lasts. */
const observationMs = 30_000;

/** Takes shots from a camera, as far as a draft lacks them: first is looked for a living person, then for each pose. */
export class CameraSession {
  /** Whether somebody has to be found alive before shots are taken. */
  readonly isLivingOnly = signal(true);
  /** What to do now; `undefined` while nothing is under way. */
  readonly hint = signal<string | undefined>(undefined);
  /** How far the present step is, 0–1. */
  readonly progress = signal(0);
  /** What ended it. */
  readonly fault = signal<string | null>(null);
  /** The pose that is asked for; `null` while none is. */
  readonly pose = signal<Pose | null>(null);
  readonly isRunning = computed(() => this.#running.value !== null);
  readonly #draft: Draft;
  readonly #running = signal<AbortController | null>(null);
  readonly #skipped = new Set<Pose>();
  #wanted: readonly Pose[] = poses;

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /** @param wanted of these poses, those that the draft lacks */
  async start(engine: FaceEngine, video: HTMLVideoElement, wanted: readonly Pose[] = poses): Promise<void> {
    this.stop();
    const controller = new AbortController();
    this.#running.value = controller;
    this.fault.value = null;
    this.#skipped.clear();
    this.#wanted = wanted;
    try {
      await this.#takeShots(engine, video, controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) this.fault.value = error instanceof NotAlive ? error.message : adviceFor(error);
    } finally {
      if (this.#running.peek() === controller) this.stop();
    }
  }

  stop(): void {
    this.#running.peek()?.abort();
    this.#running.value = null;
    this.hint.value = undefined;
    this.pose.value = null;
    this.progress.value = 0;
  }

  /** Does without the pose that is asked for, at once: the next frame may be a while. */
  skip(): void {
    if (this.pose.value === null) return;
    this.#skipped.add(this.pose.value);
    const next = this.#next();
    if (next === undefined) this.stop();
    else {
      this.progress.value = 0;
      this.hint.value = wordsFor(next, 'pose');
    }
  }

  /** Asks for the next pose, if one is left. */
  #next(): Pose | undefined {
    const pose = this.#draft.missing.peek().find((each) => this.#wanted.includes(each) && !this.#skipped.has(each));
    this.pose.value = pose ?? null;
    return pose;
  }

  async #takeShots(engine: FaceEngine, video: HTMLVideoElement, signal: AbortSignal) {
    const draft = this.#draft;
    const known = draft.shots.peek()[0]?.template.embedding;
    const person = this.isLivingOnly.peek() ? await this.#proveAlive(engine, video, known, signal) : known;
    const next = () => this.#next();
    const base = () => draft.shots.peek().find(({ pose }) => pose?.name === 'straight')?.pose?.angles ?? usual;
    for await (const { pose, reach, guidance, shot } of guided(engine, video, next, base, signal)) {
      // It was skipped meanwhile.
      if (pose !== this.pose.peek()) continue;
      this.progress.value = reach;
      this.hint.value = wordsFor(pose, guidance);
      if (shot === null) continue;
      const { template, picture, angles } = shot;
      const isPerson = person === undefined || isSamePerson(template, person, matchThreshold.peek());
      const refusal = isPerson ? draft.add({ template, picture, pose: { name: pose, angles } }) : 'other-person';
      if (refusal === 'other-person') this.hint.value = t().enrol.camera.otherPerson;
      if (refusal !== 'full') continue;
      this.fault.value = t().enrol.refusal.full;
      return;
    }
  }

  /**
   * The embedding of the one who is alive.
   *
   * @param known whom it has to be, if somebody
   * @throws NotAlive
   */
  async #proveAlive(
    engine: FaceEngine,
    video: HTMLVideoElement,
    known: Float32Array | undefined,
    signal: AbortSignal,
  ): Promise<Float32Array | undefined> {
    let person = known;
    const options = { signal, timeLimitMs: observationMs, ...(known && { person: known }) };
    for await (const state of engine.observe(video, options)) {
      if (state.status === 'live') return person;
      if (state.status !== 'looking') throw new NotAlive(reasonFor(state));
      // Whoever takes their place ends it, so the last one is the first one.
      person = known ?? state.faces[0]?.analysis.embedding ?? person;
      this.progress.value = state.progress;
      this.hint.value = lookingFor(state.reason);
    }
    throw new NotAlive(t().advice.undecided['no-face']);
  }
}

/** Says why nobody was found to be alive. */
class NotAlive extends Error {}

function lookingFor(reason: ObservationHint): string {
  const { quality, observation } = t().advice;
  return reason in quality ? quality[reason as keyof typeof quality] : observation[reason as keyof typeof observation];
}

function reasonFor({ status, reason }: Exclude<ObservationVerdict, { status: 'live' }>): string {
  const { quality, undecided, notLive } = t().advice;
  if (status === 'not-live') return notLive[reason];
  return reason in quality ? quality[reason as keyof typeof quality] : undecided[reason as keyof typeof undecided];
}

function wordsFor(pose: Pose, guidance: Guidance): string {
  const { prompt, tooFar } = t().enrol.camera;
  const { quality, face } = t().advice;
  switch (guidance) {
    case 'pose':
      return prompt[pose];
    case 'too-far':
      return tooFar;
    case 'no-face':
    case 'multiple-faces':
      return face[guidance];
    default:
      return quality[guidance];
  }
}
