// Small models in which a process must not be left out, each for another reason; the full search says what is true.

import { describe, expect, test } from 'vitest';
import type { Role } from '../../lang/index.ts';
import * as lang from '../../lang/index.ts';
import { modelOf } from '../../testing/outcome.ts';
import { expectSameWithStubbornSets, fullSearch } from '../../testing/reductions.ts';
import { always, small } from '../../testing/small-model.ts';

const { assign, BOOLEAN, eq, FALSE, int, not, process, range, step, stepWhen, TRUE } = lang;

const flag = (name: string, initial = FALSE) => lang.variable(name, BOOLEAN, initial);

/** Properties violated in the full search, after the reduced searches agreed on each. */
function violatedIn(
  processes: readonly Role[],
  then: Parameters<typeof always>[1],
): readonly string[] {
  const before = fullSearch(modelOf(small(processes, [always('P', then)])));
  if (before === null) throw new Error('no full search');
  expectSameWithStubbornSets(before);
  const { verdicts } = before.result;
  return verdicts.flatMap(({ kind, property }) => (kind === 'violated' ? [property] : []));
}

describe('a process is needed', () => {
  test('that enables a step', () => {
    const [open, bad] = [flag('open'), flag('bad')];
    const opener = process('opener', [step('open', assign(open, TRUE))]);
    const actor = process('actor', [stepWhen('bad', open, assign(bad, TRUE))]);
    expect(violatedIn([opener, actor], not(bad))).toEqual(['P']);
  });

  test('that makes the last of several false parts of a guard true', () => {
    const [one, two, three, bad] = [flag('one'), flag('two'), flag('three'), flag('bad')];
    const first = process('first', [step('one', assign(one, TRUE))]);
    const then = process('then', [stepWhen('two', one, assign(two, TRUE))]);
    const last = process('last', [stepWhen('three', two, assign(three, TRUE))]);
    const actor = process('actor', [stepWhen('bad', lang.and(one, two, three), assign(bad, TRUE))]);
    expect(violatedIn([actor, last, then, first], not(bad))).toEqual(['P']);
  });

  test('that changes which branch of a step is taken, where the one that is taken blocks', () => {
    const [closed, never, bad] = [flag('closed', TRUE), flag('never'), flag('bad')];
    const opener = process('opener', [step('open', assign(closed, FALSE))]);
    const actor = process('actor', [
      lang.atomically('act', [
        lang.when(closed, [stepWhen('wait', never)], [step('bad', assign(bad, TRUE))]),
      ]),
    ]);
    const stuck = process('stuck', [stepWhen('stuck', never, assign(never, TRUE))]);
    expect(violatedIn([opener, actor, stuck], not(bad))).toContain('P');
  });

  test('that leaves a set, until the set is empty', () => {
    const lock = lang.rwsem('lock', { writerPriority: false });
    const bad = flag('bad');
    const reader = process('reader', { count: 2 }, [lang.down_read(lock), lang.up_read(lock)]);
    const writer = process('writer', [
      lang.down_write(lock),
      step('bad', assign(bad, TRUE)),
      lang.up_write(lock),
    ]);
    expect(violatedIn([reader, writer], not(bad))).toEqual(['P']);
  });

  test('whose step has to come in between', () => {
    const x = lang.variable('x', range(0, 3), int(0));
    const bad = flag('bad');
    const twice = process('twice', [
      step('x = 1', assign(x, int(1))),
      step('x = 2', assign(x, int(2))),
    ]);
    const observer = process('observer', [step('look', assign(bad, eq(x, int(1))))]);
    expect(violatedIn([twice, observer], not(bad))).toEqual(['P']);
  });

  test('whose position a property asks for', () => {
    const x = lang.variable('x', range(0, 3), int(0));
    const work = lang.fn('work', [step('x = 1', assign(x, int(1)))]);
    const worker = process('worker', [step('begin'), work()]);
    const idle = process('idle', [step('nothing'), step('nothing more')]);
    const [only] = [worker.instances];
    expect(violatedIn([worker, idle], not(lang.some(only, (p) => lang.inside(p, work))))).toEqual([
      'P',
    ]);
  });

  test('for a deadlock, if it can move at all', () => {
    const [a, b] = [lang.mutex('a'), lang.mutex('b')];
    const one = process('one', [lang.mutex_lock(a), lang.mutex_lock(b)]);
    const other = process('other', [lang.mutex_lock(b), lang.mutex_lock(a)]);
    const third = process('third', [step('nothing'), step('nothing more')]);
    const x = lang.variable('x', BOOLEAN, FALSE);
    expect(violatedIn([third, one, other], lang.or(x, not(x)))).toContain('deadlock');
  });
});

test('who has nothing to do with a question is left out', () => {
  const [bad, other] = [flag('bad'), flag('other')];
  const actor = process('actor', [step('bad', assign(bad, TRUE))]);
  const stranger = process('stranger', { count: 5 }, [step('other', assign(other, not(other)))]);
  const before = fullSearch(modelOf(small([actor, stranger], [always('P', not(bad))])));
  if (before === null) throw new Error('no full search');
  expect(before.result.counts.distinct).toBeGreaterThan(30);
  // For the property two representatives are enough, for deadlock one order of the steps.
  expect(expectSameWithStubbornSets(before)).toBeGreaterThan(before.result.counts.distinct);
});
