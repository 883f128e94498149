import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/**
 * Finds a Chromium to run the real pipeline in, and installs one where there is none. In order: the environment variable
 * `CHROMIUM_PATH`, a Chrome or Chromium of the system, Playwright's own.
 */

/** Launch flags: quiet on the network, and able to run where Chromium's own sandbox cannot (containers, root). */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Launch flags for a camera that shows a film, again and again, and that nobody need allow. */
export const cameraShowing = (film: string) => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
];

/** WebGPU on the CPU, where there is no GPU: slow, but the same arithmetic. */
export const softwareWebGpuArgs = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

const commands = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a Chromium that runs; says on stderr which it is. Throws, with what to do, where none can be had. */
export function ensureBrowser(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) {
    if (!runs(named)) throw new Error(`CHROMIUM_PATH is ${named}, which does not run`);
    return report(named, 'from CHROMIUM_PATH');
  }
  const found = findBrowser();
  if (found !== null) return report(...found);

  install();
  const installed = findBrowser();
  if (installed === null) {
    throw new Error('No Chromium was found or could be installed. Install Chrome, or set CHROMIUM_PATH to a Chromium.');
  }
  return report(...installed);
}

function findBrowser(): [path: string, origin: string] | null {
  for (const command of commands) {
    const path = which(command);
    if (path !== null && runs(path)) return [path, "the system's"];
  }
  for (const path of applications) {
    if (existsSync(path)) return [path, "the system's"];
  }
  const own = chromium.executablePath();
  return existsSync(own) ? [own, "Playwright's own"] : null;
}

function install(): void {
  const isRootOnDebian = process.getuid?.() === 0 && which('apt-get') !== null;
  if (isRootOnDebian) {
    say('No Chromium found: installing the Debian package chromium (apt-get)');
    run('apt-get', ['update', '-q']);
    run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium']);
  } else {
    say('No Chromium found: installing one with playwright install chromium');
    run('npx', ['playwright', 'install', 'chromium']);
  }
}

function runs(path: string): boolean {
  // Windows' chrome.exe opens a window instead of printing its version.
  if (process.platform === 'win32') return existsSync(path);
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

function which(command: string): string | null {
  if (process.platform === 'win32') return null;
  const result = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : null;
}

function run(command: string, args: string[]): void {
  const { status } = spawnSync(command, args, { stdio: ['ignore', process.stderr, process.stderr] });
  if (status !== 0) say(`${command} ${args.join(' ')} failed with exit code ${status}`);
}

function report(path: string, origin: string): string {
  // One line a process tree: the test runner's own processes ask again.
  if (process.env['CHROMIUM_PATH'] !== path) {
    const version =
      process.platform === 'win32'
        ? ''
        : execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    say(`Browser: ${version} ${path} (${origin})`);
    process.env['CHROMIUM_PATH'] = path;
  }
  return path;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
