/**
 * From what a search saw to what it says: every trace is replayed by the reference semantics, which also gives its states their words.
 *
 * A trace that the reference rejects is no finding but an error of the checker.
 */
import type { Leaf, Program } from '../compile/index.ts';
import { DEADLOCK, type Model } from '../model/index.ts';
import {
  ERROR,
  type Finding,
  type Path,
  type PathState,
  type Replay,
  replays,
  type SearchResult,
  type StepName,
  type Verdict,
} from '../semantics/index.ts';
import type { Explored } from './compiled-search.ts';
import { type Reduction, reducedBy } from './reduction/reduction.ts';
import type { Sighting } from './sightings.ts';
import { type Walk, walk } from './trace-walk.ts';

/** The two semantics disagree: a bug of the checker. */
export class Disagreement extends Error {}

/** The result of a search. Cost: a walk per violated property. */
export function resultOf(explored: Explored): SearchResult {
  const { program, counts, completion, coverage, reduction } = explored;
  const { id, configuration, digest, properties } = program.model;
  const isAsked = askedBy(reduction);
  const sightings = explored.sightings.filter(({ property }) => isAsked(property));
  const findings = new Map(
    sightings.map((sighting) => [
      sighting.property,
      findingOf(program, sighting, walk(explored, sighting)),
    ]),
  );
  const error = findings.has(ERROR) ? [ERROR] : [];
  const all = [...properties.map((property) => property.id), DEADLOCK];
  const names = [...error, ...all.filter(isAsked)];
  const unseen = completion.kind === 'complete' ? 'holds' : 'inconclusive';
  const verdicts = names.map((property): Verdict => {
    const finding = findings.get(property);
    return Object.freeze(
      finding === undefined ? { kind: unseen, property } : { kind: 'violated', property, finding },
    );
  });
  return Object.freeze({
    model: Object.freeze({ id, configuration, digest }),
    ...(reduction === null ? {} : { reduced: reducedBy(reduction) }),
    counts,
    completion,
    verdicts: Object.freeze(verdicts),
    coverage,
  });
}

/** With stubborn sets a search is for one property; an ERROR that it meets is one all the same. */
const askedBy =
  (reduction: Reduction | null) =>
  (property: string): boolean =>
    property === ERROR ||
    reduction === null ||
    reduction.por === null ||
    property === reduction.por;

/** The finding that a walk shows. Throws `Disagreement` if the reference semantics does not see it. */
export function findingOf(
  program: Program,
  sighting: Pick<Sighting, 'property' | 'kind'>,
  found: Walk,
): Finding {
  const steps = found.moves.map(({ leaf }) => stepName(program, leaf));
  const cells = found.rows.map((row) => row.slice(0, program.model.cells.length));
  const isFailing = found.moves.at(-1)?.next === null;
  const failing = isFailing ? (steps.at(-1) as StepName) : null;
  const taken = isFailing ? steps.slice(0, -1) : steps;
  const through = cells.map((each): PathState => ({ cells: [...each], positions: [] }));
  const { model } = program;
  for (const again of replays(model, taken, through)) {
    if (again.stoppedAt !== null)
      throw disagreement(sighting, `step ${again.stoppedAt + 1} is not enabled`);
    const path = Object.freeze({ steps: Object.freeze(taken), states: again.states });
    const finding = confirmed({ model, sighting, again, path, failing });
    if (finding !== null) return Object.freeze(finding);
  }
  throw disagreement(sighting, 'it violates nothing');
}

/** The path of a walk to a state that was sought. Throws `Disagreement` if the reference semantics does not follow it. */
export function pathOf(program: Program, { rows, moves }: Walk): Path {
  const { model } = program;
  const steps = moves.map(({ leaf }) => stepName(program, leaf));
  const through = rows.map(
    (row): PathState => ({ cells: [...row.slice(0, model.cells.length)], positions: [] }),
  );
  const [again] = replays(model, steps, through);
  if (again === undefined || again.stoppedAt !== null)
    throw disagreement(
      { property: 'a state' },
      `step ${(again?.stoppedAt ?? 0) + 1} is not enabled`,
    );
  return Object.freeze({ steps: Object.freeze(steps), states: again.states });
}

interface Claim {
  readonly model: Model;
  readonly sighting: Pick<Sighting, 'property' | 'kind'>;
  readonly again: Replay;
  readonly path: Path;
  readonly failing: StepName | null;
}

/** The finding in the words of the reference semantics; null if it does not see it. */
function confirmed({ model, sighting, again, path, failing }: Claim): Finding | null {
  const { property, kind } = sighting;
  if (kind === 'deadlock') return again.endsInDeadlock ? { kind, property: DEADLOCK, path } : null;
  if (kind === 'error' || kind === 'misread') {
    const message = failing === null ? again.error : errorOf(model, path, failing);
    return message === null ? null : { kind: 'error', property: ERROR, message, failing, path };
  }
  const violation = again.violations.find(
    (each) =>
      each.property === property &&
      each.afterSteps === path.steps.length &&
      (kind === 'invariant') === (each.clause !== null),
  );
  if (violation === undefined) return null;
  const { clause, condition } = violation;
  return clause === null
    ? { kind: 'check', property, condition, path }
    : { kind: 'invariant', property, clause, path };
}

function errorOf(model: Model, { steps, states }: Path, failing: StepName): string | null {
  const [failed] = replays(model, [...steps, failing], states);
  return failed?.stoppedAt === steps.length ? failed.error : null;
}

function stepName({ leaves, model }: Program, number: number): StepName {
  const { process, calls, label, choices } = leaves[number] as Leaf;
  const { name } = model.processes[process] as Model['processes'][number];
  return Object.freeze({ process: name, calls, label, choices: Object.freeze([...choices]) });
}

const disagreement = ({ property }: Pick<Sighting, 'property'>, what: string): Disagreement =>
  new Disagreement(
    `the search found a trace of ${property} that the reference semantics rejects: ${what}`,
  );
