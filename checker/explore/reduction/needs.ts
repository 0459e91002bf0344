/**
 * Needs: a set of processes one of which has to act before something can happen, as an expression over the state.
 *
 * Of a conjunction that is false it is enough that whoever can make one of its false parts true is there; of a disjunction everybody who
 * can make any part true has to be. Which part of a conjunction is taken is free: that with the fewest processes, where it is false.
 */
import {
  type Block,
  constant,
  type Expr,
  eq,
  field,
  not,
  type Statement,
} from '../../compile/index.ts';
import type { Conflicts, Processes } from '../../reduce/index.ts';
import { type IsSet, readsOf } from './footprints.ts';

export type Need =
  | { readonly kind: 'processes'; readonly processes: Processes }
  | { readonly kind: 'if'; readonly cond: Expr; readonly then: Need; readonly else: Need }
  | { readonly kind: 'all'; readonly needs: readonly Need[] };

type Operation = Extract<Expr, { readonly a: Expr; readonly b: Expr }>;

/** Which of the false parts is preferred: that of the fewest processes, or of the most. */
export type Preference = 'fewest' | 'most';

const NOBODY: Need = { kind: 'processes', processes: 0n };
const just = (processes: Processes): Need => ({ kind: 'processes', processes });

export const allOf = (needs: readonly Need[]): Need => ({ kind: 'all', needs });

const choice = (cond: Expr, yes: Need, no: Need): Need => {
  if (cond.op === 'const') return cond.value === 1 ? yes : no;
  return { kind: 'if', cond, then: yes, else: no };
};

/** All processes that a need can come to. */
function mostOf(need: Need): Processes {
  switch (need.kind) {
    case 'processes':
      return need.processes;
    case 'if':
      return mostOf(need.then) | mostOf(need.else);
    case 'all':
      return need.needs.reduce((all, each) => all | mostOf(each), 0n);
  }
}

function countOf(processes: Processes): number {
  let count = 0;
  for (let rest = processes; rest !== 0n; rest &= rest - 1n) count++;
  return count;
}

export class Needs {
  readonly #conflicts: Conflicts;
  readonly #isSet: IsSet;
  readonly #preference: Preference;
  /** The process whose position a field is; null for other fields. */
  readonly #ownerOf: (field: number) => number | null;

  constructor(
    conflicts: Conflicts,
    isSet: IsSet,
    ownerOf: (field: number) => number | null,
    preference: Preference = 'fewest',
  ) {
    this.#conflicts = conflicts;
    this.#isSet = isSet;
    this.#ownerOf = ownerOf;
    this.#preference = preference;
  }

  /** Who has to act before the condition, which is not `wanted` now, can become so. */
  before(condition: Expr, wanted: boolean): Need {
    switch (condition.op) {
      case 'const':
        return NOBODY;
      case 'not':
        return this.before(condition.a, !wanted);
      case 'and':
      case 'or':
        return this.#connective(condition, wanted);
      case 'eq':
      case 'ne':
        return this.#comparison(condition, wanted === (condition.op === 'eq'));
      case 'field':
        return this.#equality(condition.field, 1, wanted);
      default:
        return just(this.#writersIn(condition));
    }
  }

  /** Who is needed for a process at a place: all that its steps are in conflict with, or fewer where they are not enabled. */
  atPlace(block: Block, conflicting: Processes): Need {
    const first = block.findIndex((each) => each.do !== 'let');
    const statement = block[first];
    if (statement === undefined) return NOBODY;
    switch (statement.do) {
      case 'fork':
        return allOf(statement.branches.map((branch) => this.atPlace(branch, conflicting)));
      case 'if':
        return this.#guarded(statement, conflicting);
      default:
        return just(conflicting);
    }
  }

  #guarded(
    { cond, then, else: otherwise }: Extract<Statement, { do: 'if' }>,
    conflicting: Processes,
  ): Need {
    if (readsTemps(cond)) return just(conflicting);
    const side = (block: Block, other: Block, wanted: boolean): Need => {
      const need = this.atPlace(block, conflicting);
      return other.length === 0 ? need : allOf([need, this.before(cond, wanted)]);
    };
    return choice(
      cond,
      then.length === 0 ? this.before(cond, false) : side(then, otherwise, false),
      otherwise.length === 0 ? this.before(cond, true) : side(otherwise, then, true),
    );
  }

  #connective(condition: Operation, wanted: boolean): Need {
    const isAnd = condition.op === 'and';
    const parts = partsOf(condition, isAnd ? 'and' : 'or');
    const needs = parts.map((part) => ({ part, need: this.before(part, wanted) }));
    if (isAnd !== wanted) return allOf(needs.map(({ need }) => need));
    const sign = this.#preference === 'fewest' ? 1 : -1;
    return needs
      .map((each) => ({ ...each, count: sign * countOf(mostOf(each.need)) }))
      .sort((a, b) => a.count - b.count)
      .reduceRight<Need>(
        (rest, { part, need }) => choice(wanted ? part : not(part), rest, need),
        NOBODY,
      );
  }

  #comparison({ a, b }: Operation, isEqual: boolean): Need {
    if (b.op === 'const' && a.op === 'field') return this.#equality(a.field, b.value, isEqual);
    const tested = b.op === 'const' && b.value === 0 ? this.#tested(a) : null;
    if (tested !== null) {
      const { of, members } = tested;
      return isEqual
        ? this.#members(of, members, 0)
        : just(this.#conflicts.movers(of, members, true));
    }
    return just(this.#writersIn(a) | this.#writersIn(b));
  }

  /** `set & members`. */
  #tested(expr: Expr): { readonly of: number; readonly members: number } | null {
    if (expr.op !== 'bitand' || expr.a.op !== 'field' || expr.b.op !== 'const') return null;
    const of = expr.a.field;
    return this.#isSet(of) ? { of, members: expr.b.value } : null;
  }

  #equality(of: number, value: number, isEqual: boolean): Need {
    const owner = this.#ownerOf(of);
    if (owner !== null) return just(1n << BigInt(owner));
    if (!isEqual) return just(this.#conflicts.writersBut(of, value));
    if (this.#isSet(of)) return this.#members(of, MOST_MEMBERS, value);
    return just(this.#conflicts.writersOf(of, value));
  }

  /** The members among these are not those of `value`: somebody has to move one that is in the wrong place. */
  #members(of: number, among: number, value: number): Need {
    const moves = Array.from({ length: 30 }, (_, bit) => 1 << bit)
      .filter((bit) => (among & bit) !== 0)
      .map((bit) => {
        const isWanted = (value & bit) !== 0;
        const isOut = eq({ op: 'bitand', a: field(of), b: constant(bit) }, 0);
        return {
          isWrong: isWanted ? isOut : not(isOut),
          movers: this.#conflicts.movers(of, bit, isWanted),
        };
      })
      // Somebody who never comes is not waited for.
      .filter(({ movers }) => movers !== 0n);
    const sign = this.#preference === 'fewest' ? 1 : -1;
    return moves
      .sort((a, b) => sign * (countOf(a.movers) - countOf(b.movers)))
      .reduceRight<Need>(
        (rest, { isWrong, movers }) => choice(isWrong, just(movers), rest),
        NOBODY,
      );
  }

  #writersIn(expr: Expr): Processes {
    let all = 0n;
    readsOf(expr, this.#isSet, (each) => {
      const owner = this.#ownerOf(each);
      all |= owner === null ? this.#conflicts.writers(each) : 1n << BigInt(owner);
    });
    return all;
  }
}

const MOST_MEMBERS = 2 ** 30 - 1;

const partsOf = (expr: Expr, op: 'and' | 'or'): readonly Expr[] =>
  expr.op === op ? [...partsOf(expr.a, op), ...partsOf(expr.b, op)] : [expr];

function readsTemps(expr: Expr): boolean {
  switch (expr.op) {
    case 'temp':
      return true;
    case 'const':
    case 'field':
      return false;
    case 'if':
      return [expr.cond, expr.then, expr.else].some(readsTemps);
    case 'pick':
      return [expr.index, ...expr.choices].some(readsTemps);
    case 'not':
    case 'size':
    case 'bit':
      return readsTemps(expr.a);
    default:
      return readsTemps(expr.a) || readsTemps(expr.b);
  }
}
