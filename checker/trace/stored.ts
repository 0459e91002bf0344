/**
 * The stable form of a trace: what stands in `counterexamples/`. Reading it back is next door, in `json.ts`.
 *
 * Steps by name and arguments, never by an index, so that a trace survives unrelated edits of the spec. Keys come in one order
 * and every step is a line of its own, so that `git diff` shows what changed. Keys are only ever added.
 */
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
  /** Of the variant, as a word; not there: nothing has to be said of it. */
  readonly status?: string;
  /** As the search has proven; never of a file that was edited. */
  readonly shortest: boolean;
  /** Of the model that it was found in. */
  readonly digest: string;
  /** Variables that may start with several values: with which this trace does. */
  readonly initial: Readonly<Record<string, string>>;
  readonly steps: readonly StepName[];
}

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
    ...(trace.status === null ? {} : { status: trace.status }),
    shortest: trace.isShortest,
    digest: trace.digest,
    initial: Object.freeze(Object.fromEntries(chosen.map(({ name: of, value }) => [of, value]))),
    steps: Object.freeze(trace.steps.map(({ name: step }) => step)),
  });
}

/** The text of a stored trace, with a final newline. Same trace, same bytes. */
export function traceToJson(stored: StoredTrace): string {
  const { steps } = stored;
  const head = { v: TRACE_VERSION, type: 'trace', ...inOrder(stored), sum: sumOf(stored) };
  const lines = Object.entries(head).map(
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
  'status',
  'shortest',
  'digest',
  'initial',
] as const;

const inOrder = (stored: StoredTrace): Readonly<Record<string, unknown>> => {
  const head = { ...stored, constants: sorted(stored.constants), initial: sorted(stored.initial) };
  const present = HEAD_KEYS.filter((key) => head[key] !== undefined);
  return Object.fromEntries(present.map((key) => [key, head[key]]));
};

const sorted = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)));

const FNV_BASIS = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/**
 * A checksum of all that the trace says (FNV-1a, 64 bits): what a search has proven of it is not proven of an edited one. It tells of
 * edits, not of forgery.
 */
export function sumOf(stored: StoredTrace): string {
  const steps = stored.steps.map(({ process, calls, label, choices }) => [
    process,
    calls,
    label,
    choices,
  ]);
  const bytes = new TextEncoder().encode(JSON.stringify([inOrder(stored), steps]));
  const sum = bytes.reduce(
    (hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME),
    FNV_BASIS,
  );
  return sum.toString(16).padStart(16, '0');
}
