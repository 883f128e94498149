import manifest from './manifest.json' with { type: 'json' };

/** A file of the folder that an app serves as its `modelBaseUrl`. */
export interface Asset {
  /** Its path in that folder. */
  file: string;
  /** The file of an npm package, `name@version`, that it is made from. */
  source: { package: string; path: string; sha256: string };
  /** How it is made from that: a step of `prepare-asset.ts`. */
  prepare: string;
  sha256: string;
  bytes: number;
  licence: string;
}

/** By their names. */
export type Assets = Readonly<Record<string, Asset>>;

export const weights: Assets = manifest.models;
export const runtimes: Assets = manifest.runtimes;

/** The name of a package without its version. */
export function nameOf(npmPackage: string): string {
  return npmPackage.slice(0, npmPackage.lastIndexOf('@'));
}

/** What the tarball of each package that assets are made from has to be: its integrity as lockfiles have it, `sha512-` and base64. */
export const integrityOf: Readonly<Record<string, string>> = manifest.packages;
