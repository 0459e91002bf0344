/**
 * The committed traces against those of the run: each is found again, byte for byte, or re-executed on the model of today.
 *
 * A trace that was found again has just been replayed by the reference semantics; of any other it is told how far it runs.
 */
import { isViolated } from '../../analyse/index.ts';
import type { Model } from '../../model/index.ts';
import { replayTrace, type StoredTrace } from '../../trace/index.ts';
import type { SearchedCell } from '../check/run-cells.ts';
import { traceText } from '../check/traces.ts';
import { isViolation } from '../trace/model.ts';
import { TraceNames } from '../trace/names.ts';
import type { CommittedTrace } from './record.ts';

/** A trace of the run. */
export interface FoundTraceFile {
  /** The cell: `id[configuration]:property`. */
  readonly name: string;
  /** Where it belongs in the record. */
  readonly path: string;
  readonly text: string;
  readonly model: Model;
}

/** The traces of every violated property, in the order of the run. Cost: a replay of each. */
export function foundTraces(searched: readonly SearchedCell[]): readonly FoundTraceFile[] {
  const names = new TraceNames();
  return searched.flatMap(({ cell, report }) =>
    report.assessment.judgements.filter(isViolated).map((judgement) => ({
      name: `${cell.name}:${judgement.property}`,
      path: names.next(cell.chosen.id, judgement.property, cell.configuration.name),
      text: traceText(cell, judgement),
      model: cell.model,
    })),
  );
}

export interface TraceNote {
  /** The cell. */
  readonly name: string;
  readonly text: string;
}

/**
 * What is to be said of traces that are not as committed. `modelOf`: the model of a committed trace whose search was answered; null
 * if there is no such search any more, or if the run has no answer.
 */
export function traceNotes(
  committed: readonly CommittedTrace[],
  found: readonly FoundTraceFile[],
  modelOf: (trace: CommittedTrace) => Model | null,
): readonly TraceNote[] {
  const known = new Map(committed.map((each) => [each.name, each]));
  const current = new Map(found.map((each) => [each.name, each]));
  return [
    ...found.flatMap((each) => noteOfFound(each, known.get(each.name))),
    ...committed.flatMap((each) => {
      const model = modelOf(each);
      if (model === null) return [];
      if (known.get(each.name) !== each)
        return [{ name: each.name, text: `${each.path} is a second trace of the same cell` }];
      if (current.has(each.name)) return [];
      return [{ name: each.name, text: `${each.path}: ${replayText(model, each.stored)}` }];
    }),
  ];
}

function noteOfFound(
  found: FoundTraceFile,
  known: CommittedTrace | undefined,
): readonly TraceNote[] {
  const { name, path, text, model } = found;
  if (known === undefined) return [{ name, text: 'its trace is not committed' }];
  if (known.text === text && known.path === path) return [];
  if (known.text === text) return [{ name, text: `its trace belongs in ${path}` }];
  const isSameRun = runText(known.stored) === runText(JSON.parse(text) as StoredTrace);
  // A trace names the digest of its model, which the line of the search tells once for all of them.
  if (isSameRun && known.stored.digest !== model.digest) return [];
  if (isSameRun) return [{ name, text: 'its trace is not as it was written' }];
  return [{ name, text: `another trace; the committed one ${replayText(model, known.stored)}` }];
}

const runText = ({ initial, steps }: StoredTrace): string => JSON.stringify([initial, steps]);

function replayText(model: Model, stored: StoredTrace): string {
  const trace = replayTrace(model, stored);
  const { length } = trace.steps;
  if (isViolation(trace))
    return `still violates it, after ${length} of ${stored.steps.length} steps`;
  return trace.ending.kind === 'stopped'
    ? `stops after ${length} of ${stored.steps.length} steps`
    : 'runs and violates nothing';
}
