/**
 * Puts a trace together from a run and the way it ends: threads and their titles, locks, start, source.
 */
import {
  type Block,
  type GroundCall,
  type GroundCheck,
  type GroundStatement,
  innerBlocks,
} from '../model/index.ts';
import { type Position, pathState, type State, type System } from '../semantics/index.ts';
import { cellAt, contextOf, type TraceContext } from './context.ts';
import { endingOf, stuckProcesses, violationAtEnd } from './ending.ts';
import { lastState, type Run } from './follow.ts';
import { lockWithCell } from './holdings.ts';
import { type AtEnd, traceSteps, violatedIn } from './steps.ts';
import { contextSwitches } from './switches.ts';
import type { Ending, InitialValue, Trace, TraceStep, TraceThread } from './trace.ts';
import { usedCells } from './used-cells.ts';
import { cellText } from './values.ts';

/** What a trace says of where it comes from. */
export interface Provenance {
  /** Constants set with `-c`. */
  readonly constants: Readonly<Record<string, string>>;
  /** Whether it is proven that no shorter trace exists. */
  readonly isShortest: boolean;
}

const SENTENCES: Readonly<Record<string, string>> = {
  deadlock: 'Some thread can always go on, until every thread is done.',
  ERROR: 'No value and no index leaves its domain.',
};

/** The trace of a run whose end violates the property; null if it does not. */
export function violationTrace(
  system: System,
  run: Run,
  property: string,
  provenance: Provenance,
): Trace | null {
  const violation = violationAtEnd(system, run, property);
  if (violation === null) return null;
  const stuck = violation.kind === 'deadlock' ? stuckProcesses(system, lastState(run)) : [];
  const context = contextOf(system, run, property, stuck);
  return assemble(context, endingOf(context, violation), provenance);
}

/** The trace of the run of `context`, which ends as it is told. */
export function assemble(
  context: TraceContext,
  ending: Ending,
  { constants, isShortest }: Provenance,
): Trace {
  const { model, property } = context;
  const { steps, atEnd } = traceSteps(context);
  return Object.freeze({
    id: model.id,
    configuration: model.configuration,
    summary: model.summary,
    status: model.status,
    mirrors: model.mirrors,
    constants: Object.freeze({ ...constants }),
    property,
    sentence:
      model.properties.find(({ id }) => id === property)?.sentence ?? SENTENCES[property] ?? '',
    isShortest,
    switches: contextSwitches(steps.map(({ thread }) => thread)),
    threads: Object.freeze(
      context.processes.map((process, thread) =>
        traceThread(
          model.processes[process]?.name ?? '?',
          steps.filter((step) => step.thread === thread),
          atEnd[thread] ?? { inside: [], next: [] },
        ),
      ),
    ),
    locks: Object.freeze(context.locks.map(({ name, kind }) => Object.freeze({ name, kind }))),
    start: Object.freeze({
      values: startValues(context),
      violates: Object.freeze(startViolates(context)),
    }),
    steps,
    states: Object.freeze(context.run.states.map((state) => pathState(context.system, state))),
    cells: model.cells,
    processes: Object.freeze(model.processes.map(({ name }) => name)),
    ending,
    source: sourceOf(context, ending),
    bounds: model.bounds,
    digest: model.digest,
  });
}

/** Titled by its outermost call if all of its steps have the same; else by its name. */
function traceThread(
  process: string,
  steps: readonly TraceStep[],
  { inside, next }: AtEnd,
): TraceThread {
  const framesOfSteps = steps.length === 0 ? [next] : steps.map(({ frames }) => frames);
  const entries = new Set(
    framesOfSteps.map((frames) => frames.find(({ isCall }) => isCall)?.title),
  );
  const [title] = entries;
  const isEntryPoint = entries.size === 1 && title !== undefined;
  return Object.freeze({ process, title: isEntryPoint ? title : process, isEntryPoint, inside });
}

function startValues({ model, run, relevant }: TraceContext): readonly InitialValue[] {
  const { cells } = run.states[0] as State;
  const used = usedCells(model);
  const values = model.cells.flatMap(({ index, name, initial }) =>
    lockWithCell(model.locks, index) !== undefined
      ? []
      : [
          Object.freeze({
            name,
            value: cellText(cellAt(model, index), cells.get(index) as number),
            isRelevant: relevant.has(index),
            isChosen: initial.length > 1,
            isUsed: used.has(index),
          }),
        ],
  );
  return Object.freeze(values);
}

const startViolates = ({ system, run, property }: TraceContext): readonly string[] =>
  violatedIn(system, run.states[0] as State).filter((id) => id !== property);

/** What the innermost function around the last step mirrors that mirrors anything, or around the check that failed. */
function sourceOf({ run, property }: TraceContext, { kind }: Ending): string {
  const last = run.transitions.at(-1);
  if (last === undefined) return '';
  const { at } = last.firing;
  const check = last.failed.find((each) => each.property === property);
  const calls =
    kind === 'check' && check !== undefined
      ? callsAround(check, outermost(at).block)
      : callsOf(at.parent);
  return calls?.findLast(({ mirrors }) => mirrors !== null)?.mirrors ?? '';
}

/** Outermost first. */
function callsOf(position: Position | null): readonly GroundCall[] {
  if (position === null) return [];
  const statement = position.block[position.index] as GroundStatement;
  return [...callsOf(position.parent), ...(statement.kind === 'call' ? [statement] : [])];
}

const outermost = (position: Position): Position =>
  position.parent === null ? position : outermost(position.parent);

/** The calls in whose bodies a check stands, outermost first; null if it stands nowhere in the block. */
function callsAround(check: GroundCheck, block: Block): readonly GroundCall[] | null {
  for (const statement of block) {
    if (statement === check) return [];
    for (const inner of innerBlocks(statement)) {
      const calls = callsAround(check, inner);
      if (calls !== null) return statement.kind === 'call' ? [statement, ...calls] : calls;
    }
  }
  return null;
}
