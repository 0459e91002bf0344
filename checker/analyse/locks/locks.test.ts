import { expect, test } from 'vitest';
import {
  assign,
  BOOLEAN,
  type Body,
  down_read,
  down_write,
  down_write_trylock,
  FALSE,
  fn,
  int,
  local,
  type Mutex,
  mutex,
  mutex_lock,
  mutex_trylock,
  mutex_unlock,
  mutexes,
  oneOf,
  process,
  range,
  repeat,
  rwsem,
  step,
  TRUE,
  up_read,
  up_write,
  variable,
  whileTrue,
} from '../../lang/index.ts';
import { modelOf } from '../../testing/outcome.ts';
import { small } from '../../testing/small-model.ts';
import { findLockOrder, type LockOrder } from './index.ts';

const [a, b, c, gate] = [mutex('a'), mutex('b'), mutex('c'), mutex('gate')];
const sem = rwsem('sem');

function orderOf(
  bodies: readonly Body[],
  declared: readonly (readonly string[])[] = [],
): LockOrder {
  const model = modelOf(small(bodies.map((body, at) => process(`t${at}`, body))));
  const analysed = findLockOrder({ model, limits: {}, hooks: {} }, declared);
  if (analysed.kind !== 'analysed') throw new Error(analysed.reason);
  expect(analysed.extent.completion.kind).toBe('complete');
  return analysed.found;
}

const under = (lock: Mutex, body: Body): Body => [mutex_lock(lock), ...body, mutex_unlock(lock)];
const nested = (outer: Mutex, inner: Mutex): Body => under(outer, under(inner, [step('work')]));

const edgesOf = ({ edges }: LockOrder): readonly string[] =>
  edges.map(({ outer, inner, isBlocking }) => `${outer} ${isBlocking ? '->' : '?>'} ${inner}`);
const cyclesOf = ({ cycles }: LockOrder): readonly string[] =>
  cycles.map(({ locks }) => locks.join(' -> '));

test('a lock that is taken inside another is an edge, one after the other is none', () => {
  expect(edgesOf(orderOf([nested(a, b)]))).toEqual(['a -> b']);
  expect(edgesOf(orderOf([[...under(a, []), ...under(b, [])]]))).toEqual([]);
});

test('three locks inside each other are three edges', () => {
  expect(edgesOf(orderOf([under(a, nested(b, c))]))).toEqual(['a -> b', 'a -> c', 'b -> c']);
});

test('two locks taken in both orders are a cycle, with a shortest trace for each edge', () => {
  const order = orderOf([nested(a, b), nested(b, a)]);
  expect(cyclesOf(order)).toEqual(['a -> b']);
  const [cycle] = order.cycles;
  expect(cycle?.gate).toBeNull();
  expect(
    cycle?.witnesses.map(({ process: by, label, path }) => [by, label, path.steps.length]),
  ).toEqual([
    ['t0', 'mutex_lock(&b)', 1],
    ['t1', 'mutex_lock(&a)', 1],
  ]);
  expect(cyclesOf(orderOf([nested(a, b), nested(a, b)]))).toEqual([]);
});

test('a cycle of three needs all three edges', () => {
  expect(cyclesOf(orderOf([nested(a, b), nested(b, c), nested(c, a)]))).toEqual(['a -> b -> c']);
  expect(cyclesOf(orderOf([nested(a, b), nested(b, c), nested(a, c)]))).toEqual([]);
});

test('one thread alone can be a cycle, which no run of it shows', () => {
  const [there, back] = [fn('there', nested(a, b)), fn('back', nested(b, a))];
  expect(cyclesOf(orderOf([[there(), back()]]))).toEqual(['a -> b']);
});

test('a lock that both hold around the two orders is told as their gate', () => {
  const gated = [under(gate, nested(a, b)), under(gate, nested(b, a))];
  expect(orderOf(gated).cycles.map((cycle) => cycle.gate)).toEqual(['gate']);
  const half = [under(gate, nested(a, b)), nested(b, a)];
  expect(orderOf(half).cycles.map((cycle) => cycle.gate)).toEqual([null]);
});

test('a gate held for read by both keeps nobody out', () => {
  const reading = (body: Body): Body => [down_read(sem), ...body, up_read(sem)];
  const writing = (body: Body): Body => [down_write(sem), ...body, up_write(sem)];
  expect(orderOf([reading(nested(a, b)), reading(nested(b, a))]).cycles[0]?.gate).toBeNull();
  expect(orderOf([reading(nested(a, b)), writing(nested(b, a))]).cycles[0]?.gate).toBe('sem');
  const sometimes = [writing(nested(a, b)), reading(nested(a, b)), reading(nested(b, a))];
  expect(orderOf(sometimes).cycles[0]?.gate).toBeNull();
});

test('a trylock is an edge of its own kind and closes no cycle; what it took counts as held', () => {
  const tries = under(b, [mutex_trylock(a, [mutex_unlock(a)], [step('busy')])]);
  const order = orderOf([nested(a, b), tries]);
  expect(edgesOf(order)).toEqual(['a -> b', 'b ?> a']);
  expect(cyclesOf(order)).toEqual([]);
  const inside = [mutex_trylock(a, [...under(b, []), mutex_unlock(a)], [step('busy')])];
  expect(cyclesOf(orderOf([inside, nested(b, a)]))).toEqual(['a -> b']);
  const writes = under(b, [down_write_trylock(sem, [up_write(sem)], [step('busy')])]);
  expect(edgesOf(orderOf([writes]))).toEqual(['b ?> sem']);
});

test('a trylock that never succeeds is no edge', () => {
  const tries = fn('tries', [mutex_trylock(a, [mutex_unlock(a)], [step('busy')])]);
  expect(edgesOf(orderOf([under(a, [tries()])]))).toEqual([]);
});

test('a lock held for read is held', () => {
  expect(edgesOf(orderOf([[down_read(sem), ...under(a, []), up_read(sem)]]))).toEqual(['sem -> a']);
});

test('taking what one holds is a cycle of one, although the step never happens', () => {
  const again = fn('again', under(a, []));
  expect(cyclesOf(orderOf([under(a, [again()])]))).toEqual(['a']);
});

test('the modes of a semaphore are told, and reading inside counts as waiting', () => {
  const reading = under(a, [down_read(sem), up_read(sem)]);
  const writing = [down_write(sem), ...under(a, []), up_write(sem)];
  const order = orderOf([reading, writing]);
  expect(order.edges.map(({ outerModes, innerModes }) => [outerModes, innerModes])).toEqual([
    [['write'], ['read']],
    [['write'], ['write']],
  ]);
  expect(cyclesOf(order)).toEqual(['a -> sem']);
});

test('an order that is declared is compared with the one found', () => {
  const declared = [['a', 'b', 'c']];
  expect(orderOf([under(a, nested(b, c))], declared).order).toEqual({
    isDeclared: true,
    contradicts: [],
    undeclared: [],
    unseen: [],
    nested: [],
  });
  const { order } = orderOf([nested(c, a), nested(a, gate)], declared);
  expect(order.contradicts).toEqual([['c', 'a']]);
  expect(order.undeclared).toEqual([['a', 'gate']]);
  expect(order.unseen).toEqual([
    ['a', 'b'],
    ['b', 'c'],
  ]);
});

test('two locks of one name inside each other need an annotation', () => {
  const both = mutexes('both', range(0, 1));
  const [first, second] = [both.at(int(0)), both.at(int(1))];
  const order = orderOf([nested(first, second)]);
  expect(order.order.nested).toEqual([['both[0]', 'both[1]']]);
  expect(cyclesOf(order)).toEqual([]);
  expect(cyclesOf(orderOf([nested(first, second), nested(second, first)]))).toHaveLength(1);
});

test('what is held when a function is called: always, and sometimes', () => {
  const inner = fn('inner', [step('work')]);
  const outer = fn('outer', under(a, [inner()]));
  const { calls } = orderOf([[outer()], [down_read(sem), outer(), up_read(sem)]]);
  expect(calls).toContainEqual({ fn: 'outer', always: [], sometimes: ['sem r'] });
  expect(calls).toContainEqual({ fn: 'inner', always: ['a W'], sometimes: ['sem r'] });
});

test('a loop that comes back to the first step of a function does not enter it', () => {
  const again = variable('again', BOOLEAN, TRUE);
  const body = [mutex_lock(a), step('again = false', assign(again, FALSE))];
  const loops = fn('loops', [whileTrue(again, body), mutex_unlock(a)]);
  expect(orderOf([[loops()]]).calls).toEqual([{ fn: 'loops', always: [], sometimes: [] }]);
});

test('a loop around a call enters the function each time', () => {
  const again = variable('again', BOOLEAN, TRUE);
  const takes = fn('takes', [mutex_lock(a), step('again = false', assign(again, FALSE))]);
  const frees = fn('frees', [step('free'), mutex_unlock(a)]);
  const { calls } = orderOf([[whileTrue(again, [takes()]), frees()]]);
  expect(calls).toEqual([
    { fn: 'takes', always: [], sometimes: [] },
    { fn: 'frees', always: ['a W'], sometimes: [] },
  ]);
  const each = fn('each', [step('work')]);
  const once = local('once', range(0, 1), int(0));
  const more = [each(), step('once++', assign(once, int(1))), mutex_lock(a)];
  const model = modelOf(small([process('t', { locals: [once] }, [repeat(2, more)])]));
  const found = findLockOrder({ model, limits: {}, hooks: {} }, []);
  expect(found.kind === 'analysed' && found.found.calls).toEqual([
    { fn: 'each', always: [], sometimes: ['a W'] },
  ]);
});

test('a function that a branch or the step before enters is entered', () => {
  const named = (name: string) => fn(name, [step('work')]);
  const [got, busy, other] = [named('got'), named('busy'), named('other')];
  const tries = mutex_trylock(a, [got(), mutex_unlock(a)], [busy()]);
  const { calls } = orderOf([[oneOf([tries], [other()])], under(a, [step('keep')])]);
  expect(calls).toEqual([
    { fn: 'got', always: ['a W'], sometimes: [] },
    { fn: 'busy', always: [], sometimes: [] },
    { fn: 'other', always: [], sometimes: [] },
  ]);
});
