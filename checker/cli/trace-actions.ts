/**
 * What can be done with a trace that was found: print it, or re-execute it.
 */
import { modelOf } from '../explore/index.ts';
import type { Expectation, Spec } from '../lang/index.ts';
import { DEADLOCK, type Model, variantId } from '../model/index.ts';
import { renderTrace } from '../report/index.ts';
import {
  replayTrace,
  type StoredTrace,
  storedTrace,
  type Trace,
  traceToJson,
} from '../trace/index.ts';
import type { CatalogEntry } from './catalog.ts';
import type { TraceArguments } from './commands/trace.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-code.ts';
import { printProblems } from './problems.ts';
import { chooseSpec } from './targets.ts';
import { UsageError, unknownName } from './usage-error.ts';
import { version } from './version.ts';

/** Prints a trace as it runs on the model of today. A violation that no longer happens differs from the record. */
export function showTrace(
  stored: StoredTrace,
  entries: readonly CatalogEntry[],
  args: TraceArguments,
  context: Context,
): number {
  const trace = replayTrace(modelFor(stored, stored.variant, entries, context), stored);
  print(trace, { args, isExpected: isExpected(stored, entries) }, context);
  return isViolation(trace) ? EXIT.ok : EXIT.differs;
}

/** Re-executes a trace, on the variant it was found in or on another one of the spec, and says how it went. */
export function replayOn(
  stored: StoredTrace,
  entries: readonly CatalogEntry[],
  args: TraceArguments,
  context: Context,
): number {
  const variant = variantNamed(args.variant, stored, entries);
  const trace = replayTrace(modelFor(stored, variant, entries, context), stored);
  const isSame = variant === stored.variant;
  print(trace, { args, isExpected: isSame && isExpected(stored, entries) }, context);
  if (args.format !== 'json' && !context.json) context.out(`\n${replayText(trace, stored)}\n`);
  if (isSame) return isViolation(trace) ? EXIT.ok : EXIT.differs;
  if (!isViolation(trace)) return EXIT.ok;
  if (trace.ending.kind === 'error') return EXIT.usage;
  return stored.property === DEADLOCK ? EXIT.deadlock : EXIT.safety;
}

const isViolation = ({ ending }: Trace): boolean =>
  ending.kind !== 'completed' && ending.kind !== 'stopped';

function replayText(trace: Trace, { property, steps }: StoredTrace): string {
  const taken = `replayed on ${trace.id}[${trace.configuration}]: ${trace.steps.length} of ${steps.length} steps`;
  return isViolation(trace)
    ? `${taken}, ${property} violated`
    : `${taken}, ${property} not violated`;
}

function print(
  trace: Trace,
  { args, isExpected }: { readonly args: TraceArguments; readonly isExpected: boolean },
  { out, json }: Context,
): void {
  const { format, vars, full = false } = args;
  if (json || format === 'json') {
    const text = traceToJson(storedTrace(trace));
    out(json ? `${JSON.stringify(JSON.parse(text))}\n` : text);
    return;
  }
  const list = vars === undefined ? {} : { vars: vars.split(',') };
  out(renderTrace(trace, { format, full, ...list, isExpected, version: version() }));
}

const variantNames = ({ variants }: Spec): readonly string[] =>
  variants.map(({ name }) => name).filter((name) => name !== '');

/** The name of the variant that is asked for by name or by id; a base without a name has only its id. */
function variantNamed(
  wanted: string | undefined,
  stored: StoredTrace,
  entries: readonly CatalogEntry[],
): string {
  if (wanted === undefined) return stored.variant;
  const { spec } = chooseSpec(entries, stored.spec);
  const found = spec.variants.find(
    (each) => each.name === wanted || variantId(spec, each) === wanted,
  );
  if (found === undefined) throw unknownName(`${spec.id}: variant`, wanted, variantNames(spec));
  return found.name;
}

/** The model that a trace was recorded with, or its counterpart in another variant. */
function modelFor(
  stored: StoredTrace,
  variant: string,
  entries: readonly CatalogEntry[],
  context: Context,
): Model {
  const { spec } = chooseSpec(entries, stored.spec);
  const { configuration, constants } = stored;
  if (spec.variants.every(({ name }) => name !== variant))
    throw unknownName(`${spec.id}: variant`, variant, variantNames(spec));
  const configurations = spec.configurations.map(({ name }) => name);
  if (!configurations.includes(configuration))
    throw unknownName(`${spec.id}: configuration`, configuration, configurations);
  const built = modelOf(spec, { variant, configuration, overrides: constants });
  if (built.kind === 'model') return built.model;
  printProblems(built.problems, context);
  throw new UsageError(`${stored.spec} has problems`);
}

function isExpected(stored: StoredTrace, entries: readonly CatalogEntry[]): boolean {
  if (Object.keys(stored.constants).length > 0) return false;
  const { spec } = chooseSpec(entries, stored.spec);
  const variant = spec.variants.find(({ name }) => name === stored.variant);
  return expects(variant?.expect[stored.configuration], stored.property);
}

const expects = (expectation: Expectation | undefined, property: string): boolean =>
  expectation?.kind === 'violates' &&
  (expectation.properties.includes(property) ||
    expectation.also.some((also) => also.property === property));
