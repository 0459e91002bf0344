/**
 * The run as a list of test cases, which most machine formats want: one per property of a search, per gap, per vacuity and per
 * difference, each with one outcome.
 */
import { isViolated, type JudgedRace, type Judgement } from '../../analyse/index.ts';
import { statusText } from '../../model/index.ts';
import { ERROR, stepsOf } from '../../semantics/index.ts';
import type { SearchReport } from '../result-lines.ts';
import type { Place, ReportedSearch, ReportedTrace, RunReport } from './run-report.ts';

export interface Case {
  /** What it belongs to: `id[configuration]`, or `id`. */
  readonly group: string;
  /** The property, or what is vacuous. */
  readonly name: string;
  /** `passed`: as expected. `timeout`: a bound was hit. `error`: no verdict at all. */
  readonly outcome: 'passed' | 'failed' | 'timeout' | 'error';
  /** One line that says why; empty for what simply holds. */
  readonly message: string;
  /** What kind of failure. */
  readonly rule: 'violated' | 'missed' | 'bound' | 'error' | 'vacuous' | 'differs';
  readonly trace: ReportedTrace | null;
  readonly place: Place | null;
}

/** All cases in the order of the run. */
export const casesOf = (run: RunReport): readonly Case[] => [
  ...run.searches.flatMap(searchCases),
  ...run.gaps.map(({ name, reason, message }): Case => {
    const isBound = reason === 'max-mem' || reason === 'interrupted';
    return {
      ...{ group: name, name: 'search', trace: null, place: placeIn(run, name) },
      outcome: isBound ? 'timeout' : 'error',
      rule: isBound ? 'bound' : 'error',
      message: reason === null ? 'not searched' : isBound ? `bound=${reason}` : message,
    };
  }),
  ...run.vacuous.map(
    ({ name, vacuity, place }): Case => ({
      ...{ group: name, name: vacuity.subject, trace: null, place },
      ...{ outcome: 'failed', rule: 'vacuous', message: vacuity.reason },
    }),
  ),
  ...run.differences.map(({ kind, name, text }): Case => {
    const [group = name, property] = name.split(/(?<=\]):/);
    return {
      ...{
        group,
        name: `${property ?? 'record'} (${kind})`,
        trace: null,
        place: placeIn(run, group),
      },
      ...{ outcome: 'failed', rule: 'differs', message: text },
    };
  }),
];

/** Of the variant, if the run has that search, or one of that variant. */
const placeIn = ({ searches }: RunReport, group: string): Place | null =>
  searches.find(({ report }) => report.name === group || report.id === group.split('[')[0])
    ?.place ?? null;

function searchCases(search: ReportedSearch): readonly Case[] {
  const { report, traces, place } = search;
  const races = report.assessment.races.map((judged): Case => raceCase(judged, search));
  const properties = report.assessment.judgements.map((judgement): Case => {
    const trace = traces.find(({ property }) => property === judgement.property) ?? null;
    const at = trace?.steps.findLast((step) => step.place !== null)?.place ?? place;
    return {
      ...{ group: report.name, name: judgement.property, trace, place: at },
      ...outcomeOf(judgement, report),
    };
  });
  return [...properties, ...races];
}

/** A race that nobody declared fails, as a violation does. */
function raceCase({ kind, race, because }: JudgedRace, { report, place }: ReportedSearch): Case {
  const { variable, ends, steps } = race;
  const isFailed = kind === 'violated' || (kind === 'expected' && report.rule === 'verdict');
  const functions = ends.map(({ access, owner }) => `${access} ${owner}`).join(' / ');
  const note = isFailed || because === null ? '' : `, ${kind}: ${because}`;
  return {
    ...{ group: report.name, name: `race on ${variable}: ${functions}`, trace: null, place },
    outcome: isFailed ? 'failed' : 'passed',
    rule: 'violated',
    message: `data race in ${steps === 1 ? '1 step' : `${steps} steps`}${note}`,
  };
}

type Outcome = Pick<Case, 'outcome' | 'message' | 'rule'>;

function outcomeOf(judgement: Judgement, report: SearchReport): Outcome {
  const outcome = plainOutcome(judgement, report);
  if (report.status === null || !isViolated(judgement)) return outcome;
  return { ...outcome, message: `${outcome.message}; ${statusText(report.status)}` };
}

function plainOutcome(judgement: Judgement, report: SearchReport): Outcome {
  const { kind, property } = judgement;
  if (!isViolated(judgement)) return unviolated(kind, report);
  const { finding } = judgement;
  const { length } = stepsOf(finding);
  const steps = length === 1 ? '1 step' : `${length} steps`;
  if (property === ERROR && finding.kind === 'error')
    return { outcome: 'error', rule: 'error', message: `${finding.message} (${steps})` };
  const isExpected = report.rule === 'matrix' && kind !== 'violated';
  if (!isExpected) return { outcome: 'failed', rule: 'violated', message: `violated in ${steps}` };
  const why = kind === 'open' ? 'an open question' : 'as expected';
  return { outcome: 'passed', rule: 'violated', message: `violated in ${steps}, ${why}` };
}

function unviolated(kind: Judgement['kind'], report: SearchReport): Outcome {
  if (kind === 'missed') {
    const message = 'holds, although a violation is expected';
    return { outcome: 'failed', rule: 'missed', message };
  }
  if (kind === 'holds') return { outcome: 'passed', rule: 'violated', message: '' };
  const { completion } = report.assessment.result;
  const bound = completion.kind === 'complete' ? '' : `bound=${completion.bound}`;
  return { outcome: 'timeout', rule: 'bound', message: bound };
}

/** Cases by group, in order of their first. */
export function grouped(cases: readonly Case[]): ReadonlyMap<string, readonly Case[]> {
  const groups = new Map<string, Case[]>();
  for (const each of cases) {
    const group = groups.get(each.group);
    if (group === undefined) groups.set(each.group, [each]);
    else group.push(each);
  }
  return groups;
}
