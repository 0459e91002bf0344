/**
 * Random declarations of a random program: shared variables, locals, locks.
 *
 * Every number has 0 or 1 in its domain, so that variables of different domains meet. No set or optional begins below zero, which
 * is not a domain that the spec language can represent.
 */
import type { Choices } from './random-choices.ts';
import type { Lock, Scalar, ScalarDomain, Variable } from './random-program.ts';
import type { BoundedDomain } from './random-scope.ts';

const BOOLEAN: ScalarDomain = { kind: 'boolean' };

type Bounds = readonly [number, number];

const NUMBER_BOUNDS: readonly Bounds[] = [
  [0, 1],
  [0, 2],
  [-1, 1],
  [1, 2],
];
const OTHER_BOUNDS: readonly Bounds[] = [
  [0, 1],
  [1, 2],
];

const bounded = (kind: BoundedDomain['kind'], [low, high]: Bounds): ScalarDomain => ({
  kind,
  low,
  high,
});

/** Two numbers, often of one domain, and some of what else there is. */
export function sharedVariables(choices: Choices): readonly Variable[] {
  const first = bounded('range', choices.pick(NUMBER_BOUNDS));
  const second = choices.percent(50) ? first : bounded('range', choices.pick(NUMBER_BOUNDS));
  const others: readonly (() => Variable)[] = [
    () => scalarVariable(choices, 'flag', BOOLEAN),
    () => scalarVariable(choices, 'opt', bounded('optional', choices.pick(OTHER_BOUNDS))),
    () => scalarVariable(choices, 'bag', bounded('set', choices.pick(OTHER_BOUNDS))),
    () => arrayVariable(choices, 'items', bounded('range', [0, choices.between(1, 2)])),
    () => arrayVariable(choices, 'flags', BOOLEAN),
  ];
  const more = others.filter(() => choices.percent(40)).map((make) => make());
  return [scalarVariable(choices, 'n', first), scalarVariable(choices, 'm', second), ...more];
}

function scalarVariable(choices: Choices, name: string, domain: ScalarDomain): Variable {
  return { name, domain, initial: initialIn(choices, domain, choices.percent(15) ? 2 : 1) };
}

function arrayVariable(choices: Choices, name: string, element: ScalarDomain): Variable {
  const low = choices.percent(30) ? 1 : 0;
  const initial = initialIn(choices, element, choices.percent(10) ? 2 : 1);
  return { name, domain: { kind: 'array', low, high: low + 1, element }, initial };
}

/** So many different values of the domain, as far as it has them. */
function initialIn(choices: Choices, domain: ScalarDomain, count: number): readonly Scalar[] {
  const values = valuesOf(domain);
  const first = choices.below(values.length);
  return [...values.slice(first), ...values.slice(0, first)].slice(0, count);
}

function valuesOf(domain: ScalarDomain): readonly Scalar[] {
  if (domain.kind === 'boolean') return [false, true];
  const { low, high } = domain;
  if (domain.kind === 'set') return [[], [low], [low, high]];
  const numbers = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  return domain.kind === 'optional' ? [null, ...numbers] : numbers;
}

/** A counter, a flag, both or nothing; `alternatives` is how many initial values the counter has. */
export function localVariables(
  choices: Choices,
  owner: string,
  alternatives: number,
): readonly Variable[] {
  const domain = bounded('range', [0, choices.between(1, 2)]);
  const counter: Variable = {
    name: `${owner}_x`,
    domain,
    initial: initialIn(choices, domain, alternatives),
  };
  const flag: Variable = {
    name: `${owner}_b`,
    domain: BOOLEAN,
    initial: initialIn(choices, BOOLEAN, 1),
  };
  return choices.weighted<readonly Variable[]>([
    [2, []],
    [4, [counter]],
    [1, [flag]],
    [1, [counter, flag]],
  ]);
}

export function randomLocks(choices: Choices): readonly Lock[] {
  const mutex: Lock = { name: 'mutex', kind: 'mutex' };
  const rwsem: Lock = { name: 'rwsem', kind: 'rwsem', writerPriority: choices.percent(60) };
  const other: Lock = { name: 'other', kind: 'rwsem', writerPriority: true };
  return choices.weighted<readonly Lock[]>([
    [3, []],
    [3, [mutex]],
    [5, [rwsem]],
    [2, [mutex, rwsem]],
    [1, [rwsem, other]],
  ]);
}
