import { rename, rm, writeFile } from 'node:fs/promises';

/** A rename is all or nothing: an interrupted run leaves no half file under the real name. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, content);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
