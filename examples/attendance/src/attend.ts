import {
  type Box,
  completePolicy,
  type FaceEngine,
  faultsOfLiveness,
  faultsOfQuality,
  faultsOfSize,
  type TrackAnalysis,
  templateOf,
} from 'face-core';
import type { Facebank } from 'facebank';
import { logArrival } from './arrivals.ts';

/** Somebody before the camera. */
export interface Sighting {
  id: number;
  /** In shares of the picture, 0 to 1. */
  box: Box;
  /** Their label, or `null`: nobody knows them, or they cannot be told yet. */
  label: string | null;
  /** Their label, or what keeps them from being recognised. */
  words: string;
}

export interface Scene {
  sightings: Sighting[];
  /** Whoever has just been logged. */
  arrived: string[];
}

/** How long it takes until somebody unknown is asked after again. */
const retryMs = 3_000;

/** What is known of a face that is followed, and until when. */
type Answer = Pick<Sighting, 'label' | 'words'> & { until: number };

const policy = completePolicy({});

/**
 * Follows everybody before the camera, and logs whom the gallery knows. Liveness is judged by single frames: it stops many
 * prints and screens, not all. Where more is at stake, ask one person at a time, by `engine.observe` or `engine.challenge`.
 *
 * @throws FaceError what `engine.watch` throws; the signal's reason
 */
export async function* attend(engine: FaceEngine, bank: Facebank, video: HTMLVideoElement, signal: AbortSignal) {
  let answers = new Map<number, Answer>();
  for await (const { faces, width, height, timestamp } of engine.watch(video, { signal })) {
    const scene: Scene = { sightings: [], arrived: [] };
    const last = answers;
    answers = new Map();
    for (const { id, box, analysis } of faces) {
      let answer = last.get(id);
      if (answer === undefined || answer.until <= timestamp) {
        answer = await ask(bank, analysis, timestamp, scene.arrived);
      }
      answers.set(id, answer);
      scene.sightings.push({ id, box: shares(box, width, height), label: answer.label, words: answer.words });
    }
    yield scene;
  }
}

/** Who is it? A face is one person's for as long as it is followed, so that whoever is known is not asked after again. */
async function ask(bank: Facebank, analysis: TrackAnalysis, now: number, arrived: string[]): Promise<Answer> {
  const [fault] = [
    ...faultsOfLiveness(analysis, policy),
    ...faultsOfSize(analysis, policy),
    ...faultsOfQuality(analysis, policy),
  ];
  if (fault !== undefined) return { label: null, words: fault.message, until: now };
  const { match } = await bank.identify(templateOf(analysis));
  if (match === null) return { label: null, words: 'Not known here', until: now + retryMs };
  const { label, similarity } = match;
  if (await logArrival(bank, label, similarity)) arrived.push(label);
  return { label, words: label, until: Number.POSITIVE_INFINITY };
}

function shares({ x, y, width, height }: Box, across: number, down: number): Box {
  return { x: x / across, y: y / down, width: width / across, height: height / down };
}
