// What machine formats in JSON may hold: shapes written from SARIF 2.1.0 and from GitLab's description of code quality reports.
// Only the parts that reports use are here; every other key is refused, so that nothing slips in that the standard does not know.

import * as v from 'valibot';

const Message = v.strictObject({ text: v.pipe(v.string(), v.nonEmpty()) });
const Positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const RelativeUri = v.pipe(v.string(), v.regex(/^(?![/\\]|[a-z]+:)[\w\-./%~@+:()]+$/i));

const PhysicalLocation = v.strictObject({
  artifactLocation: v.strictObject({ uri: RelativeUri, uriBaseId: v.literal('%SRCROOT%') }),
  region: v.strictObject({ startLine: Positive, startColumn: Positive }),
});

const Location = v.strictObject({
  physicalLocation: v.optional(PhysicalLocation),
  logicalLocations: v.optional(
    v.array(v.strictObject({ fullyQualifiedName: v.pipe(v.string(), v.nonEmpty()) })),
  ),
  message: v.optional(Message),
});

const CodeFlow = v.strictObject({
  message: v.optional(Message),
  threadFlows: v.pipe(
    v.array(
      v.strictObject({
        id: v.pipe(v.string(), v.nonEmpty()),
        locations: v.pipe(
          v.array(v.strictObject({ executionOrder: Positive, location: Location })),
          v.minLength(1),
        ),
      }),
    ),
    v.minLength(1),
  ),
});

const Result = v.strictObject({
  ruleId: v.string(),
  ruleIndex: v.pipe(v.number(), v.integer(), v.minValue(0)),
  level: v.picklist(['none', 'note', 'warning', 'error']),
  message: Message,
  locations: v.pipe(v.array(Location), v.minLength(1)),
  partialFingerprints: v.record(v.string(), v.string()),
  codeFlows: v.optional(v.pipe(v.array(CodeFlow), v.minLength(1))),
});

export const SarifLog = v.strictObject({
  $schema: v.pipe(v.string(), v.url()),
  version: v.literal('2.1.0'),
  runs: v.tuple([
    v.strictObject({
      tool: v.strictObject({
        driver: v.strictObject({
          name: v.literal('ordeal'),
          semanticVersion: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+/)),
          rules: v.array(v.strictObject({ id: v.string(), shortDescription: Message })),
        }),
      }),
      invocations: v.array(
        v.strictObject({ executionSuccessful: v.boolean(), exitCode: v.number() }),
      ),
      columnKind: v.literal('utf16CodeUnits'),
      results: v.array(Result),
    }),
  ]),
});

export const GitlabReport = v.array(
  v.strictObject({
    description: v.pipe(v.string(), v.nonEmpty()),
    check_name: v.pipe(v.string(), v.nonEmpty()),
    fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    severity: v.picklist(['info', 'minor', 'major', 'critical', 'blocker']),
    location: v.strictObject({
      path: v.pipe(v.string(), v.regex(/^(?!\.?\/)./)),
      lines: v.strictObject({ begin: Positive }),
    }),
  }),
);

export interface WorkflowCommand {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const unescaped = (text: string): string =>
  text
    .replace(/%3A/g, ':')
    .replace(/%2C/g, ',')
    .replace(/%0D/g, '\r')
    .replace(/%0A/g, '\n')
    .replace(/%25/g, '%');

/** Reads GitHub's workflow commands as a runner does: a line each; throws for a line that is none. */
export function readWorkflowCommands(text: string): readonly WorkflowCommand[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, command, list = '', message = ''] = /^::(\w+) ([^:]*)::(.*)$/.exec(line) ?? [];
      if (command === undefined) throw new Error(`no command: ${line}`);
      const pairs = list.split(',').map((pair) => /^(\w+)=(.*)$/.exec(pair) ?? []);
      const properties = pairs.map(([, key = '?', value = '']) => [key, unescaped(value)]);
      return { command, properties: Object.fromEntries(properties), message: unescaped(message) };
    });
}
