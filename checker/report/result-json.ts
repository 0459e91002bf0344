/**
 * Results for programs: one object per line, `v` and `type` in each. Keys are only ever added.
 */
import {
  type Difference,
  isRaceViolation,
  isViolated,
  type JudgedRace,
  type Judgement,
  type Vacuity,
} from '../analyse/index.ts';
import { countedIn, stepsOf } from '../semantics/index.ts';
import { contextSwitches } from '../trace/index.ts';
import { type SearchReport, wordOf } from './result-lines.ts';
import { countsOf, type Tally } from './summary.ts';

export const RESULT_VERSION = 1;

/** A line of JSON of the given type. */
export const jsonLine = (type: string, content: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ v: RESULT_VERSION, type, ...content });

/** Which search: the parts of its name. */
type Identity = Pick<SearchReport, 'id' | 'configuration' | 'overrides'> & {
  readonly status?: string;
};

/** The search, then each of its properties. */
export function searchJson(report: SearchReport): readonly string[] {
  const { id, configuration, overrides, status, assessment, rule, bounds, idle } = report;
  const identity = { id, configuration, overrides, ...(status === null ? {} : { status }) };
  const { counts, completion, model, reduced, races } = assessment.result;
  const isCounted = completion.kind === 'complete' || completion.bound !== 'first';
  const search = {
    ...identity,
    rule,
    outcome: wordOf(report),
    properties: assessment.judgements.length,
    violated: assessment.judgements.filter(isViolated).length,
    ...(races === undefined ? {} : { races: assessment.races.filter(isRaceViolation).length }),
    ...(isCounted
      ? {
          [countedIn(assessment.result)]: counts.distinct,
          generated: counts.generated,
          depth: counts.depth,
        }
      : {}),
    ...(completion.kind === 'complete'
      ? {}
      : { bound: completion.bound, unexpanded: completion.unexpanded }),
    ...(reduced === undefined ? {} : { symmetry: reduced.symmetry, por: reduced.por }),
    ...(idle.length === 0 ? {} : { idle }),
    bounds,
    digest: model.digest,
    ...(report.isCached === true ? { cached: true } : {}),
  };
  return [
    jsonLine('search', search),
    ...assessment.judgements.map((judgement) => propertyJson(identity, judgement, rule)),
    ...assessment.races.map((judged) => raceJson(identity, judged, rule)),
  ];
}

/** Under `verdict` a violation is one, whatever is expected: as that of the search, its outcome says so. */
function propertyJson(
  identity: Identity,
  judgement: Judgement,
  rule: SearchReport['rule'],
): string {
  const { property, kind } = judgement;
  if (!isViolated(judgement)) return jsonLine('property', { ...identity, property, outcome: kind });
  const outcome = rule === 'verdict' ? 'violated' : kind;
  const head = { ...identity, property, outcome, expected: kind === 'expected' };
  const { finding } = judgement;
  const steps = stepsOf(finding);
  return jsonLine('property', {
    ...head,
    finding: finding.kind,
    steps: steps.length,
    switches: contextSwitches(steps.map(({ process }) => process)),
    shortest: true,
    ...(judgement.kind === 'expected' ? { because: judgement.because } : {}),
  });
}

/** As that of a property: under `verdict` a race that is expected is a violation. */
function raceJson(
  identity: Identity,
  { kind, race, because }: JudgedRace,
  rule: SearchReport['rule'],
): string {
  const outcome = rule === 'verdict' && kind === 'expected' ? 'violated' : kind;
  const head = { ...identity, outcome, expected: kind === 'expected' };
  return jsonLine('race', { ...head, ...race, shortest: true, because });
}

/** `configuration` null: over all configurations of the run; `at`: places in the spec, innermost first. */
export function vacuousJson(
  identity: { readonly id: string; readonly configuration: string | null },
  { kind, subject, reason }: Vacuity,
  at: readonly string[],
): string {
  return jsonLine('vacuous', { ...identity, kind, subject, reason, at });
}

/** A difference from what is committed; `name` as in the matrix. */
export const differenceJson = ({ kind, name, text }: Difference): string =>
  jsonLine('difference', { kind, name, text });

export const summaryJson = (tally: Tally, exit: number): string =>
  jsonLine('summary', { ...countsOf(tally), complete: tally.isComplete, exit });
