import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the MediaPipe that is bundled knows no address to report to', () => {
  // tasks-vision 1.0 and 1.1 post usage statistics to Google every minute and cannot be told not to; 0.10.35 does not.
  const bundle = readFileSync(fileURLToPath(import.meta.resolve('@mediapipe/tasks-vision')), 'utf8');
  expect(bundle).toContain('FaceDetector');
  expect(bundle.match(/https?:\/\/[\w.-]+/g)).toBeNull();
});
