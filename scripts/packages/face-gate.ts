import { join } from 'node:path';
import { bundle, type Script } from './bundle.ts';

/** face-gate, which is handed an engine and a gallery by an app that has both packages. */
export async function buildFaceGate(root: string): Promise<Script[]> {
  const entry = join(root, 'packages/face-gate/src/index.ts');
  return await bundle({ entries: { index: entry }, external: ['face-core', 'facebank', 'facebank/matching'] });
}
