import { FaceEngine, type FaceTemplate } from 'face-core';
import { ObjectDetector } from 'face-core/objects';
import { createGate, type Gate } from 'face-gate';
import { Facebank } from 'facebank';
import { sample } from '../../../packages/face-core/test/photographs.ts';
import { sitters, take, webcam } from '../../../packages/face-core/test/studio.ts';

/**
 * What the code in the docs takes for granted: an engine, a gallery, photographs of Ada, a camera that she looks into. All of it
 * is real, but for what an app does with an answer.
 */

declare global {
  var engine: FaceEngine;
  var detector: ObjectDetector;
  /** Ada is in it, by her name and by her address. */
  var bank: Facebank;
  var gate: Gate;

  var video: HTMLVideoElement;
  var photograph: Blob;
  var photographA: Blob;
  var photographB: Blob;
  var groupPhotograph: Blob;
  var template: FaceTemplate;
  var templates: FaceTemplate[];
  var probe: FaceTemplate;

  /** Of `/models/chores.onnx`. */
  var sha256: string;
  var bytes: number;
  var passphrase: string;
  var midnight: number;

  var draw: Act;
  var hint: Act;
  var letIn: Act;
  var log: Act;
  var refuse: Act;
  var show: Act;
  var tell: Act;
  var tryAgain: Act;
}

type Act = (...words: unknown[]) => void;

interface Closable {
  close(): void | Promise<void>;
}

/** What the snippet under way has made. */
const made: Promise<Closable>[] = [];

/** Makes what all snippets share; a snippet that closes it changes nothing. */
export async function buildStage(): Promise<void> {
  for (const act of ['draw', 'hint', 'letIn', 'log', 'refuse', 'show', 'tell', 'tryAgain'] as const) {
    globalThis[act] = () => {};
  }
  console.log = () => {};
  globalThis.passphrase = 'a sentence that nobody guesses';
  globalThis.midnight = new Date().setHours(0, 0, 0, 0);

  const [, ada] = await sitters();
  const shots = await Promise.all([take(ada!), take(ada!, { side: 230 })]);
  const files = shots.map((shot) => shot.convertToBlob({ type: 'image/jpeg', quality: 0.95 }));
  [globalThis.photographA, globalThis.photographB] = (await Promise.all(files)) as [Blob, Blob];
  globalThis.photograph = photographA;
  globalThis.groupPhotograph = await sample(6);
  const camera = cameraBefore(await take(ada!, { lean: 3 }));
  navigator.mediaDevices.getUserMedia = async () => camera.clone();

  const model = new Uint8Array(await (await fetch('/models/chores.onnx')).arrayBuffer());
  globalThis.bytes = model.length;
  globalThis.sha256 = hexadecimal(await crypto.subtle.digest('SHA-256', model));
  globalThis.detector = await ObjectDetector.create({ model });
  globalThis.engine = await FaceEngine.create({ attributes: ['age', 'gender', 'landmarks', 'eyes'] });
  engine.close = detector.close = () => {};
  globalThis.templates = [await engine.capture(photographA), await engine.capture(photographB)];
  [globalThis.template, globalThis.probe] = templates as [FaceTemplate, FaceTemplate];

  FaceEngine.create = remembering(FaceEngine.create.bind(FaceEngine));
  ObjectDetector.create = remembering(ObjectDetector.create.bind(ObjectDetector));
  Facebank.open = remembering(Facebank.open.bind(Facebank));
  endWatches();
}

/** A page before the camera, and a gallery as it was. */
export async function setStage(markup: string): Promise<void> {
  globalThis.bank = await Facebank.open();
  for (const label of ['Ada', 'ada@example.org']) await bank.enroll(label, [template]);
  globalThis.gate = createGate({ engine, bank });

  document.body.innerHTML = markup || '<video muted playsinline></video>';
  globalThis.video = document.querySelector('video') ?? document.createElement('video');
  video.muted = true;
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
  await video.play();
}

export async function clearStage(): Promise<void> {
  for (const one of await Promise.allSettled(made.splice(0))) {
    if (one.status === 'fulfilled') await one.value.close();
  }
  await new Promise((resolve, reject) => {
    const deletion = indexedDB.deleteDatabase('facebank');
    deletion.onsuccess = resolve;
    deletion.onerror = () => reject(deletion.error);
  });
}

function cameraBefore(picture: CanvasImageSource): MediaStream {
  const canvas = Object.assign(document.createElement('canvas'), webcam);
  const context = canvas.getContext('2d', { alpha: false })!;
  setInterval(() => context.drawImage(picture, 0, 0), 1_000 / 30);
  return canvas.captureStream();
}

function remembering<Options extends unknown[], Made extends Closable>(make: (...options: Options) => Promise<Made>) {
  return (...options: Options): Promise<Made> => {
    const making = make(...options);
    made.push(making);
    return making;
  };
}

/** A camera is on as long as its page, and so would be a loop that watches it: it ends after three frames. */
function endWatches(): void {
  const { watch } = FaceEngine.prototype;
  FaceEngine.prototype.watch = async function* (...args) {
    let frames = 0;
    for await (const frame of watch.apply(this, args)) {
      yield frame;
      if (++frames === 3) return;
    }
  };
}

function hexadecimal(buffer: ArrayBuffer): string {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
