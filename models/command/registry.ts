import { execFileSync } from 'node:child_process';
import { nameOf } from '../assets.ts';

/** The registry that npm is configured for, with a slash at its end. npm's own commands and pnpm's hand it down in the environment. */
export function configuredRegistry(): string {
  const registry = process.env['npm_config_registry'] ?? askNpm() ?? 'https://registry.npmjs.org/';
  return registry.endsWith('/') ? registry : `${registry}/`;
}

/** `null` where there is no npm. */
function askNpm(): string | null {
  try {
    const options = { encoding: 'utf8', shell: process.platform === 'win32', stdio: 'pipe' } as const;
    return execFileSync('npm', ['config', 'get', 'registry'], options).trim();
  } catch {
    return null;
  }
}

/** Where every registry has the tarball of a package. */
export function tarballOf(registry: string, npmPackage: string): string {
  const name = nameOf(npmPackage);
  const version = npmPackage.slice(name.length + 1);
  return `${registry}${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
}
