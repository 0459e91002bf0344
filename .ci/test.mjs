// `npm test`: type-checks, lint and tests, all of them even if one fails, and one line at the end.
// The last line is `N passed, N failed`. The tests are counted from the report that vitest writes;
// every other failed stage counts as one failure, so that no red stage hides behind green tests.
// Arguments (`npm test -- checker/lang`) go to vitest.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REPORT = join(ROOT, 'test-results', 'vitest.json');

/**
 * Runs one of the project's tools and tells whether it succeeded.
 * @param {string} title
 * @param {string} name
 * @param {string[]} args
 */
function stage(title, name, args) {
  process.stdout.write(`== ${title}\n`);
  const program = join(ROOT, 'node_modules', '.bin', name);
  const run = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit' });
  return run.status === 0;
}

/** Counts single tests; a test file that could not be loaded counts as one failure. */
function readCounts() {
  if (!existsSync(REPORT)) return { passed: 0, failed: 0 };
  const report = JSON.parse(readFileSync(REPORT, 'utf8'));
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = report.testResults;
  const broken = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

rmSync(REPORT, { force: true });
const failedStages = [
  stage('type-check', 'tsc', ['-p', 'tsconfig.check.json']),
  stage('type-check of the trace page', 'tsc', ['-p', 'checker/report/html/page']),
  stage('lint', 'biome', ['ci', '--error-on-warnings']),
].filter((succeeded) => !succeeded).length;
const testsSucceeded = stage('tests', 'vitest', ['run', ...process.argv.slice(2)]);
const { passed, failed } = readCounts();
// Vitest can fail without a failed test: a broken set-up, an unhandled rejection.
const unexplained = !testsSucceeded && failed === 0 ? 1 : 0;
const total = failed + failedStages + unexplained;
process.exitCode = total === 0 ? 0 : 1;
process.stdout.write(`${passed} passed, ${total} failed\n`);
