/**
 * Whether two bodies are the same after an exchange of instances, statement by statement.
 *
 * What steps are called does not matter, what they do does. Branches and effects may come in another order, branches only if nobody can be
 * inside of one: the order of its places is part of where a process is.
 */
import type {
  Block,
  GroundEffect,
  GroundExpr,
  GroundOneOf,
  GroundStatement,
  GroundStep,
} from '../model/index.ts';
import type { Exchange, Sort } from './exchange.ts';
import { pairUp, type TwinExpressions } from './twin-expressions.ts';

type Kind<K extends GroundStatement['kind']> = Extract<GroundStatement, { kind: K }>;

export class TwinStatements {
  readonly #expressions: TwinExpressions;
  readonly #exchange: Exchange;
  readonly #sorts: readonly Sort[];
  /** The innermost statement that first differed. */
  mismatch: GroundStatement | null = null;

  constructor(expressions: TwinExpressions, exchange: Exchange, sorts: readonly Sort[]) {
    this.#expressions = expressions;
    this.#exchange = exchange;
    this.#sorts = sorts;
  }

  areBlocks(here: Block, there: Block): boolean {
    return (
      here.length === there.length &&
      here.every((each, at) => this.areTwins(each, there[at] as GroundStatement))
    );
  }

  areTwins(here: GroundStatement, there: GroundStatement): boolean {
    if (this.#areEqual(here, there)) return true;
    this.mismatch ??= here;
    return false;
  }

  #areEqual(here: GroundStatement, there: GroundStatement): boolean {
    const isUnit = 'unit' in here && 'unit' in there && here.unit.id !== there.unit.id;
    const isRest = 'rest' in here && 'rest' in there && here.rest !== there.rest;
    if (isUnit || isRest) return false;
    switch (here.kind) {
      case 'step':
        return there.kind === 'step' && this.#areSteps(here, there);
      case 'when':
        return there.kind === 'when' && this.#areWhens(here, there);
      case 'while':
        return there.kind === 'while' && this.#areWhiles(here, there);
      case 'scope':
      case 'atomically':
        return there.kind === here.kind && this.areBlocks(here.body, there.body);
      case 'oneOf':
        return there.kind === 'oneOf' && this.#areChoices(here, there);
      case 'call':
        return there.kind === 'call' && this.#areCalls(here, there);
      case 'check':
        return (
          there.kind === 'check' &&
          here.property === there.property &&
          this.#same(here.condition, there.condition)
        );
      case 'label':
        return there.kind === 'label' && here.name === there.name;
      case 'goto':
        return there.kind === 'goto' && here.label === there.label;
      case 'return':
      case 'stop':
        return there.kind === here.kind;
    }
  }

  #areSteps(here: GroundStep, there: GroundStep): boolean {
    return (
      this.#expressions.areBoth(here.guard, there.guard) &&
      here.effects.length === there.effects.length &&
      pairUp(here.effects, there.effects, (a, b) => this.#areEffects(a, b))
    );
  }

  #areWhens(here: Kind<'when'>, there: Kind<'when'>): boolean {
    return (
      here.isStep === there.isStep &&
      here.thenUnit?.id === there.thenUnit?.id &&
      here.otherwiseUnit?.id === there.otherwiseUnit?.id &&
      this.#same(here.condition, there.condition) &&
      this.areBlocks(here.then, there.then) &&
      this.areBlocks(here.otherwise, there.otherwise)
    );
  }

  #areWhiles(here: Kind<'while'>, there: Kind<'while'>): boolean {
    return (
      here.isStep === there.isStep &&
      this.#expressions.areBoth(here.condition, there.condition) &&
      this.areBlocks(here.body, there.body)
    );
  }

  #areChoices(here: GroundOneOf, there: GroundOneOf): boolean {
    if (here.branches.length !== there.branches.length) return false;
    const mayMove = [...here.branches, ...there.branches].every((branch) => isOneStep(branch));
    if (mayMove) return pairUp(here.branches, there.branches, (a, b) => this.areBlocks(a, b));
    return here.branches.every((branch, at) => this.areBlocks(branch, there.branches[at] as Block));
  }

  #areCalls(here: Kind<'call'>, there: Kind<'call'>): boolean {
    const sortAt = (cell: number): Sort => this.#sorts[cell] as Sort;
    return (
      plainName(here.fn) === plainName(there.fn) &&
      here.resets.length === there.resets.length &&
      pairUp(
        here.resets,
        there.resets,
        (a, b) =>
          this.#exchange.cell(a.cell) === b.cell &&
          this.#exchange.value(sortAt(a.cell), a.value) === b.value,
      ) &&
      this.areBlocks(here.body, there.body)
    );
  }

  #areEffects(here: GroundEffect, there: GroundEffect): boolean {
    const sort = this.#expressions.sortOf(here.place) ?? 'plain';
    if (!this.#expressions.areTwins(here.place, there.place, sort)) return false;
    if (here.kind === 'assign')
      return there.kind === 'assign' && this.#expressions.areTwins(here.value, there.value, sort);
    return (
      there.kind === 'choose' &&
      here.options.length === there.options.length &&
      pairUp(
        here.options,
        there.options,
        (a, b) =>
          this.#exchange.value(sort, a.value) === b.value &&
          this.#expressions.areBoth(a.where, b.where),
      )
    );
  }

  #same(here: GroundExpr, there: GroundExpr): boolean {
    return this.#expressions.areTwins(here, there);
  }
}

/** Nobody can be between two steps of it. */
function isOneStep(block: Block): boolean {
  const [first, ...rest] = block;
  if (first === undefined || rest.length > 0) return false;
  if (first.kind === 'scope') return isOneStep(first.body);
  return first.kind === 'step' || first.kind === 'atomically';
}

const plainName = (fn: string): string => fn.split('#')[0] as string;
