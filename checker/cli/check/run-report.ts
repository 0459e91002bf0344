/**
 * From the outcome of a run to what the machine formats need: traces as text and as steps with their places in the spec.
 */
import { type Difference, isViolated } from '../../analyse/index.ts';
import {
  type ReportedGap,
  type ReportedSearch,
  type ReportedStep,
  type ReportedTrace,
  type RunReport,
  renderTrace,
} from '../../report/index.ts';
import { type StepName, stepsOf } from '../../semantics/index.ts';
import type { Context } from '../context.ts';
import { placeOf, sourceOfStep } from '../targets/step-places.ts';
import { version } from '../version.ts';
import type { Cell } from './plan.ts';
import type { RunOutcome, SearchedCell, UnsearchedCell } from './run-cells.ts';
import { traceOfJudgement } from './traces.ts';

export interface ReportExtras {
  readonly command: RunReport['command'];
  readonly differences: readonly Difference[];
  readonly explanations: RunReport['explanations'];
  readonly exit: number;
  readonly part: unknown;
}

/** Cost: replays every trace that is told: those of violations that are not as expected. */
export function runReport(
  { searched, unsearched, vacuous, tally }: RunOutcome,
  extras: ReportExtras,
  { cwd }: Context,
): RunReport {
  return {
    ...extras,
    version: version(),
    searches: searched.map((each) => reportedSearch(each, cwd)),
    gaps: unsearched.map(gapOf),
    vacuous: vacuous.map(({ place, vacuity }) => ({
      name: place.name,
      id: place.id,
      configuration: place.configuration,
      vacuity,
      place: placeOf(vacuity.source, cwd),
    })),
    tally,
  };
}

function reportedSearch({ cell, report }: SearchedCell, cwd: string): ReportedSearch {
  const violated = report.assessment.judgements.filter(isViolated);
  const told = violated.filter(({ kind }) => kind === 'violated' || report.rule === 'verdict');
  const traces = told.map((judgement): ReportedTrace => {
    const trace = traceOfJudgement(cell, judgement);
    const isExpected = judgement.kind === 'expected';
    return {
      property: judgement.property,
      sentence: trace.sentence,
      steps: stepsOf(judgement.finding).map((step, at) => reportedStep(cell, step, at + 1, cwd)),
      text: renderTrace(trace, { isExpected, specs: cell.chosen.entry.foundBy }),
    };
  });
  return { report, traces, place: placeOf(cell.chosen.variant.source, cwd) };
}

function reportedStep(cell: Cell, step: StepName, number: number, cwd: string): ReportedStep {
  const { process, calls, label, choices } = step;
  const chosen = choices.length === 0 ? '' : ` (${choices.join(', ')})`;
  const text = `${[...calls, label].join(' > ')}${chosen}`;
  return { number, process, text, place: placeOf(sourceOfStep(cell.model, step), cwd) };
}

const gapOf = ({ cell, reason, message }: UnsearchedCell): ReportedGap => ({
  name: cell.name,
  id: cell.chosen.id,
  configuration: cell.configuration.name,
  reason,
  message,
});
