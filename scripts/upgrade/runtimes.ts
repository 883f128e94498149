import { type Asset, nameOf } from '../../models/assets.ts';
import { sha256 as digestOf } from '../../models/prepare-asset.ts';

/** What another version of ONNX Runtime changes in the repository, as texts: nothing here touches a file. */

/** A file of the runtime whose digest or size differs from the manifest's. */
export interface ChangedFile {
  file: string;
  sha256: { from: string; to: string };
  bytes: { from: number; to: number };
}

type Runtime = Pick<Asset, 'file' | 'source' | 'sha256' | 'bytes'>;

export interface Manifest {
  runtimes: Record<string, Runtime>;
  /** `name@version` of a package → the integrity of its tarball. */
  packages: Record<string, string>;
}

/** A version of a package, as the registry has it. */
export interface Release {
  name: string;
  version: string;
  /** Of the tarball, as lockfiles have it: `sha512-` and base64. */
  integrity: string;
}

/** A package.json with another version of a dependency; as it was where it has no such dependency. */
export function withVersion(packageJson: string, name: string, version: string): string {
  const entry = new RegExp(`("${name.replaceAll('/', '\\/')}":\\s*")[^"]+(")`, 'g');
  return packageJson.replace(entry, `$1${version}$2`);
}

/**
 * The manifest for another version of the package that its runtimes come from, what that changes, and which of the files
 * the package does not have.
 *
 * @param read a file of the new package by its path; `null` where there is none
 */
export function withRuntimes<T extends Manifest>(
  manifest: T,
  { name, version, integrity }: Release,
  read: (path: string) => Uint8Array | null,
): { manifest: T; changed: ChangedFile[]; missing: string[] } {
  const changed: ChangedFile[] = [];
  const missing: string[] = [];
  const runtimes = Object.entries(manifest.runtimes).map(([key, runtime]): [string, Runtime] => {
    const { file, source } = runtime;
    if (nameOf(source.package) !== name) return [key, runtime];
    const content = read(source.path);
    if (content === null) {
      missing.push(source.path);
      return [key, runtime];
    }
    const sha256 = digestOf(content);
    if (sha256 !== runtime.sha256) {
      const bytes = { from: runtime.bytes, to: content.length };
      changed.push({ file, sha256: { from: runtime.sha256, to: sha256 }, bytes });
    }
    const updated = { ...source, package: `${name}@${version}`, sha256 };
    return [key, { ...runtime, source: updated, sha256, bytes: content.length }];
  });
  const packages = Object.entries(manifest.packages).map(([of, known]) =>
    nameOf(of) === name ? [`${name}@${version}`, integrity] : [of, known],
  );
  const updated = { ...manifest, runtimes: Object.fromEntries(runtimes), packages: Object.fromEntries(packages) };
  return { manifest: updated, changed, missing };
}
