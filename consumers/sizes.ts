/**
 * How large each part may be, in bytes: what an app pays for an entry with all that it exports, minified and gzipped, the
 * other packages not counted; what a browser loads of a worker, gzipped; and what npm downloads. A change that needs more
 * raises the number, where a reviewer sees it.
 */
export const budgets = {
  'face-core': 16_000,
  'face-core/objects': 5_000,
  facebank: 45_000,
  'facebank/matching': 2_300,
  'face-gate': 4_300,
  'the worker of face-core': 62_000,
  'the worker of face-core/objects': 52_000,
  'the worker of facebank': 15_500,
  'face-core.tgz': 215_000,
  'facebank.tgz': 97_000,
  'face-gate.tgz': 12_500,
};
