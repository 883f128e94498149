import {
  type AnalysisParts,
  type AnalyzedFace,
  type CapturePolicy,
  type Face,
  FaceEngine,
  FaceError,
  type FaceTemplate,
  type Liveness,
  type LivenessPolicyChoice,
  type Quality,
  templateOf,
} from 'face-core';
import { ObjectDetector } from 'face-core/objects';
import { Facebank, FacebankError, type Identification, type ImportSummary, type Verification } from 'facebank';
import { installedModels } from '../../models/installed.ts';

/** The page that the commands run the pipeline in: real packages, real models, a real browser, a gallery of its own. */

export type Outcome<T> = { value: T } | { error: { code: string; message: string } };

/** A face as its liveness was judged, with what the fusion of it goes by. */
export interface JudgedFace {
  face: Face;
  quality: Quality;
  liveness: Liveness;
}

/** A template's digest stands for it outside: embeddings stay in the page. */
const templates = new Map<string, FaceTemplate>();
let engine: FaceEngine;
let bank: Facebank;

const harness = {
  /** Loads the engine, with its default policy of liveness or another, and an empty gallery. */
  open: (modelBaseUrl: string, liveness?: LivenessPolicyChoice) =>
    settle(async () => {
      engine = await FaceEngine.create({ modelBaseUrl, models: installedModels, ...(liveness && { liveness }) });
      bank = await Facebank.open({ name: 'harness' });
      return engine.info;
    }),

  info: () => settle(async () => engine.info),

  detect: (url: string): Promise<Outcome<Face[]>> => settle(async () => engine.detect(await file(url))),

  /** Takes the template of the one face in a photograph under a policy. */
  capture: (url: string, policy: CapturePolicy) =>
    settle(async () => known(await engine.capture(await file(url), policy))),

  /** Takes the template of the largest face in a photograph, however good; `no-face` where there is none. */
  acquire: (url: string, parts: Partial<AnalysisParts>) =>
    settle(async () => {
      return known(templateOf(await largestFace(url, { ...parts, embedding: true, quality: true })));
    }),

  /** Judges whether the largest face in a photograph is live; `no-face` where there is none. */
  judge: (url: string): Promise<Outcome<JudgedFace>> =>
    settle(async () => {
      const face = await largestFace(url, { embedding: false, liveness: true, quality: true });
      return { face, quality: face.quality!, liveness: face.liveness! };
    }),

  enroll: (label: string, digests: string[]) => settle(() => bank.enroll(label, digests.map(template))),
  verify: (label: string, digest: string): Promise<Outcome<Verification>> =>
    settle(() => bank.verify(label, template(digest))),
  identify: (digest: string): Promise<Outcome<Identification>> => settle(() => bank.identify(template(digest))),

  /** Opens a detector with the model under a URL, by its bytes, and tells what it says of itself. */
  checkObjects: (modelBaseUrl: string, url: string, classes?: string[]) =>
    settle(async () => {
      const model = new Uint8Array(await (await file(url)).arrayBuffer());
      const detector = await ObjectDetector.create({ model, modelBaseUrl, ...(classes && { classes }) });
      detector.close();
      return detector.info;
    }),

  importGallery: (url: string, passphrase: string | null): Promise<Outcome<ImportSummary>> =>
    settle(async () => bank.import(await file(url), { mode: 'replace', passphrase })),

  /** Ends in a download of the gallery. */
  exportGallery: (passphrase: string | null) =>
    settle(async () => {
      const { file, people, templates } = await bank.export({ passphrase });
      Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: 'gallery' }).click();
      return { people, templates };
    }),
};

export type Harness = typeof harness;

Object.assign(globalThis, { harness });

async function largestFace(url: string, parts: Partial<AnalysisParts>): Promise<AnalyzedFace> {
  const faces = await engine.analyze(await file(url), parts);
  const largest = faces.toSorted((a, b) => b.box.width - a.box.width)[0];
  if (largest === undefined) throw new FaceError('no-face', 'No face was found.');
  return largest;
}

/** What a command learns of a template. */
function known(taken: FaceTemplate) {
  templates.set(taken.digest, taken);
  return { ...taken, embedding: Array.from(taken.embedding) };
}

function template(digest: string): FaceTemplate {
  return templates.get(digest)!;
}

async function file(url: string): Promise<Blob> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.blob();
}

async function settle<T>(task: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await task() };
  } catch (error) {
    if (error instanceof FaceError || error instanceof FacebankError) {
      return { error: { code: error.code, message: error.message } };
    }
    throw error;
  }
}
