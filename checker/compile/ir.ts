/**
 * The intermediate representation that every back end prints: expressions without side effects over the fields of one state, and
 * blocks that change that state until a step has fired.
 *
 * There is one mutable state, the successor under construction. A block ends in exactly one way: it fires, it fails, it forks, it
 * decides, or it runs out, which means that the step is not enabled. All values are 32-bit signed integers; truth is 0 or 1. Nothing
 * here is text of a spec.
 */

export type Unary = 'not' | 'size' | 'bit';
export type Binary =
  | 'and'
  | 'or'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'add'
  | 'sub'
  | 'bitand'
  | 'bitor'
  | 'andnot';

export type Expr =
  | { readonly op: 'const'; readonly value: number }
  /** The value of a cell or, behind the cells, the position of a process. */
  | { readonly op: 'field'; readonly field: number }
  | { readonly op: 'temp'; readonly temp: number }
  | { readonly op: 'if'; readonly cond: Expr; readonly then: Expr; readonly else: Expr }
  /** `choices[index]`; any of them where the index is outside, because an error was reported before. */
  | { readonly op: 'pick'; readonly index: Expr; readonly choices: readonly Expr[] }
  | { readonly op: Unary; readonly a: Expr }
  | { readonly op: Binary; readonly a: Expr; readonly b: Expr };

export type Statement =
  | { readonly do: 'set'; readonly field: number; readonly value: Expr }
  | { readonly do: 'let'; readonly temp: number; readonly value: Expr }
  | { readonly do: 'if'; readonly cond: Expr; readonly then: Block; readonly else: Block }
  /** Each branch starts from the state in which the fork finds it: alternatives, in declared order. */
  | { readonly do: 'fork'; readonly branches: readonly Block[] }
  /** The state is a successor. Checks that are false are violated by this transition. */
  | { readonly do: 'fire'; readonly leaf: number; readonly checks: readonly FiredCheck[] }
  /** A value or an index is outside its domain: there is no successor on this way. */
  | { readonly do: 'fail'; readonly leaf: number };

/** `if`, `fork`, `fire` and `fail` stand last. */
export type Block = readonly Statement[];

export interface FiredCheck {
  /** Number of the property. */
  readonly property: number;
  readonly holds: Expr;
}

export const constant = (value: number): Expr => ({ op: 'const', value });
export const TRUE = constant(1);
export const FALSE = constant(0);
export const field = (number: number): Expr => ({ op: 'field', field: number });
export const temp = (number: number): Expr => ({ op: 'temp', temp: number });

export const isConst = (expr: Expr, value?: number): boolean =>
  expr.op === 'const' && (value === undefined || expr.value === value);

/** An operation, folded where its operands are constants. */
export function unary(op: Unary, a: Expr): Expr {
  if (a.op === 'const') return constant(applyUnary(op, a.value));
  if (op === 'not' && a.op === 'not') return a.a;
  return { op, a };
}

export function binary(op: Binary, a: Expr, b: Expr): Expr {
  if (a.op === 'const' && b.op === 'const') return constant(applyBinary(op, a.value, b.value));
  if (op === 'and') {
    if (isConst(a, 0) || isConst(b, 0)) return FALSE;
    if (isConst(a, 1)) return b;
    if (isConst(b, 1)) return a;
  }
  if (op === 'or') {
    if (isConst(a, 1) || isConst(b, 1)) return TRUE;
    if (isConst(a, 0)) return b;
    if (isConst(b, 0)) return a;
  }
  return { op, a, b };
}

export const and = (...all: readonly Expr[]): Expr =>
  all.reduce((a, b) => binary('and', a, b), TRUE);
export const or = (...all: readonly Expr[]): Expr =>
  all.reduce((a, b) => binary('or', a, b), FALSE);
export const not = (a: Expr): Expr => unary('not', a);
export const eq = (a: Expr, value: number): Expr => binary('eq', a, constant(value));

export function choose(cond: Expr, yes: Expr, no: Expr): Expr {
  if (cond.op === 'const') return cond.value === 1 ? yes : no;
  if (yes.op === 'const' && no.op === 'const' && yes.value === no.value) return yes;
  return { op: 'if', cond, then: yes, else: no };
}

export function pick(index: Expr, choices: readonly Expr[]): Expr {
  const [first = FALSE] = choices;
  if (index.op === 'const') return choices[index.value] ?? first;
  if (choices.every((each) => first.op === 'const' && isConst(each, first.value))) return first;
  return { op: 'pick', index, choices };
}

export function applyUnary(op: Unary, a: number): number {
  switch (op) {
    case 'not':
      return a === 0 ? 1 : 0;
    case 'bit':
      return 1 << a;
    case 'size': {
      let bits = 0;
      for (let rest = a; rest !== 0; rest &= rest - 1) bits++;
      return bits;
    }
  }
}

export function applyBinary(op: Binary, a: number, b: number): number {
  switch (op) {
    case 'and':
      return a & b;
    case 'or':
      return a | b;
    case 'eq':
      return a === b ? 1 : 0;
    case 'ne':
      return a === b ? 0 : 1;
    case 'lt':
      return a < b ? 1 : 0;
    case 'le':
      return a <= b ? 1 : 0;
    case 'add':
      return (a + b) | 0;
    case 'sub':
      return (a - b) | 0;
    case 'bitand':
      return a & b;
    case 'bitor':
      return a | b;
    case 'andnot':
      return a & ~b;
  }
}

/** A block that decides; one whose condition is constant is no decision. */
export function decide(cond: Expr, yes: Block, no: Block): Block {
  if (cond.op === 'const') return cond.value === 1 ? yes : no;
  if (yes.length === 0 && no.length === 0) return [];
  return [{ do: 'if', cond, then: yes, else: no }];
}

/** Alternatives; those that can never fire are left out. */
export function fork(branches: readonly Block[]): Block {
  const live = branches.filter(canEnd);
  const [only] = live;
  if (live.length <= 1) return only ?? [];
  return [{ do: 'fork', branches: live }];
}

const canEnd = (block: Block): boolean => {
  const last = block.at(-1);
  return last !== undefined && last.do !== 'set' && last.do !== 'let';
};
