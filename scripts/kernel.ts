import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import loadWabt from 'wabt';

/** `npm run kernel`: assembles facebank's search kernel into the file that is committed and shipped. */

const folder = new URL('../packages/facebank/src/search/', import.meta.url);
export const kernelText = new URL('kernel.wat', folder);
export const kernelModule = new URL('kernel-bytes.ts', folder);

/** WebAssembly's text format as its binary one. Throws where it is not valid. */
export async function assemble(file: URL): Promise<Uint8Array> {
  const { parseWat } = await loadWabt();
  const module = parseWat(file.pathname, await readFile(file, 'utf8'), { simd: true });
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}

/** What `kernel-bytes.ts` has to be. */
export async function kernelSource(): Promise<string> {
  const base64 = Buffer.from(await assemble(kernelText)).toString('base64');
  return `/** kernel.wat, assembled by \`npm run kernel\`, in base64. */\nexport const kernelBytes =\n  '${base64}';\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeFile(kernelModule, await kernelSource());
}
