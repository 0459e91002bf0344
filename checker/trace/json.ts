/**
 * The stable form of a trace: what stands in `counterexamples/` and is read back, edited by hand or not.
 *
 * Steps by name and arguments, never by an index, so that a trace survives unrelated edits of the spec. Keys come in one order
 * and every step is a line of its own, so that `git diff` shows what changed. Keys are only ever added; unknown ones are ignored.
 */
import * as v from 'valibot';
import type { StepName } from '../semantics/index.ts';
import type { Trace } from './trace.ts';

export const TRACE_VERSION = 1;

export interface StoredTrace {
  /** `family/spec`. */
  readonly spec: string;
  /** Empty for a base without a name. */
  readonly variant: string;
  readonly configuration: string;
  /** Constants set with `-c`. */
  readonly constants: Readonly<Record<string, string>>;
  readonly property: string;
  readonly shortest: boolean;
  /** Of the model that it was found in. */
  readonly digest: string;
  /** Variables that may start with several values: with which this trace does. */
  readonly initial: Readonly<Record<string, string>>;
  readonly steps: readonly StepName[];
}

const NameSchema = v.pipe(v.string(), v.nonEmpty('is empty'));

const StepSchema = v.object({
  process: NameSchema,
  calls: v.array(v.string()),
  label: v.string(),
  choices: v.array(v.string()),
});

const TraceSchema = v.object({
  spec: v.pipe(v.string(), v.regex(/^[^/]+\/[^/]+$/, 'is not of the form family/spec')),
  variant: v.string(),
  configuration: NameSchema,
  constants: v.record(v.string(), v.string()),
  property: NameSchema,
  shortest: v.boolean(),
  digest: v.string(),
  initial: v.record(v.string(), v.string()),
  steps: v.array(StepSchema),
});

/** What stands in a file of this form. */
export function storedTrace(trace: Trace): StoredTrace {
  const [family = '', name = '', variant = ''] = trace.id.split('/');
  const chosen = trace.start.values.filter(({ isChosen }) => isChosen);
  return Object.freeze({
    spec: `${family}/${name}`,
    variant,
    configuration: trace.configuration,
    constants: trace.constants,
    property: trace.property,
    shortest: trace.isShortest,
    digest: trace.digest,
    initial: Object.freeze(Object.fromEntries(chosen.map(({ name: of, value }) => [of, value]))),
    steps: Object.freeze(trace.steps.map(({ name: step }) => step)),
  });
}

/** The text of a stored trace, with a final newline. Same trace, same bytes. */
export function traceToJson(stored: StoredTrace): string {
  const { steps, ...head } = {
    ...stored,
    constants: sorted(stored.constants),
    initial: sorted(stored.initial),
  };
  const lines = Object.entries({ v: TRACE_VERSION, type: 'trace', ...inOrder(head) }).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`,
  );
  const stepLines = steps.map(
    ({ process, calls, label, choices }) =>
      `    ${JSON.stringify({ process, calls, label, choices })}`,
  );
  const list = stepLines.length === 0 ? '[]' : `[\n${stepLines.join(',\n')}\n  ]`;
  return `{\n${lines.join('\n')}\n  "steps": ${list}\n}\n`;
}

const HEAD_KEYS = [
  'spec',
  'variant',
  'configuration',
  'constants',
  'property',
  'shortest',
  'digest',
  'initial',
] as const;

const inOrder = (head: Omit<StoredTrace, 'steps'>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(HEAD_KEYS.map((key) => [key, head[key]]));

const sorted = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)));

export type ReadTrace =
  | { readonly kind: 'trace'; readonly trace: StoredTrace }
  /** One sentence: what is wrong, and where. */
  | { readonly kind: 'unreadable'; readonly message: string };

/** Reads a stored trace. Whether its names exist is known when it is replayed. */
export function readTraceJson(text: string): ReadTrace {
  const parsed = parse(text);
  if (parsed.kind === 'unreadable') return parsed;
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'trace') {
    return unreadable('this is JSON, but not a trace: it has no "type": "trace"');
  }
  const version = 'v' in value ? value.v : undefined;
  if (version !== TRACE_VERSION) {
    return unreadable(
      `the trace has version ${JSON.stringify(version) ?? 'none'}; this program reads version ${TRACE_VERSION}`,
    );
  }
  const result = v.safeParse(TraceSchema, value);
  if (result.success) return Object.freeze({ kind: 'trace', trace: Object.freeze(result.output) });
  const [issue] = result.issues;
  return unreadable(`${v.getDotPath(issue) ?? 'the trace'}: ${complaint(issue)}`);
}

function parse(
  text: string,
): { kind: 'value'; value: unknown } | Extract<ReadTrace, { kind: 'unreadable' }> {
  try {
    return { kind: 'value', value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const end = text.trimEnd();
    if (end === '') return unreadable('the file is empty');
    return unreadable(
      end.endsWith('}')
        ? `this is not JSON: ${reason}`
        : `the trace is truncated: it does not end with '}' (${reason})`,
    );
  }
}

const complaint = ({ message, received }: v.BaseIssue<unknown>): string =>
  received === 'undefined' ? 'is missing' : message;

const unreadable = (message: string): Extract<ReadTrace, { kind: 'unreadable' }> =>
  Object.freeze({ kind: 'unreadable', message });
