/**
 * What a random expression may mention, and how to find it: variables by domain, bound names, locks.
 */
import type { Choices } from './random-choices.ts';
import type {
  Expression,
  Lock,
  Operator,
  ProcessRef,
  ScalarDomain,
  Variable,
} from './random-program.ts';

/** Something with a number in it, and between what bounds. */
export interface Numeric {
  readonly expression: Expression;
  readonly low: number;
  readonly high: number;
}

export interface ExpressionScope {
  readonly choices: Choices;
  readonly shared: readonly Variable[];
  readonly locals: readonly Variable[];
  readonly bound: readonly Numeric[];
  readonly locks: readonly Lock[];
  readonly process: ProcessRef;
  /** Whether a value or an index may leave its domain. */
  readonly isRisky: boolean;
}

export type BoundedDomain = Extract<ScalarDomain, { readonly low: number }>;

export interface BoundedVariable extends Variable {
  readonly domain: BoundedDomain;
}

export const operator = (name: Operator, ...operands: readonly Expression[]): Expression => ({
  kind: 'operator',
  operator: name,
  operands,
});

export const numeral = (value: number, low = value, high = value): Expression => ({
  kind: 'literal',
  value,
  domain: { kind: 'range', low, high },
});

export const shared = (name: string): Expression => ({ kind: 'shared', name });
export const local = (name: string): Expression => ({ kind: 'local', name });

/** The value bound by this name, from `low` to `high`. */
export const boundName = (name: string, low: number, high: number): Numeric => ({
  expression: { kind: 'bound', name },
  low,
  high,
});

export const booleansOf = (variables: readonly Variable[]): readonly Variable[] =>
  variables.filter(({ domain }) => domain.kind === 'boolean');

export const boundedOf = (
  variables: readonly Variable[],
  kind: BoundedDomain['kind'],
): readonly BoundedVariable[] =>
  variables.filter((each): each is BoundedVariable => each.domain.kind === kind);

export const sharedNumeric = ({ name, domain }: BoundedVariable): Numeric => ({
  expression: shared(name),
  low: domain.low,
  high: domain.high,
});
export const localNumeric = ({ name, domain }: BoundedVariable): Numeric => ({
  expression: local(name),
  low: domain.low,
  high: domain.high,
});

/** Variables and names that hold a number. */
export const numericsOf = (scope: ExpressionScope): readonly Numeric[] => [
  ...boundedOf(scope.shared, 'range').map(sharedNumeric),
  ...boundedOf(scope.locals, 'range').map(localNumeric),
  ...scope.bound,
];

export const expressionsOf = (numerics: readonly Numeric[]): readonly Expression[] =>
  numerics.map(({ expression }) => expression);

/** Those that never lie outside of the bounds. */
export const fitting = (
  numerics: readonly Numeric[],
  low: number,
  high: number,
): readonly Numeric[] => numerics.filter((each) => low <= each.low && each.high <= high);

/** Those that a model cannot decide when it is built; a constant out of its domain would be rejected then. */
export const variable = (numerics: readonly Numeric[]): readonly Numeric[] =>
  numerics.filter(({ expression }) => expression.kind !== 'bound');

/** An index of an array: inside of it, except in a risky scope. */
export function indexOf(scope: ExpressionScope, low: number, high: number): Expression {
  const { choices } = scope;
  const numerics = numericsOf(scope);
  const fixed = numeral(choices.between(low, high), low, high);
  const inside = [fixed, ...expressionsOf(fitting(numerics, low, high))];
  if (!scope.isRisky || !choices.percent(30)) return choices.pick(inside);
  const optionals = boundedOf(scope.shared, 'optional').map(({ name }) =>
    operator('valueOf', shared(name)),
  );
  return choices.pick([...expressionsOf(variable(numerics)), ...optionals, fixed]);
}

/** Makers of one element for each array with such elements. */
export function elementsOf(
  scope: ExpressionScope,
  kind: 'range' | 'boolean',
): readonly (() => Numeric)[] {
  return scope.shared.flatMap(({ name, domain }) => {
    if (domain.kind !== 'array' || domain.element.kind !== kind) return [];
    const { low, high } = domain.element.kind === 'range' ? domain.element : { low: 0, high: 1 };
    return [
      () => ({
        expression: {
          kind: 'element',
          array: name,
          index: indexOf(scope, domain.low, domain.high),
        } as const,
        low,
        high,
      }),
    ];
  });
}
