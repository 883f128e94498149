import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Contract, faultOf } from '../../models/contract.ts';
import { DownloadError, download, type Progress } from '../../models/download.ts';
import { sha256 } from '../../models/prepare-asset.ts';
import { writeWhole } from '../../models/write-whole.ts';
import { addressOf, type HostedWeights } from '../../packages/face-core/src/models/descriptor.ts';
import { CommandError } from '../browser-pipeline.ts';

/** A model of the manifest that is not bundled. */
export interface OptionalModel extends Contract {
  id: string;
  version: string;
  file: string;
  url: string;
}

/** What is kept beside an installed model: what `FaceEngine.create({ models })` takes, and where it came from. */
export interface ModelRecord {
  id: string;
  version: string;
  weights: HostedWeights;
  /** null: from a file that the user had. */
  source: string | null;
}

/**
 * Installs a model into the folder that an app serves, with a record beside it. The first time its digest is recorded, and from
 * then on nothing else is accepted. A model that is there already is checked, and not downloaded again.
 *
 * @param path a file that the user has, instead of a download
 * @throws CommandError `bad-arguments`, `model-load` or `model-corrupt`; nothing is written then
 */
export async function addModel(
  model: OptionalModel,
  folder: string,
  path: string | undefined,
  progress: Progress,
): Promise<ModelRecord> {
  const target = join(folder, model.file);
  const recordFile = join(folder, `${model.id}.json`);
  const recorded = await readRecord(recordFile);
  if (path === undefined && recorded !== null) {
    const installed = await readFile(target).catch(() => null);
    if (installed !== null && sha256(installed) === recorded.weights.sha256) return recorded;
  }
  const origin = path ?? model.url;
  const bytes = path === undefined ? await fetched(model.url, progress) : await readGiven(path);
  const digest = sha256(bytes);
  if (recorded !== null && recorded.weights.sha256 !== digest) {
    throw new CommandError(
      'model-corrupt',
      `${origin} has sha256 ${digest}; recorded is ${recorded.weights.sha256}. Nothing was changed; remove ${recordFile} to install another.`,
    );
  }
  const fault = await faultOf(bytes, model);
  if (fault !== null) throw new CommandError('model-corrupt', `${origin} is not ${model.id}: ${fault}`);
  const record: ModelRecord = recorded ?? {
    id: model.id,
    version: model.version,
    weights: { url: addressOf({ file: model.file, sha256: digest }), sha256: digest, bytes: bytes.length },
    source: path === undefined ? model.url : null,
  };
  await mkdir(folder, { recursive: true });
  await writeWhole(target, bytes);
  // Last, because whoever reads it takes the model for installed.
  await writeWhole(recordFile, `${JSON.stringify(record, null, 2)}\n`);
  return record;
}

/** `null` where there is none. */
async function readRecord(file: string): Promise<ModelRecord | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const record = JSON.parse(text) as ModelRecord;
    if (/^[0-9a-f]{64}$/.test(record.weights.sha256)) return record;
  } catch {
    // Said below, like every other damage.
  }
  throw new CommandError('model-corrupt', `${file} is damaged: remove it to record the model anew.`);
}

async function readGiven(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: Error) => {
    throw new CommandError('bad-arguments', `${path} cannot be read: ${cause.message}`);
  });
}

async function fetched(url: string, progress: Progress): Promise<Uint8Array> {
  return download(url, progress).catch((error: unknown) => {
    if (!(error instanceof DownloadError)) throw error;
    const advice = 'Check the network, or give a file that you have: --file PATH';
    throw new CommandError('model-load', `${error.message}. ${advice}`);
  });
}
