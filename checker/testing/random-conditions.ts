/**
 * Random conditions of a random program.
 *
 * They come in two kinds that never mix: of constants and locals alone, and such that every part of them reads something
 * shared. Whether a mixture is a step is decided by what constants leave of it, and that is tested by hand.
 */
import type { Expression, Lock, Operator } from './random-program.ts';
import {
  type BoundedVariable,
  booleansOf,
  boundedOf,
  boundName,
  type ExpressionScope,
  elementsOf,
  expressionsOf,
  local,
  localNumeric,
  type Numeric,
  numeral,
  numericsOf,
  operator,
  shared,
  sharedNumeric,
} from './random-scope.ts';

/** A condition of any kind; `depth` is how deep one that reads something shared may nest. */
export function truthOf(scope: ExpressionScope, depth: number): Expression {
  const hasLocal = scope.locals.length + scope.bound.length > 0;
  return hasLocal && scope.choices.percent(30) ? localTruth(scope) : sharedTruth(scope, depth);
}

/** A condition over locals and bound names alone. */
export function localTruth(scope: ExpressionScope): Expression {
  const { choices } = scope;
  const locals: readonly (() => Expression)[] = [
    ...booleansOf(scope.locals).map(
      ({ name }) =>
        () =>
          local(name),
    ),
    ...boundedOf(scope.locals, 'range').map(
      (each) => () => compared(scope, localNumeric(each), []),
    ),
  ];
  // With a name that may stand for a constant, what is left of a connective is not this generator's business.
  const bound = scope.bound.map((each) => () => compared(scope, each, []));
  if (locals.length + bound.length === 0)
    return { kind: 'literal', value: choices.percent(50), domain: { kind: 'boolean' } };
  if (locals.length === 0 || choices.percent(75)) return choices.pick([...locals, ...bound])();
  return operator(
    choices.pick(['and', 'or', 'implies']),
    choices.pick(locals)(),
    choices.pick(locals)(),
  );
}

const COMPARISONS: readonly Operator[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];

function compared(
  { choices }: ExpressionScope,
  left: Numeric,
  others: readonly Numeric[],
): Expression {
  const fixed = numeral(choices.between(left.low, left.high), left.low, left.high);
  return operator(
    choices.pick(COMPARISONS),
    left.expression,
    choices.pick([fixed, ...expressionsOf(others)]),
  );
}

/** A condition every part of which reads something shared. */
export function sharedTruth(scope: ExpressionScope, depth: number): Expression {
  const { choices } = scope;
  const atom = (): Expression => choices.pick(sharedAtoms(scope))();
  if (depth === 0) return atom();
  const inner = (): Expression => sharedTruth(scope, depth - 1);
  return choices.weighted<() => Expression>([
    [6, atom],
    [1, () => operator('not', inner())],
    [3, () => operator(choices.pick(['and', 'or', 'implies']), inner(), inner())],
    [1, () => operator('if', inner(), inner(), inner())],
    [1, () => quantified(scope, choices.pick(['every', 'some']))],
  ])();
}

/** A quantifier over 0..1, the body of which reads something shared. */
export function quantified(scope: ExpressionScope, kind: 'every' | 'some' | 'count'): Expression {
  // Of quantifiers in one another each has a name of its own.
  const bound = `q${scope.bound.length}`;
  const body = sharedTruth({ ...scope, bound: [...scope.bound, boundName(bound, 0, 1)] }, 0);
  return { kind, bound, low: 0, high: 1, body };
}

function sharedAtoms(scope: ExpressionScope): readonly (() => Expression)[] {
  const numerics = numericsOf(scope);
  return [
    ...boundedOf(scope.shared, 'range').map(
      (each) => () => compared(scope, sharedNumeric(each), numerics),
    ),
    ...elementsOf(scope, 'range').map((element) => () => compared(scope, element(), numerics)),
    ...elementsOf(scope, 'boolean').map((element) => () => element().expression),
    ...booleansOf(scope.shared).map(
      ({ name }) =>
        () =>
          operator('READ_ONCE', shared(name)),
    ),
    ...boundedOf(scope.shared, 'optional').map((each) => () => aboutOptional(scope, each)),
    ...boundedOf(scope.shared, 'set').map((each) => () => aboutSet(scope, each)),
    ...scope.locks.map((each) => () => aboutLock(scope, each)),
  ];
}

function aboutOptional(
  { choices }: ExpressionScope,
  { name, domain: { low, high } }: BoundedVariable,
): Expression {
  const value = numeral(choices.between(low, high), low, high);
  return choices.pick([operator('present', shared(name)), operator('eq', shared(name), value)]);
}

function aboutSet(
  scope: ExpressionScope,
  { name, domain: { low, high } }: BoundedVariable,
): Expression {
  const { choices } = scope;
  const set = shared(name);
  const member = choices.pick([
    numeral(choices.between(low, high), low, high),
    ...expressionsOf(numericsOf(scope)),
  ]);
  return choices.pick([
    operator('isEmpty', set),
    operator('in', member, set),
    operator('subset', set, setLiteral(scope, low, high)),
    operator('le', operator('size', set), numeral(1)),
  ]);
}

/** A constant set over `low..high`. */
export function setLiteral({ choices }: ExpressionScope, low: number, high: number): Expression {
  const all = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  return {
    kind: 'literal',
    value: all.filter(() => choices.percent(50)),
    domain: { kind: 'set', low, high },
  };
}

/** What a process holds of the lock, or whether a writer is queued for it. */
export function aboutLock(
  { choices, process }: ExpressionScope,
  { name: lock, kind }: Lock,
): Expression {
  if (kind === 'mutex') return { kind: 'owns', lock, process };
  return choices.percent(30)
    ? { kind: 'queued', lock }
    : { kind: 'holds', lock, mode: choices.pick(['read', 'write']), process };
}
