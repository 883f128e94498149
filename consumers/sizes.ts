/**
 * How large each part may be, in bytes: what an app pays for an entry with all that it exports, minified and gzipped, the
 * other packages not counted; what a browser loads of a worker, gzipped; and what npm downloads. A change that needs more
 * raises the number, where a reviewer sees it.
 */
export const budgets = {
  'face-core': 1,
  'face-core/objects': 1,
  facebank: 1,
  'facebank/matching': 1,
  'face-gate': 1,
  'the worker of face-core': 1,
  'the worker of face-core/objects': 1,
  'the worker of facebank': 1,
  'face-core.tgz': 1,
  'facebank.tgz': 1,
  'face-gate.tgz': 1,
};
