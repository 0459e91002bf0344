/**
 * Random effects of one step, each on a place of its own: assignments, swaps, choices, writes to arrays.
 */
import { sharedTruth } from './random-conditions.ts';
import type {
  ArrayDomain,
  Effect,
  Expression,
  ScalarDomain,
  Target,
  Variable,
} from './random-program.ts';
import { type ExpressionScope, indexOf, numeral, operator, shared } from './random-scope.ts';
import { valueIn } from './random-values.ts';

export interface EffectScope extends ExpressionScope {
  /** The name of the value of a choice. */
  readonly value: string;
  /** Whether a choice may be left without a value, which blocks the step. */
  readonly mayBlock: boolean;
}

/** Up to three effects. */
export function randomEffects(scope: EffectScope): readonly Effect[] {
  const { choices } = scope;
  const pairs = pairsOf(scope.shared);
  if (pairs.length > 0 && choices.percent(20)) return swap(...choices.pick(pairs));
  const options: Target[] = [
    ...scope.shared.map(({ name }) => ({ kind: 'shared', name }) as const),
    ...scope.locals.map(({ name }) => ({ kind: 'local', name }) as const),
  ];
  const count = choices.weighted<number>([
    [6, 1],
    [3, 2],
    [1, 3],
  ]);
  const targets = Array.from({ length: count }, () =>
    options.splice(choices.below(options.length), 1),
  ).flat();
  return targets.map((target) => effectOn(scope, target));
}

/** Two variables exchange their values: that shows whether effects are simultaneous. */
function swap(first: string, second: string): readonly Effect[] {
  return [
    { kind: 'assign', target: { kind: 'shared', name: first }, value: shared(second) },
    { kind: 'assign', target: { kind: 'shared', name: second }, value: shared(first) },
  ];
}

/** Variables with the same scalar domain. */
function pairsOf(variables: readonly Variable[]): readonly (readonly [string, string])[] {
  const pairs = variables.flatMap((first, i) =>
    variables.slice(i + 1).map((second) => [first, second] as const),
  );
  const alike = pairs.filter(
    ([a, b]) => a.domain.kind !== 'array' && JSON.stringify(a.domain) === JSON.stringify(b.domain),
  );
  return alike.map(([a, b]) => [a.name, b.name] as const);
}

function effectOn(scope: EffectScope, target: Target): Effect {
  const { choices } = scope;
  const name = 'name' in target ? target.name : target.array;
  const { domain } = [...scope.shared, ...scope.locals].find(
    (each) => each.name === name,
  ) as Variable;
  if (domain.kind === 'array') return arrayEffect(scope, name, domain);
  const canChoose = domain.kind === 'boolean' || domain.kind === 'range';
  if (!canChoose || !choices.percent(25)) {
    return {
      kind: choices.percent(10) ? 'WRITE_ONCE' : 'assign',
      target,
      value: valueIn(scope, name, domain),
    };
  }
  const where = scope.mayBlock && choices.percent(50) ? whereOf(scope, domain) : null;
  return { kind: 'choose', target, domain, bound: scope.value, where };
}

/** A condition on the chosen value; it may leave nothing to choose, and then the step blocks. */
function whereOf(scope: EffectScope, domain: ScalarDomain): Expression {
  const value: Expression = { kind: 'bound', name: scope.value };
  const condition = sharedTruth(scope, 0);
  if (domain.kind === 'boolean') return operator('eq', value, condition);
  const { low, high } = domain;
  return operator(
    'or',
    operator('ne', value, numeral(scope.choices.between(low, high), low, high)),
    condition,
  );
}

function arrayEffect(
  scope: EffectScope,
  array: string,
  { element, low, high }: ArrayDomain,
): Effect {
  const value = valueIn(scope, array, element);
  if (scope.choices.percent(20)) return { kind: 'assignAll', array, value };
  return {
    kind: 'assign',
    target: { kind: 'element', array, index: indexOf(scope, low, high) },
    value,
  };
}
