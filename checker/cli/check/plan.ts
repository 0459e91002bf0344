/**
 * The plan of a check: which searches, under which rule, against which expectation. Everything that can be wrong with the request
 * or with a spec is found here, before the first search starts.
 */

import { notesFor } from '../../analyse/index.ts';
import { modelOf, type ReductionWish } from '../../explore/index.ts';
import type { Configuration, Expectation, RaceNote, Settings } from '../../lang/index.ts';
import { DEADLOCK, type Model, type Problem, validateSpec } from '../../model/index.ts';
import type { SearchReport } from '../../report/index.ts';
import { configurationsOf } from '../targets/configurations.ts';
import { refuseBadValues, refuseUnknownConstants } from '../targets/overrides.ts';
import type { Chosen } from '../targets/targets.ts';
import { UsageError, unknownName } from '../usage-error.ts';
import { idleSettings, settingsText } from './idle-settings.ts';
import {
  type ReductionOptions,
  reductionFor,
  refuseChecks,
  symmetryProblems,
} from './reductions.ts';

/** One search to do. */
export interface Cell {
  readonly chosen: Chosen;
  readonly configuration: Configuration;
  readonly overrides: Settings;
  /** Null: whatever is violated counts. */
  readonly expectation: Expectation | null;
  readonly rule: SearchReport['rule'];
  readonly model: Model;
  readonly reduction: ReductionWish;
  /** What is known of races; null: they are not looked for. */
  readonly notes: readonly RaceNote[] | null;
  /** What `-c` sets and changes nothing, and the name of the search that is the same without it. */
  readonly idle: SearchReport['idle'];
  /** `family/spec/variant[configuration]`, with what `-c` sets. */
  readonly name: string;
}

export interface Request extends ReductionOptions {
  readonly chosen: readonly Chosen[];
  /** Names of configurations, or sizes. */
  readonly configurations: readonly string[];
  readonly overrides: Settings;
  readonly property: string | null;
  /** Null: as the target and the overrides tell. */
  readonly rule: SearchReport['rule'] | null;
  /** A variable that every model must have; null: none. */
  readonly variable: string | null;
}

export type Plan =
  | { readonly kind: 'cells'; readonly cells: readonly Cell[] }
  | { readonly kind: 'badSpec'; readonly problems: readonly Problem[] };

/** Plans the searches of a request. Throws `UsageError` for what the user has to change; problems of the specs are a result. */
export function planCells(request: Request): Plan {
  refuseUnknownConstants(
    request.chosen.map(({ entry }) => entry.spec),
    request.overrides,
  );
  const specs = new Set(request.chosen.map(({ entry }) => entry.spec));
  const problems: Problem[] = [...specs].flatMap((spec) => validateSpec(spec));
  const cells: Cell[] = [];
  for (const { chosen, configuration } of plannable(request, problems)) {
    const { overrides } = request;
    const built = modelOf(chosen.entry.spec, {
      variant: chosen.variant.name,
      configuration: configuration.name,
      overrides,
    });
    if (built.kind === 'model') cells.push(cellOf(request, chosen, configuration, built.model));
    else problems.push(...built.problems);
  }
  refuseBadValues(problems);
  if (problems.length > 0) return { kind: 'badSpec', problems: distinct(problems) };
  refuseUnknownVariable(cells, request.variable);
  return reducible(withProperty(cells, request.property));
}

/** The cells, if what they are to leave out can be left out. */
function reducible(cells: readonly Cell[]): Plan {
  for (const { model, name, reduction } of cells) refuseChecks(model, name, reduction);
  const problems = cells.flatMap(({ model, name, reduction }) =>
    reduction.symmetry ? symmetryProblems(model, name) : [],
  );
  return problems.length > 0 ? { kind: 'badSpec', problems } : { kind: 'cells', cells };
}

/** What is asked for in a bad spec may not exist: then its problems are the answer. */
function plannable(request: Request, problems: readonly Problem[]) {
  try {
    return configurationsOf(asked(request), request.configurations);
  } catch (error) {
    if (problems.length > 0 && error instanceof UsageError) return [];
    throw error;
  }
}

const hasOverrides = ({ overrides }: Request): boolean => Object.keys(overrides).length > 0;

/** A spec whose base has no name of its own: where the question is "is this safe?", its id means the base. */
function asked(request: Request): readonly Chosen[] {
  const isVerdict = request.rule === 'verdict' || (request.rule === null && hasOverrides(request));
  if (!isVerdict) return request.chosen;
  const basesAlone = new Set(
    request.chosen
      .filter((each) => each.isUnnamedBase && !each.isVariant)
      .map(({ entry }) => entry),
  );
  return request.chosen.filter(
    ({ entry, isUnnamedBase, isVariant }) => isVariant || isUnnamedBase || !basesAlone.has(entry),
  );
}

function cellOf(
  request: Request,
  chosen: Chosen,
  configuration: Configuration,
  model: Model,
): Cell {
  const { overrides, rule } = request;
  const isVerdict = hasOverrides(request) || chosen.isVariant;
  const recorded = chosen.variant.expect[configuration.name] ?? null;
  return Object.freeze({
    chosen,
    configuration,
    overrides,
    expectation: hasOverrides(request) && rule !== 'matrix' ? null : recorded,
    rule: rule ?? (isVerdict ? 'verdict' : 'matrix'),
    model,
    reduction: reductionFor(request, request.property, configuration),
    notes: notesOf(request, chosen, configuration),
    idle: idleSettings(model, chosen, configuration, overrides),
    name: `${chosen.id}[${settingsText(configuration.name, overrides)}]`,
  });
}

/** Races are looked for in small configurations: a pass over all states costs more per state than the search. */
function notesOf(
  { property }: Request,
  { entry: { spec }, variant }: Chosen,
  { size }: Configuration,
): Cell['notes'] {
  const isJudged = spec.areRacesJudged && size === 'small' && property === null;
  return isJudged ? notesFor(spec, variant) : null;
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((each) => [JSON.stringify(each), each])).values()];
}

function withProperty(cells: readonly Cell[], property: string | null): readonly Cell[] {
  if (property === null) return cells;
  const namesOf = ({ model }: Cell): readonly string[] => [
    ...model.properties.map(({ id }) => id),
    DEADLOCK,
  ];
  const having = cells.filter((cell) => namesOf(cell).includes(property));
  if (having.length === 0)
    throw unknownName('property', property, [...new Set(cells.flatMap(namesOf))]);
  const answered = new Set(having.map(({ chosen }) => chosen.id));
  const left = cells.find(({ chosen }) => chosen.isVariant && !answered.has(chosen.id));
  if (left !== undefined)
    throw unknownName(`${left.chosen.id}: property`, property, [...new Set(namesOf(left))]);
  return having;
}

function refuseUnknownVariable(cells: readonly Cell[], variable: string | null): void {
  for (const { name, model } of cells) {
    const names = model.cells.filter(({ kind }) => kind !== 'local').map((cell) => cell.name);
    if (variable !== null && !names.includes(variable))
      throw unknownName(`--explain-noop: ${name}: variable`, variable, names);
  }
}
