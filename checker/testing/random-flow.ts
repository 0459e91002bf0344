/**
 * Random control flow of a random program: conditions, loops, jumps and choices of blocks.
 *
 * A jump stands last in a branch that something else leads past, so that no code is out of reach.
 */
import { localTruth, sharedTruth, truthOf } from './random-conditions.ts';
import type { Expression, Statement } from './random-program.ts';
import { boundedOf, boundName, local, numeral, operator } from './random-scope.ts';
import type { Place } from './random-statements.ts';

/** A goto, a return or a stop, or nothing. */
export function jump({ choices, canJump, labels }: Place): readonly Statement[] {
  if (!canJump || !choices.percent(45)) return [];
  const gotos = labels.map((name) => ({ kind: 'goto', name }) as const);
  return [choices.pick<Statement>([...gotos, { kind: 'return' }, { kind: 'stop' }])];
}

function ifThen(
  { maker }: Place,
  condition: Expression,
  then: readonly Statement[],
  otherwise: readonly Statement[] = [],
): Statement {
  return {
    kind: 'when',
    label: maker.name('if'),
    condition,
    then: maker.block(then),
    otherwise: maker.block(otherwise),
  };
}

export function whenStatement(place: Place): Statement {
  const { choices, maker } = place;
  const condition = choices.percent(50) ? sharedTruth(place, 1) : localTruth(place);
  // A jump back that constants decide on would be a loop without an end, which is rejected.
  const leaving = readsState(condition) ? place : { ...place, labels: [] };
  const then = [...maker.some(place, 1, 2), ...jump(leaving)];
  return ifThen(place, condition, then, choices.percent(40) ? maker.some(place, 1, 1) : []);
}

function readsState(condition: Expression): boolean {
  if (condition.kind === 'operator') return condition.operands.some(readsState);
  return condition.kind !== 'literal' && condition.kind !== 'bound';
}

export function whileShared(place: Place): Statement {
  const { maker } = place;
  return {
    kind: 'while',
    label: maker.name('while'),
    condition: sharedTruth(place, 1),
    body: maker.body(place, 2),
  };
}

/** Counts a local up to its highest value, which nothing else in the loop writes; nothing where there is no local to count. */
export function whileLocal(place: Place): readonly Statement[] {
  const { maker } = place;
  const [counter] = boundedOf(place.locals, 'range');
  if (counter === undefined) return [];
  const {
    name,
    domain: { low, high },
  } = counter;
  const value = operator('add', local(name), numeral(1));
  const next: Statement = {
    kind: 'step',
    label: maker.name('count'),
    guard: null,
    effects: [{ kind: 'assign', target: { kind: 'local', name }, value }],
    rest: false,
  };
  const inside = { ...place, locals: place.locals.filter((each) => each !== counter) };
  const body = maker.block([...maker.some(inside, 0, 1), next]);
  return [
    {
      kind: 'while',
      label: maker.name('while'),
      condition: operator('lt', local(name), numeral(high, low, high)),
      body,
    },
  ];
}

export function repeat(place: Place): Statement {
  return { kind: 'repeat', times: place.choices.between(1, 2), body: place.maker.body(place, 2) };
}

export function forEach(place: Place): Statement {
  const { choices, maker } = place;
  const bound = maker.name('b');
  const low = choices.percent(20) ? 1 : 0;
  const body = maker.body({ ...place, bound: [...place.bound, boundName(bound, low, 1)] }, 2);
  return { kind: 'forEach', bound, low, high: 1, backwards: choices.percent(50), body };
}

export function oneOfEach(place: Place): Statement {
  const { maker } = place;
  const bound = maker.name('b');
  const body = maker.body({ ...place, bound: [...place.bound, boundName(bound, 0, 1)] }, 2);
  return { kind: 'oneOfEach', bound, low: 0, high: 1, rest: place.choices.percent(10), body };
}

export function oneOf(place: Place): Statement {
  const { choices } = place;
  const leaving = choices.list(1, 2, () => branch(place));
  // Something has to lead on to what follows.
  const staying = branch({ ...place, canJump: false });
  return { kind: 'oneOf', rest: place.choices.percent(10), branches: [...leaving, staying] };
}

/** A step chooses the branch, also one behind a condition over locals. */
function branch(place: Place) {
  const { choices, maker } = place;
  const isBehind = place.depth > 0 && choices.percent(20);
  const inner = { ...place, canJump: false };
  const condition = isBehind ? [ifThen(inner, localTruth(inner), maker.some(inner, 1, 1))] : [];
  return maker.block([...condition, ...maker.body(inner, 1).statements, ...jump(place)]);
}

/** `if (...) goto out; ...; out:` */
export function forwards(place: Place): readonly Statement[] {
  const { maker } = place;
  const name = maker.name('out');
  const leave = ifThen(place, truthOf(place, 1), [
    ...maker.some(place, 0, 1),
    { kind: 'goto', name },
  ]);
  return [
    leave,
    ...maker.some({ ...place, labels: [...place.labels, name] }, 1, 2),
    { kind: 'label', name },
  ];
}

/** `again: ...; if (...) goto again;` with a step in between. */
export function backwards(place: Place): readonly Statement[] {
  const { maker } = place;
  const name = maker.name('again');
  const first = maker.step(place, sharedTruth(place, 1));
  const more = maker.some({ ...place, labels: [...place.labels, name] }, 0, 1);
  return [
    { kind: 'label', name },
    first,
    ...more,
    ifThen(place, sharedTruth(place, 1), [{ kind: 'goto', name }]),
  ];
}

/** A loop for ever with a resting head. */
export function forever(place: Place): Statement {
  const { choices, maker } = place;
  const guard = sharedTruth(place, 1);
  const choice = (): Statement => {
    const branches = [
      maker.block([maker.step(place, guard)]),
      maker.body({ ...place, canJump: false }, 1),
    ];
    return { kind: 'oneOf', rest: true, branches };
  };
  const head = choices.weighted<() => Statement>([
    [2, () => ({ ...maker.step(place, guard), rest: true })],
    [1, () => ({ ...maker.atomically(place, guard), rest: true })],
    [1, choice],
  ])();
  return { kind: 'forever', body: maker.block([head, ...maker.some(place, 0, 2)]) };
}
