/**
 * What can be said of a trace beyond what happens in it: why it is as it is, and where it parts from another.
 */
import {
  isSameTrace,
  jsonLine,
  layoutOf,
  renderDiff,
  renderTrace,
  renderWhy,
} from '../../report/index.ts';
import type { StepName } from '../../semantics/index.ts';
import { align, replayTrace, stopAfter, storedTrace, whyTrace } from '../../trace/index.ts';
import type { TraceArguments } from '../commands/trace.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { CatalogEntry } from '../targets/catalog.ts';
import { isViolation, modelFor, warnOfFile } from './model.ts';
import type { Recorded } from './source.ts';

/** Says what the steps are needed for. A trace that no longer violates its property is printed instead: there is nothing to explain. */
export function explain(
  recorded: Recorded,
  entries: readonly CatalogEntry[],
  { name }: TraceArguments,
  context: Context,
): number {
  const { stored } = recorded;
  const model = modelFor(stored, stored.variant, entries, context);
  warnOfFile(model, recorded, name, context);
  const why = whyTrace(model, stored);
  if (!isViolation(why.trace)) {
    context.out(renderTrace(why.trace));
    return EXIT.differs;
  }
  const { trace, ...answers } = why;
  const text = context.json
    ? jsonLine('why', { trace: storedTrace(trace), ...answers })
    : renderWhy(why, layoutOf({})).join('\n');
  context.out(`${text}\n`);
  return EXIT.ok;
}

/** Compares two traces, each as it runs on its own model of today. */
export function diffTraces(
  recorded: readonly [Recorded, Recorded],
  entries: readonly CatalogEntry[],
  args: TraceArguments,
  context: Context,
): number {
  const [a, b] = recorded.map((each, at) => {
    const model = modelFor(each.stored, each.stored.variant, entries, context);
    warnOfFile(model, each, (at === 0 ? args.name : args.other) ?? '', context);
    return { model, trace: replayTrace(model, each.stored) };
  }) as [Side, Side];
  const names = [a, b].map(({ trace }) => trace.steps.map(({ name }) => name));
  const [ofA = [], ofB = []] = names;
  const alignment = align(ofA, ofB);
  const stopOf = ({ model, trace }: Side, step: StepName | undefined) =>
    step === undefined ? null : stopAfter(model, trace, alignment.same, step);
  const difference = {
    a: a.trace,
    b: b.trace,
    alignment,
    stopOfA: stopOf(a, ofB[alignment.same]),
    stopOfB: stopOf(b, ofA[alignment.same]),
  };
  const text = context.json
    ? jsonLine('trace-diff', { ...difference, a: storedTrace(a.trace), b: storedTrace(b.trace) })
    : renderDiff(difference, layoutOf({ full: args.full === true })).join('\n');
  context.out(`${text}\n`);
  return isSameTrace(difference) ? EXIT.ok : EXIT.differs;
}

interface Side {
  readonly model: ReturnType<typeof modelFor>;
  readonly trace: ReturnType<typeof replayTrace>;
}
