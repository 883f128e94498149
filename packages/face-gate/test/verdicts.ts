import type { Verdict } from '../src/index.ts';

/** Made-up verdicts, for what is decided on them. */

export const passed = (check: string, figures = {}): Verdict => ({
  check,
  picture: 0,
  passed: true,
  reasons: [],
  figures,
  ms: 1,
});

export const failed = (check: string, code: string, figures = {}): Verdict => ({
  ...passed(check, figures),
  passed: false,
  reasons: [{ code, message: `${code}.` }],
});
