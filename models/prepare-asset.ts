import { createHash } from 'node:crypto';
import type { Asset } from './assets.ts';
import { tfliteToOnnx } from './tflite-to-onnx.ts';

const steps: Record<string, (source: Uint8Array) => Uint8Array> = {
  copy: (source) => source,
  'tflite-to-onnx': tfliteToOnnx,
};

/** Turns an asset's source bytes into its prepared bytes. Throws, naming both digests, where either is not the manifest's. */
export function prepareAsset(
  asset: Pick<Asset, 'file' | 'source' | 'prepare' | 'sha256'>,
  source: Uint8Array,
): Uint8Array {
  checkDigest(`${asset.source.package} ${asset.source.path}`, source, asset.source.sha256);
  const step = steps[asset.prepare];
  if (step === undefined) throw new Error(`${asset.file}: the manifest names an unknown step, ${asset.prepare}`);
  const prepared = step(source);
  checkDigest(asset.file, prepared, asset.sha256);
  return prepared;
}

function checkDigest(name: string, bytes: Uint8Array, expected: string): void {
  const found = sha256(bytes);
  if (found !== expected)
    throw new Error(`${name} has a wrong digest\n  expected sha256 ${expected}\n  found    sha256 ${found}`);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
