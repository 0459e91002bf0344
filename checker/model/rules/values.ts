/**
 * Rules on what steps assign: values of the domain, each cell once, and nothing that only properties may know.
 */
import { contains, valueText } from '../ground-domain.ts';
import { readsOf } from '../ground-expression.ts';
import type {
  Cell,
  ChoiceOption,
  GroundEffect,
  GroundExpr,
  GroundPlace,
  GroundStatement,
  GroundStep,
  Model,
} from '../model.ts';
import type { Problems } from '../problem.ts';
import { reportAssignedTwice } from './statements.ts';

/** Reports what is wrong with the effects and conditions of one statement. */
export function checkValues(statement: GroundStatement, model: Model, problems: Problems): void {
  const report = new Reporter(model, statement, problems);
  if (statement.kind === 'when' || statement.kind === 'while') {
    if (statement.condition !== null) report.ghosts(statement.condition, `'${statement.label}'`);
  }
  if (statement.kind !== 'step') return;
  if (statement.guard !== null) report.ghosts(statement.guard, `the guard of '${statement.label}'`);
  for (const effect of statement.effects) report.effect(effect);
  report.assignedTwice(statement);
}

class Reporter {
  readonly #cells: readonly Cell[];
  readonly #statement: GroundStatement;
  readonly #problems: Problems;
  readonly #hasGhosts: boolean;

  constructor({ cells }: Model, statement: GroundStatement, problems: Problems) {
    this.#cells = cells;
    this.#hasGhosts = cells.some(({ kind }) => kind === 'ghost');
    this.#statement = statement;
    this.#problems = problems;
  }

  /** What decides a step may not depend on a ghost: without its ghosts a model behaves the same. */
  ghosts(expr: GroundExpr, what: string): void {
    if (!this.#hasGhosts) return;
    const read = new Set<string>();
    readsOf(expr, (each) => {
      const cell = 'cell' in each ? this.#cells[each.cell] : undefined;
      if (cell?.kind === 'ghost') read.add(cell.name);
    });
    for (const name of read) {
      const message = `${what} reads the ghost '${name}'`;
      const help = 'only properties and ghosts may; declare it with variable(...)';
      this.#problems.report('E-GHOST', message, this.#statement.source, help);
    }
  }

  effect(effect: GroundEffect): void {
    const cells = cellsOf(effect.place).map((cell) => this.#cells[cell] as Cell);
    const isGhost = cells.every(({ kind }) => kind === 'ghost');
    const target = cells[0]?.name ?? '?';
    const values = effect.kind === 'assign' ? literalsOf(effect.value) : [];
    const options = effect.kind === 'choose' ? effect.options.filter(isPossible) : [];
    for (const cell of cells)
      this.#outside(cell, [...values, ...options.map(({ value }) => value)]);
    if (isGhost) return;
    const read =
      effect.kind === 'assign' ? [effect.value] : effect.options.map(({ where }) => where);
    for (const expr of [...read, ...indicesOf(effect.place)]) {
      if (expr !== null) this.ghosts(expr, `the value given to '${target}'`);
    }
  }

  #outside({ name, domain }: Cell, values: readonly number[]): void {
    for (const value of values) {
      if (contains(domain, value)) continue;
      const range = `${valueText(domain, domain.low)}..${valueText(domain, domain.high)}`;
      const message = `'${name}' would become ${value}, outside its domain ${range}`;
      this.#problems.report('E-VALUE', message, this.#statement.source);
    }
  }

  assignedTwice({ effects, source }: GroundStep): void {
    const fixed = effects.flatMap(({ place }) => (place.kind === 'cell' ? [place.cell] : []));
    const selected = effects.flatMap(({ place }) =>
      place.kind === 'select' ? [{ name: place.array, text: JSON.stringify(place) }] : [],
    );
    const names = [
      ...fixed
        .filter((cell, at) => fixed.indexOf(cell) < at)
        .map((cell) => this.#cells[cell]?.name),
      ...selected
        .filter(({ text }, at) => selected.findIndex((each) => each.text === text) < at)
        .map(({ name }) => name),
    ];
    for (const name of new Set(names)) {
      reportAssignedTwice(name ?? '?', source, this.#problems);
    }
  }
}

const isPossible = ({ where }: ChoiceOption): boolean =>
  where?.kind !== 'literal' || where.value === 1;

/** The cells that a place may denote. */
function cellsOf(place: GroundPlace): readonly number[] {
  if (place.kind === 'cell') return [place.cell];
  return place.choices.flatMap((choice) => cellsOf(choice as GroundPlace));
}

function indicesOf(place: GroundPlace): readonly GroundExpr[] {
  if (place.kind === 'cell') return [];
  return [place.index, ...place.choices.flatMap((choice) => indicesOf(choice as GroundPlace))];
}

/** The values that an expression has whatever the state, or on one side of a condition. */
function literalsOf(expr: GroundExpr): readonly number[] {
  if (expr.kind === 'literal') return [expr.value];
  if (expr.kind !== 'operator' || expr.operator !== 'if') return [];
  return expr.operands.slice(1).flatMap(literalsOf);
}
