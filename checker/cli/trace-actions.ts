/**
 * What can be done with a trace that was found: print it, or re-execute it.
 */
import { modelOf } from '../explore/index.ts';
import type { Expectation } from '../lang/index.ts';
import { DEADLOCK, type Model } from '../model/index.ts';
import { jsonLine, noFiguresLine, pageScript, renderTrace } from '../report/index.ts';
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
import { combine, EXIT } from './exit-code.ts';
import { printProblems } from './problems.ts';
import { chooseSpec, chooseVariant } from './targets.ts';
import type { CutSearch, Recorded } from './trace-source.ts';
import { UsageError, unknownName } from './usage-error.ts';
import { version } from './version.ts';

/** Prints a trace as it runs on the model of today. A violation that no longer happens differs from the record. */
export function showTrace(
  { stored, isFile }: Recorded,
  entries: readonly CatalogEntry[],
  args: TraceArguments,
  context: Context,
): number {
  const model = modelFor(stored, stored.variant, entries, context);
  refuseUnknownVariables(model, args);
  if (isFile) warnOfOtherModel(model, stored, args.name, context);
  const trace = replayTrace(model, stored);
  print(trace, { args, model, isExpected: isExpected(stored, entries) }, context);
  return isViolation(trace) ? EXIT.ok : EXIT.differs;
}

/** Re-executes a trace, on the variant it was found in or on another one of the spec, and says how it went. */
export function replayOn(
  { stored, isFile }: Recorded,
  entries: readonly CatalogEntry[],
  args: TraceArguments,
  context: Context,
): number {
  const variant = variantNamed(args.variant, stored, entries);
  const model = modelFor(stored, variant, entries, context);
  refuseUnknownVariables(model, args);
  const isSame = variant === stored.variant;
  if (isSame && isFile) warnOfOtherModel(model, stored, args.name, context);
  const trace = replayTrace(model, stored);
  print(trace, { args, model, isExpected: isSame && isExpected(stored, entries) }, context);
  if (args.format !== 'json' && !context.json) context.out(`\n${replayText(trace, stored)}\n`);
  if (isSame) return isViolation(trace) ? EXIT.ok : EXIT.differs;
  if (!isViolation(trace)) return EXIT.ok;
  if (trace.ending.kind === 'error') return EXIT.usage;
  return stored.property === DEADLOCK ? EXIT.deadlock : EXIT.safety;
}

/** Says that the search made for a trace did not come to its end. A bound or an interruption is no verdict. */
export function noVerdict(
  { cell, property, bound }: CutSearch,
  { out, err, json, paint, signal }: Context,
): number {
  const { chosen, configuration, overrides, name } = cell;
  const identity = { id: chosen.id, configuration: configuration.name, overrides, property };
  const line = json
    ? jsonLine('search', { ...identity, outcome: 'INCONCLUSIVE', bound })
    : noFiguresLine(`${name}:${property}`, bound, paint);
  out(`${line}\n`);
  err(`ordeal: there is no trace so far: the search of ${name} did not come to its end\n`);
  return combine([EXIT.noVerdict], bound === 'interrupted' ? (signal.reason as number) : null);
}

/** Throws if a name of `--vars` is neither a variable of the model nor an array or record of it. */
function refuseUnknownVariables({ cells }: Model, { vars }: TraceArguments): void {
  if (vars === undefined) return;
  const names = cells.flatMap(({ name }) => [name.replace(/[[.].*$/, ''), name]);
  const unknown = vars.split(',').find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownName('--vars: variable', unknown, [...new Set(names)]);
}

/** What a file recorded of another model may run otherwise, or not at all. */
function warnOfOtherModel(
  { digest }: Model,
  stored: StoredTrace,
  file: string,
  { err }: Context,
): void {
  if (stored.digest === digest) return;
  const [recorded, today] = [stored.digest, digest].map((each) => each.slice(0, 16));
  err(
    `ordeal: '${file}' was recorded on another model (${recorded}) than that of today (${today})\n`,
  );
}

const isViolation = ({ ending }: Trace): boolean =>
  ending.kind !== 'completed' && ending.kind !== 'stopped';

function replayText(trace: Trace, { property, steps }: StoredTrace): string {
  const taken = `replayed on ${trace.id}[${trace.configuration}]: ${trace.steps.length} of ${steps.length} steps`;
  return isViolation(trace)
    ? `${taken}, ${property} violated`
    : `${taken}, ${property} not violated`;
}

interface Printing {
  readonly args: TraceArguments;
  readonly model: Model;
  readonly isExpected: boolean;
}

function print(
  trace: Trace,
  { args, model, isExpected }: Printing,
  { out, json, specs }: Context,
): void {
  const { format, vars, full = false } = args;
  if (json || format === 'json') {
    const text = traceToJson(storedTrace(trace));
    out(json ? `${JSON.stringify(JSON.parse(text))}\n` : text);
    return;
  }
  const list = vars === undefined ? {} : { vars: vars.split(',') };
  out(
    renderTrace(trace, {
      format,
      full,
      ...list,
      isExpected,
      version: version(),
      ...(format === 'html' ? { page: { model, script: pageScript() } } : {}),
      specs: specs[0] ?? null,
    }),
  );
}

/** The name of the variant that is asked for; without a wish the recorded one, which may not exist any more. */
function variantNamed(
  wanted: string | undefined,
  stored: StoredTrace,
  entries: readonly CatalogEntry[],
): string {
  const entry = chooseSpec(entries, stored.spec);
  return wanted === undefined ? stored.variant : chooseVariant(entry, wanted).variant.name;
}

/** The model that a trace was recorded with, or its counterpart in another variant. */
function modelFor(
  stored: StoredTrace,
  variant: string,
  entries: readonly CatalogEntry[],
  context: Context,
): Model {
  const entry = chooseSpec(entries, stored.spec);
  const { spec } = entry;
  chooseVariant(entry, variant);
  const { configuration, constants } = stored;
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
