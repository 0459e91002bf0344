/**
 * SARIF 2.1.0: a result per case that is not as expected, at the step in the spec; its trace as a code flow with one thread flow
 * per thread, whose steps carry their number in the whole trace as execution order.
 */
import { type Case, casesOf } from './cases.ts';
import type { Place, ReportedStep, ReportedTrace, RunReport } from './run-report.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

const RULES: Readonly<Record<Case['rule'], string>> = {
  violated: 'A property is violated in a reachable state.',
  missed: 'A property holds although a violation is expected.',
  bound: 'A search did not come to its end: no verdict.',
  error: 'A value leaves its domain, or the search failed.',
  vacuous: 'Something was checked by nothing.',
  differs: 'The run differs from what is committed.',
};

const RULE_IDS = Object.keys(RULES) as readonly Case['rule'][];

export function sarifReport(run: RunReport): string {
  const results = casesOf(run)
    .filter(({ outcome }) => outcome !== 'passed')
    .map(resultOf);
  const rules = RULE_IDS.map((id) => ({ id, shortDescription: { text: RULES[id] } }));
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ordeal', semanticVersion: run.version, rules } },
        invocations: [{ executionSuccessful: run.tally.isComplete, exitCode: run.exit }],
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}

function resultOf({ group, name, outcome, rule, message, trace, place }: Case): unknown {
  return {
    ruleId: rule,
    ruleIndex: RULE_IDS.indexOf(rule),
    level: outcome === 'timeout' ? 'warning' : 'error',
    message: { text: `${group}:${name}: ${message}` },
    locations: [
      {
        ...physical(place),
        logicalLocations: [{ fullyQualifiedName: `${group}:${name}` }],
      },
    ],
    partialFingerprints: { 'ordeal/v1': `${rule} ${group}:${name}` },
    ...(trace === null || trace.steps.length === 0 ? {} : { codeFlows: [codeFlow(trace)] }),
  };
}

function physical(place: Place | null): object {
  if (place === null) return {};
  const { file, line, column } = place;
  const artifactLocation = { uri: encodeURI(file), uriBaseId: '%SRCROOT%' };
  return {
    physicalLocation: { artifactLocation, region: { startLine: line, startColumn: column } },
  };
}

function codeFlow({ sentence, steps }: ReportedTrace): object {
  const processes = [...new Set(steps.map(({ process }) => process))];
  return {
    ...(sentence === '' ? {} : { message: { text: sentence } }),
    threadFlows: processes.map((id) => ({
      id,
      locations: steps.filter(({ process }) => process === id).map(flowLocation),
    })),
  };
}

const flowLocation = ({ number, process, text, place }: ReportedStep): object => ({
  executionOrder: number,
  location: { ...physical(place), message: { text: `${number} ${process}: ${text}` } },
});
