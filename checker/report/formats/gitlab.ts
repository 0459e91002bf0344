/**
 * GitLab's code quality report: one issue per case that is not as expected. (Test results go to GitLab as JUnit.)
 *
 * The fingerprint is made of names alone, so that the same issue is recognised on another branch and after unrelated edits.
 */
import { createHash } from 'node:crypto';
import { type Case, casesOf } from './cases.ts';
import type { RunReport } from './run-report.ts';

const SEVERITIES: Readonly<Record<Case['rule'], string>> = {
  violated: 'critical',
  error: 'blocker',
  missed: 'major',
  vacuous: 'major',
  differs: 'major',
  bound: 'minor',
};

export function gitlabReport(run: RunReport): string {
  const issues = casesOf(run)
    .filter(({ outcome }) => outcome !== 'passed')
    .map(issueOf);
  return `${JSON.stringify(issues, null, 1)}\n`;
}

function issueOf({ group, name, rule, message, place }: Case): unknown {
  const fingerprint = createHash('sha256').update(JSON.stringify([rule, group, name]));
  return {
    description: `${group}:${name}: ${message}`,
    check_name: `ordeal/${rule}`,
    fingerprint: fingerprint.digest('hex'),
    severity: SEVERITIES[rule],
    // GitLab drops an issue without a place; what belongs to no line belongs to the record.
    location: { path: place?.file ?? 'counterexamples', lines: { begin: place?.line ?? 1 } },
  };
}
