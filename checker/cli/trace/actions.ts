/**
 * What can be done with a trace that was found: print it, re-execute it, or write it in another form.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEADLOCK, type Model } from '../../model/index.ts';
import {
  jsonLine,
  noFiguresLine,
  pageScript,
  renderTrace,
  type TraceFormat,
} from '../../report/index.ts';
import {
  replayTrace,
  type StoredTrace,
  storedTrace,
  type Trace,
  traceToJson,
} from '../../trace/index.ts';
import type { TraceArguments } from '../commands/trace.ts';
import type { Context } from '../context.ts';
import { combine, EXIT } from '../exit-code.ts';
import { unwritable } from '../files.ts';
import type { CatalogEntry } from '../targets/catalog.ts';
import { chooseSpec, chooseVariant } from '../targets/targets.ts';
import { UsageError, unknownName } from '../usage-error.ts';
import { version } from '../version.ts';
import { isExpected, isViolation, modelFor, warnOfFile } from './model.ts';
import type { CutSearch, Recorded } from './source.ts';

/** Prints a trace as it runs on the model of today. A violation that no longer happens differs from the record. */
export function showTrace(
  recorded: Recorded,
  entries: readonly CatalogEntry[],
  args: TraceArguments,
  context: Context,
): number {
  const { trace, text } = textToday(recorded, entries, args, context);
  context.out(text);
  return isViolation(trace) ? EXIT.ok : EXIT.differs;
}

/** Writes it to a file, or to where results go. */
export function exportTrace(
  recorded: Recorded,
  entries: readonly CatalogEntry[],
  args: TraceArguments,
  context: Context,
): number {
  const { output } = args;
  const format = args.format ?? formatOf(output);
  const { trace, text } = textToday(recorded, entries, { ...args, format }, context);
  if (output === undefined) context.out(text);
  else {
    try {
      writeFileSync(resolve(context.cwd, output), text);
    } catch (error) {
      throw unwritable('--output', output, error);
    }
  }
  return isViolation(trace) ? EXIT.ok : EXIT.differs;
}

/** Endings of files by which a format is known, the longer ones first. */
const ENDINGS: readonly (readonly [string, TraceFormat | 'json'])[] = [
  ['.itf.json', 'itf'],
  ['.json', 'json'],
  ['.html', 'html'],
  ['.md', 'md'],
  ['.mmd', 'mermaid'],
  ['.mail', 'mail'],
  ['.txt', 'columns'],
  ['.out', 'tlc'],
];

function formatOf(file: string | undefined): TraceFormat | 'json' {
  if (file === undefined) return 'json';
  const found = ENDINGS.find(([ending]) => file.endsWith(ending));
  if (found !== undefined) return found[1];
  const known = ENDINGS.map(([ending]) => ending).join(' ');
  throw new UsageError(`'${file}' tells no format: end it with one of ${known}, or give --format`);
}

function textToday(
  recorded: Recorded,
  entries: readonly CatalogEntry[],
  args: TraceArguments,
  context: Context,
): { readonly trace: Trace; readonly text: string } {
  const { stored } = recorded;
  const model = modelFor(stored, stored.variant, entries, context);
  refuseUnknownVariables(model, args);
  warnOfFile(model, recorded, args.name, context);
  const trace = replayTrace(model, stored);
  const printing = { args, model, isExpected: isViolation(trace) && isExpected(stored, entries) };
  return { trace, text: textOf(trace, printing, context) };
}

/** Re-executes a trace, on the variant it was found in or on another one of the spec, and says how it went. */
export function replayOn(
  recorded: Recorded,
  entries: readonly CatalogEntry[],
  args: TraceArguments,
  context: Context,
): number {
  const { stored } = recorded;
  const variant = variantNamed(args.variant, stored, entries);
  const model = modelFor(stored, variant, entries, context);
  refuseUnknownVariables(model, args);
  const isSame = variant === stored.variant;
  if (isSame) warnOfFile(model, recorded, args.name, context);
  const trace = replayTrace(model, stored);
  const isAsExpected = isSame && isViolation(trace) && isExpected(stored, entries);
  const printing = { args, model, isExpected: isAsExpected };
  context.out(textOf(trace, printing, context));
  if (isForReaders(args, context)) context.out(`\n${replayText(trace, stored)}\n`);
  if (isSame) return isViolation(trace) ? EXIT.ok : EXIT.differs;
  if (!isViolation(trace)) return EXIT.ok;
  if (trace.ending.kind === 'error') return EXIT.usage;
  return stored.property === DEADLOCK ? EXIT.deadlock : EXIT.safety;
}

/** What a program reads must hold nothing but what its form allows. */
const isForReaders = ({ format = 'columns' }: TraceArguments, { json }: Context): boolean =>
  !json && !['json', 'html', 'itf', 'tlc', 'mermaid'].includes(format);

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

function textOf(trace: Trace, printing: Printing, { json, specs }: Context): string {
  const { args, model, isExpected: expected } = printing;
  const { format = 'columns', vars, full = false } = args;
  if (json || format === 'json') {
    const text = traceToJson(storedTrace(trace));
    return json ? `${JSON.stringify(JSON.parse(text))}\n` : text;
  }
  return renderTrace(trace, {
    format,
    full,
    ...(vars === undefined ? {} : { vars: vars.split(',') }),
    ...(format === 'html' ? { page: { model, script: pageScript() } } : {}),
    isExpected: expected,
    version: version(),
    specs: specs[0] ?? null,
  });
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
