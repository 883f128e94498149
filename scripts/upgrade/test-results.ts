/** What a run of vitest with `--reporter=json` came to. */
export interface TestResults {
  passed: number;
  skipped: number;
  /** The full names of those that failed; a file that could not be run counts as one. */
  failed: string[];
}

export function testResultsOf(json: string): TestResults {
  const { testResults }: { testResults: FileResult[] } = JSON.parse(json);
  const results: TestResults = { passed: 0, skipped: 0, failed: [] };
  for (const { name, status, assertionResults } of testResults) {
    for (const { fullName, status } of assertionResults) {
      if (status === 'passed') results.passed++;
      else if (status === 'failed') results.failed.push(fullName);
      else results.skipped++;
    }
    if (status === 'failed' && assertionResults.every((test) => test.status !== 'failed')) results.failed.push(name);
  }
  return results;
}

interface FileResult {
  name: string;
  status: string;
  assertionResults: { fullName: string; status: string }[];
}
