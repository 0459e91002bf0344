/**
 * Reading a stored trace back, edited by hand or not. Unknown keys are ignored.
 */
import * as v from 'valibot';
import { type StoredTrace, sumOf, TRACE_VERSION } from './stored.ts';

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
  status: v.exactOptional(NameSchema),
  shortest: v.boolean(),
  digest: v.string(),
  initial: v.record(v.string(), v.string()),
  sum: v.optional(v.string()),
  steps: v.array(StepSchema),
});

export type ReadTrace =
  /** `isEdited`: not as it was written. Then nothing is proven of it, whatever it says. */
  | { readonly kind: 'trace'; readonly trace: StoredTrace; readonly isEdited: boolean }
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
  if (result.success) return checked(result.output);
  const [issue] = result.issues;
  return unreadable(`${v.getDotPath(issue) ?? 'the trace'}: ${complaint(issue)}`);
}

/** A file from before there were checksums counts as edited. */
function checked({ sum, ...stored }: v.InferOutput<typeof TraceSchema>): ReadTrace {
  const isEdited = sum !== sumOf(stored);
  const trace = Object.freeze({ ...stored, shortest: stored.shortest && !isEdited });
  return Object.freeze({ kind: 'trace', trace, isEdited });
}

function parse(
  text: string,
): { kind: 'value'; value: unknown } | Extract<ReadTrace, { kind: 'unreadable' }> {
  try {
    return { kind: 'value', value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? plainReason(error.message) : '';
    const end = text.trimEnd();
    if (end === '') return unreadable('the file is empty');
    return unreadable(
      end.endsWith('}')
        ? `this is not JSON${reason}`
        : /^\s*\{/.test(text)
          ? `the trace is truncated: it does not end with '}'${reason}`
          : 'this is not JSON, and no trace',
    );
  }
}

/** What the parser says, unless it quotes the file: that may be any file. */
const plainReason = (message: string): string => (/["'`]/.test(message) ? '' : `: ${message}`);

const complaint = ({ message, received }: v.BaseIssue<unknown>): string =>
  received === 'undefined' ? 'is missing' : message;

const unreadable = (message: string): Extract<ReadTrace, { kind: 'unreadable' }> =>
  Object.freeze({ kind: 'unreadable', message });
