import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** What a run was made on and with. */
export interface Machine {
  /** ISO 8601, the day alone. */
  date: string;
  cpu: string;
  cores: number;
  memoryGiB: number;
  system: string;
  browser: string;
  node: string;
  /** Package → version. */
  packages: Record<string, string>;
}

export function machine(browserVersion: string): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]!.model,
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    browser: `Chromium ${browserVersion}`,
    node: process.versions.node,
    packages: {
      'onnxruntime-web': dependencies('../models/package.json')['onnxruntime-web']!,
      ...dependencies('./package.json'),
    },
  };
}

function dependencies(path: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).dependencies;
}
