/**
 * The outcome of a run against the record: which names the run can answer for, and what is different there.
 */
import {
  type Comparison,
  compare,
  type Difference,
  type Entry,
  entriesOf,
  inNameOrder,
  vacuousEntry,
} from '../../analyse/index.ts';
import type { Model } from '../../model/index.ts';
import type { Cell } from '../check/plan.ts';
import type { RunOutcome, SearchedCell } from '../check/run-cells.ts';
import type { Shard } from '../check/shard.ts';
import type { CommittedTrace, GateRecord } from './record.ts';
import { type FoundTraceFile, foundTraces, traceNotes } from './traces.ts';

export interface GateRun {
  /** The whole matrix, also of a shard. */
  readonly planned: readonly Cell[];
  readonly outcome: RunOutcome;
  readonly shard: Shard | null;
}

export interface Answered {
  readonly comparison: Comparison;
  readonly entries: readonly Entry[];
  readonly traces: readonly FoundTraceFile[];
}

/** Compares. Cost: a replay of every trace of the run. */
export function compareWithRecord(run: GateRun, record: GateRecord): Answered {
  const whole = run.outcome.searched.filter(isWhole);
  const entries = entriesOfRun(run, whole);
  const traces = foundTraces(whole);
  const isAnswered = answeredBy(run, whole);
  const comparison = compare(record.entries, entries, isAnswered);
  const models = new Map<string, Model>(whole.map(({ cell }) => [cell.name, cell.model]));
  const modelOf = ({ name }: CommittedTrace): Model | null => models.get(searchOf(name)) ?? null;
  const notes = traceNotes(record.traces, traces, modelOf);
  const differences = withNotes(comparison.differences, notes);
  return { comparison: { ...comparison, differences }, entries, traces };
}

/** A search of the whole space, without a value outside of its domain. */
export const isWhole = ({ report: { assessment } }: SearchedCell): boolean =>
  assessment.result.completion.kind === 'complete' && assessment.kind !== 'error';

const searchOf = (name: string): string => name.replace(/(?<=\]):[^\]]*$/, '');

/** What is vacuous in a variant shows when all of its searches are in one run: a shard says nothing of it. */
function entriesOfRun(
  { outcome, shard }: GateRun,
  whole: readonly SearchedCell[],
): readonly Entry[] {
  const names = new Set(whole.map(({ cell }) => cell.name));
  const isTold = ({ name, configuration }: { name: string; configuration: string | null }) =>
    configuration === null ? shard === null : names.has(name);
  return [
    ...whole.flatMap(({ cell, report }) =>
      entriesOf({ name: cell.name, model: cell.model, assessment: report.assessment }),
    ),
    ...outcome.vacuous
      .filter(({ place }) => isTold(place))
      .map(({ place, vacuity }) => vacuousEntry(place.name, vacuity)),
  ];
}

/** Names that the run would have if they existed: of searches that came to their end, and of what is no longer planned. */
function answeredBy(
  { planned, shard }: GateRun,
  whole: readonly SearchedCell[],
): (name: string) => boolean {
  const searched = new Set(whole.map(({ cell }) => cell.name));
  const plannedNames = new Set(planned.map(({ name }) => name));
  const plannedIds = new Set(planned.map(({ chosen }) => chosen.id));
  const openIds = new Set(
    planned.filter(({ name }) => !searched.has(name)).map(({ chosen }) => chosen.id),
  );
  // Of several shards the first tells what is gone.
  const tellsGone = shard === null || shard.index === 1;
  return (name) => {
    const search = searchOf(name);
    if (search.includes('[')) return plannedNames.has(search) ? searched.has(search) : tellsGone;
    if (!plannedIds.has(search)) return tellsGone;
    return shard === null && !openIds.has(search);
  };
}

/** A cell that differs anyway gets its note; else the note is a drift of its own. */
function withNotes(
  differences: readonly Difference[],
  notes: ReturnType<typeof traceNotes>,
): readonly Difference[] {
  const rest = new Map(notes.map(({ name, text }) => [name, text]));
  const noted = differences.map((each): Difference => {
    const note = rest.get(each.name);
    rest.delete(each.name);
    return note === undefined || each.kind !== 'drift'
      ? each
      : { ...each, text: `${each.text}; ${note}` };
  });
  const isNew = (name: string): boolean =>
    noted.some((each) => each.kind === 'new' && each.name === searchOf(name));
  const own = [...rest].filter(([name]) => !isNew(name));
  return inNameOrder([
    ...noted,
    ...own.map(([name, text]): Difference => ({ kind: 'drift', name, text })),
  ]);
}
