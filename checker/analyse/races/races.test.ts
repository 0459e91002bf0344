import { expect, test } from 'vitest';
import { type Explored, searchModel } from '../../explore/index.ts';
import {
  add,
  and,
  array,
  assign,
  atomic,
  atomically,
  BOOLEAN,
  type Body,
  benignRace,
  choose,
  cond,
  down_read,
  down_write,
  type Effect,
  type Expr,
  eq,
  FALSE,
  fn,
  int,
  le,
  local,
  mutex,
  mutex_lock,
  mutex_unlock,
  mutexes,
  notMemory,
  oneOf,
  or,
  process,
  type RaceNote,
  READ_ONCE,
  range,
  rwsem,
  step,
  stepWhen,
  TRUE,
  up_read,
  up_write,
  variable,
  WRITE_ONCE,
  when,
} from '../../lang/index.ts';
import type { Model } from '../../model/index.ts';
import type { SearchResult } from '../../semantics/index.ts';
import { modelOf } from '../../testing/outcome.ts';
import { small } from '../../testing/small-model.ts';
import { examineRaces } from './examine.ts';
import { findRaces, type RaceEnd, type Races } from './index.ts';
import { notMemoryIn } from './notes.ts';

const flag = variable('flag', BOOLEAN, FALSE);
const other = variable('other', BOOLEAN, FALSE);
const lock = mutex('lock');
const sem = rwsem('sem');

function racesOf(bodies: readonly Body[], notes: readonly RaceNote[] = []): Races {
  const model = modelOf(small(bodies.map((body, at) => process(`t${at}`, body))));
  const analysed = findRaces({ model, limits: {}, hooks: {} }, notes);
  if (analysed.kind !== 'analysed') throw new Error(analysed.reason);
  expect(analysed.extent.completion.kind).toBe('complete');
  expect(examined(model, notes)).toEqual(summaryOf(analysed.found));
  return analysed.found;
}

/** The races that a check of the model sees. */
function examined(model: Model, notes: readonly RaceNote[]): SearchResult['races'] {
  const examine = (explored: Explored) => examineRaces(explored, notMemoryIn(notes));
  return searchModel({ model, limits: {}, engine: 'compiled', hooks: {}, examine }).races;
}

const summaryOf = ({ races }: Races): SearchResult['races'] =>
  races.map(({ variable: name, ends: [one, other_], path }) => {
    const access = ({ owner, access, isMarked }: RaceEnd) => ({ owner, access, isMarked });
    return { variable: name, ends: [access(one), access(other_)], steps: path.steps.length };
  });

/** `write flag by t0 / read flag by t1 steps=0`. */
const told = ({ races }: Races): readonly string[] =>
  races.map(({ cell, ends, path }) => {
    const words = ends.map(
      ({ access, isMarked, process: by }) => `${isMarked ? 'marked ' : ''}${access} by ${by}`,
    );
    return `${cell}: ${words.join(' / ')} steps=${path.steps.length}`;
  });

const setFlag = (effect: Effect = assign(flag, TRUE)): Body => [step('flag = true', effect)];
const test_ = (condition: Expr<boolean> = flag): Body => [when(condition, [step('found')])];

test('a plain write and a plain read of two threads race at once', () => {
  expect(told(racesOf([setFlag(), test_()]))).toEqual(['flag: write by t0 / read by t1 steps=0']);
});

test('two writes race, and two reads do not', () => {
  expect(told(racesOf([setFlag(), setFlag()]))).toEqual([
    'flag: write by t0 / write by t1 steps=0',
  ]);
  expect(told(racesOf([test_(), test_()]))).toEqual([]);
});

test('only if both accesses are marked it is no race', () => {
  const marked = WRITE_ONCE(flag, TRUE);
  expect(told(racesOf([setFlag(marked), test_(READ_ONCE(flag))]))).toEqual([]);
  expect(told(racesOf([setFlag(marked), test_()]))).toEqual([
    'flag: marked write by t0 / read by t1 steps=0',
  ]);
  expect(told(racesOf([setFlag(), test_(READ_ONCE(flag))]))).toEqual([
    'flag: write by t0 / marked read by t1 steps=0',
  ]);
});

test('a read and a write of one step keep marks of their own', () => {
  const count = variable('count', range(0, 2), int(0));
  const more = step('WRITE_ONCE(count, count + 1)', WRITE_ONCE(count, add(count, int(1))));
  const reads = (value: Expr<number>): Body => [when(eq(value, int(1)), [step('found')])];
  expect(told(racesOf([[more], reads(READ_ONCE(count))]))).toEqual([]);
  expect(told(racesOf([[more], reads(count)]))).toEqual([
    'count: marked write by t0 / read by t1 steps=0',
  ]);
  expect(told(racesOf([[more], [more]]))).toEqual([
    'count: marked write by t1 / read by t0 steps=0',
  ]);
  const once = step('once', WRITE_ONCE(count, add(READ_ONCE(count), int(1))));
  expect(told(racesOf([[once], [once]]))).toEqual([]);
});

test('every branch of a step that may be taken counts', () => {
  const either = atomically('either', [oneOf([step('other', assign(other, TRUE))], setFlag())]);
  expect(told(racesOf([setFlag(), [either]]))).toEqual(['flag: write by t0 / write by t1 steps=0']);
  const waits = stepWhen('never', FALSE, assign(flag, TRUE));
  const blocked = atomically('blocked', [oneOf([step('other')], [waits])]);
  expect(told(racesOf([setFlag(), [blocked]]))).toEqual([]);
});

test('every value that a step may choose counts, and a lock only where it is taken', () => {
  const drawn = local('drawn', range(0, 2), int(0));
  const draw = (last: number) =>
    step(
      'draw',
      choose(drawn, range(0, 2), (v) => le(v, int(last))),
    );
  const body = (last: number): Body => [
    atomically('all', [draw(last), when(eq(drawn, int(1)), setFlag())]),
  ];
  const racesWith = (drawing: Body): readonly string[] => {
    const roles = [process('t0', setFlag()), process('t1', { locals: [drawn] }, drawing)];
    const wish = { model: modelOf(small(roles)), limits: {}, hooks: {} };
    const analysed = findRaces(wish, []);
    return analysed.kind === 'analysed' ? told(analysed.found) : [analysed.reason];
  };
  expect(racesWith(body(0))).toEqual([]);
  expect(racesWith(body(1))).toEqual(['flag: write by t0 / write by t1 steps=0']);
});

test('a lock that one branch takes protects that branch alone', () => {
  const branch = atomically('maybe', [
    oneOf(
      [mutex_lock(lock), ...setFlag(), mutex_unlock(lock)],
      [step('flag = true#bare', assign(flag, TRUE))],
    ),
  ]);
  const locked = atomically('locked', [mutex_lock(lock), ...test_(), mutex_unlock(lock)]);
  const only = atomically('only', [mutex_lock(lock), ...setFlag(), mutex_unlock(lock)]);
  expect(told(racesOf([[only], [locked]]))).toEqual([]);
  expect(told(racesOf([[branch], [locked]]))).toEqual(['flag: write by t0 / read by t1 steps=0']);
});

test('what may be chosen is found out by reading the conditions of all values', () => {
  const value = local('value', BOOLEAN, FALSE);
  const pick = choose(value, BOOLEAN, (v) => or(eq(v, FALSE), flag));
  const roles = [process('t0', setFlag()), process('t1', { locals: [value] }, [step('any', pick)])];
  const analysed = findRaces({ model: modelOf(small(roles)), limits: {}, hooks: {} }, []);
  expect(analysed.kind === 'analysed' && told(analysed.found)).toEqual([
    'flag: write by t0 / read by t1 steps=0',
  ]);
});

test('a call inside of a step leaves its locals as they were', () => {
  const tried = local('tried', BOOLEAN, FALSE);
  const again = fn('again', { locals: [tried] }, [
    when(tried, setFlag()),
    step('tried = true', assign(tried, TRUE)),
  ]);
  const once = fn('once', [again()]);
  expect(told(racesOf([setFlag(), [atomically('twice', [once(), again()])]]))).toEqual([]);
});

test('a lock of both threads ends the race, and one that only one of them takes does not', () => {
  const locked = (body: Body): Body => [mutex_lock(lock), ...body, mutex_unlock(lock)];
  expect(told(racesOf([locked(setFlag()), locked(test_())]))).toEqual([]);
  expect(told(racesOf([locked(setFlag()), test_()]))).toEqual([
    'flag: write by t0 / read by t1 steps=1',
  ]);
});

test('of many locks every one protects, and none the wrong thread', () => {
  const many = mutexes('many', range(0, 69));
  const under = (at: number, body: Body): Body => {
    const one = many.at(int(at));
    return [mutex_lock(one), ...body, mutex_unlock(one)];
  };
  expect(told(racesOf([under(69, setFlag()), under(69, test_())]))).toEqual([]);
  const { races } = racesOf([under(0, setFlag()), under(69, test_())]);
  expect(races.map(({ ends }) => ends.map(({ held }) => held.map((each) => each.lock)))).toEqual([
    [['many[0]'], ['many[69]']],
  ]);
});

test('a semaphore held for read by both protects no write', () => {
  const reading = (body: Body): Body => [down_read(sem), ...body, up_read(sem)];
  const writing = (body: Body): Body => [down_write(sem), ...body, up_write(sem)];
  const { races } = racesOf([reading(setFlag()), reading(test_())]);
  expect(told({ races, unseen: [] })).toEqual(['flag: write by t0 / read by t1 steps=2']);
  expect(races[0]?.ends.map(({ held }) => held)).toEqual([
    [{ lock: 'sem', mode: 'read' }],
    [{ lock: 'sem', mode: 'read' }],
  ]);
  expect(told(racesOf([writing(setFlag()), reading(test_())]))).toEqual([]);
});

test('what one step does between taking a lock and giving it back is under that lock', () => {
  const inOne = atomically('locked', [mutex_lock(lock), ...setFlag(), mutex_unlock(lock)]);
  expect(told(racesOf([[inOne], [inOne]]))).toEqual([]);
  const bare = atomically('bare', [...setFlag()]);
  expect(told(racesOf([[bare], [inOne]]))).toHaveLength(1);
});

test('a step that is not enabled races with nothing', () => {
  const done = variable('done', BOOLEAN, FALSE);
  const handOver = [...setFlag(), step('done = true', WRITE_ONCE(done, TRUE))];
  const wait = stepWhen('wait', READ_ONCE(done));
  expect(told(racesOf([handOver, [wait, ...test_()]]))).toEqual([]);
  expect(told(racesOf([handOver, test_()]))).toHaveLength(1);
});

test('what C would not evaluate is not read', () => {
  const off = variable('off', BOOLEAN, FALSE);
  const guarded = cond(off, flag, FALSE);
  expect(told(racesOf([setFlag(), test_(eq(guarded, TRUE))]))).toEqual([]);
});

test('an assignment that leaves the value as it is, is no access; one that adds to it reads and writes', () => {
  const off = variable('off', BOOLEAN, FALSE);
  const stays = step('maybe', assign(flag, cond(off, TRUE, flag)));
  expect(told(racesOf([[stays], test_()]))).toEqual([]);
  const count = variable('count', range(0, 2), int(0));
  const more = step('count++', assign(count, add(count, int(1))));
  expect(told(racesOf([[more], [more]]))).toEqual([
    'count: read-write by t0 / read-write by t1 steps=0',
  ]);
});

test('a step that could write and only reads does not race with a read', () => {
  const clear = step('if (flag) flag = false', assign(flag, cond(flag, FALSE, flag)));
  expect(told(racesOf([[clear], test_()]))).toEqual([]);
  expect(told(racesOf([[clear], setFlag()]))).toHaveLength(1);
});

test('the nearest state is told, also while the same two steps may show another race', () => {
  const both = step('both = true', assign(flag, TRUE), assign(other, TRUE));
  const reader = when(and(flag, other), [step('found')]);
  const elsewhere = step('elsewhere');
  expect(told(racesOf([[both], [reader], [elsewhere]]))).toEqual([
    'flag: write by t0 / read by t1 steps=0',
  ]);
});

test('two elements of an array are two places in memory', () => {
  const INDEX = range(0, 1);
  const bits = variable('bits', array(INDEX, BOOLEAN), FALSE);
  const at = (i: number): Body => [step(`bits[${i}] = true`, assign(bits.at(int(i)), TRUE))];
  expect(told(racesOf([at(0), at(1)]))).toEqual([]);
  expect(told(racesOf([at(1), at(1)]))).toEqual(['bits[1]: write by t0 / write by t1 steps=0']);
});

test('locals and atomic variables never race', () => {
  const count = atomic('count', range(0, 2), int(0));
  const mine = local('mine', BOOLEAN, FALSE);
  const body = [
    step('count++', assign(count, add(count, int(1)))),
    step('mine', assign(mine, TRUE)),
  ];
  const model = modelOf(small([process('t', { count: 2, locals: [mine] }, body)]));
  const analysed = findRaces({ model, limits: {}, hooks: {} }, []);
  expect(analysed.kind === 'analysed' && analysed.found.races).toEqual([]);
});

test('a note makes a race benign, with its reason, and is told when nothing happened', () => {
  const notes = [benignRace(flag, 'decided again under the lock'), benignRace(other, 'never')];
  const { races, unseen } = racesOf([setFlag(), test_()], notes);
  expect(races.map(({ benign }) => benign)).toEqual(['decided again under the lock']);
  expect(unseen).toEqual([{ variable: 'other', reason: 'never' }]);
});

test('a note for one function leaves the races of others', () => {
  const reader = fn('reader', test_());
  const careless = fn('careless', [when(flag, [step('found')])]);
  const notes = [benignRace(flag, 'checked again', { between: ['reader'] })];
  const { races } = racesOf([setFlag(), [reader()], [careless()]], notes);
  expect(races.map(({ ends, benign }) => [ends[1].owner, benign])).toEqual([
    ['careless', null],
    ['reader', 'checked again'],
  ]);
});

test('what is no memory of the kernel has no races', () => {
  expect(told(racesOf([setFlag(), test_()], [notMemory(flag, 'a page table')]))).toEqual([]);
});

test('a race names both functions, what the write changes, and the shortest way to it', () => {
  const before = step('before', assign(other, TRUE));
  const writer = fn('writer', [before, step('flag = true', assign(flag, TRUE))]);
  const reader = fn('reader', [mutex_lock(lock), ...test_(), mutex_unlock(lock)]);
  const { races } = racesOf([[writer()], [reader()]]);
  const [race] = races;
  expect(races).toHaveLength(1);
  expect(race?.change).toEqual({ from: 'false', to: 'true' });
  expect(race?.ends.map(({ owner, label, held }) => [owner, label, held])).toEqual([
    ['writer', 'flag = true', []],
    ['reader', 'if (flag)', [{ lock: 'lock', mode: 'write' }]],
  ]);
  expect(race?.path.steps.map(({ label }) => label)).toEqual(['before', 'mutex_lock(&lock)']);
});

test('instances of one role have one race for the same two steps', () => {
  const model = modelOf(small([process('t', { count: 3 }, setFlag())]));
  const analysed = findRaces({ model, limits: {}, hooks: {} }, []);
  expect(analysed.kind === 'analysed' && analysed.found.races.length).toBe(1);
});
