import { expect, test } from 'vitest';
import {
  assign,
  atomically,
  BOOLEAN,
  c,
  down_write,
  element,
  FALSE,
  fn,
  indexDomain,
  kref,
  kref_get_unless_zero,
  type LabelText,
  local,
  mutex,
  mutex_trylock,
  note,
  type Operation,
  oneOf,
  param,
  process,
  rest,
  rwsem,
  type Statement,
  step,
  TRUE,
  variable,
  when,
  whileTrue,
} from './index.ts';

const BAR = indexDomain('bar', 2);
const on = variable('on', BOOLEAN, FALSE);
const lock = rwsem('lock');

/** A label with expressions as `<kind>`. */
const text = ({ parts }: LabelText): string =>
  parts.map((part) => (typeof part === 'string' ? part : `<${part.kind}>`)).join('');

/** The labels of the steps of a statement, in order. */
function labels(statement: Statement): readonly string[] {
  if (statement.kind === 'step') return [text(statement.label)];
  if (statement.kind === 'operation') return statement.body.flatMap(labels);
  return statement.kind === 'oneOf'
    ? statement.branches.flatMap((each) => each.flatMap(labels))
    : [];
}

test('a label names what it mentions by expression', () => {
  const bar = param('bar', BAR);
  expect(text(step(c`zap(${bar}, &${lock}, ${element(BAR, 1)})`).label)).toBe(
    'zap(<binder>, &<variable>, <literal>)',
  );
  expect(text(step(c`${c`inner(${bar})`} = 1`).label)).toBe('inner(<binder>) = 1');
});

test('a note ends the label of a step, of a condition and of a call', () => {
  expect(text(note('err', step('put')).label)).toBe('put#err');
  expect(text(note('err', atomically('both', [])).label)).toBe('both#err');
  expect(text(note('err', when(on, [], [], 'if (x)')).label as LabelText)).toBe('if (x)#err');
  expect(text(note('err', when(on, [])).label as LabelText)).toBe('if (<variable>)#err');
  expect(text(note('err', whileTrue(on, [])).label as LabelText)).toBe('while (<variable>)#err');
  expect(note('err', fn('f', [])()).note).toBe('err');
});

test('a note on an operation marks it and all its steps', () => {
  const noted: Operation = note('err', down_write(lock));
  expect(text(noted.label)).toBe('down_write(&<variable>)#err');
  expect(labels(noted)).toEqual([
    'down_write(&<variable>)#err',
    'down_write(&<variable>)#queue#err',
    'down_write(&<variable>)#queued#err',
  ]);
});

test('a note on a choice marks the steps that choose, and nothing behind them', () => {
  const noted = note('err', mutex_trylock(mutex('m'), [step('taken')], [step('busy')]));
  expect(labels(noted)).toEqual([
    'mutex_trylock(&<variable>) = 1#err',
    'taken',
    'mutex_trylock(&<variable>) = 0#err',
    'busy',
  ]);
  const got = note('err', kref_get_unless_zero(kref('k', 1), [], [step('dead')]));
  expect(labels(got).filter((label) => !label.endsWith('#err'))).toEqual(['dead']);
});

test('resting marks the steps of an operation, and the rest of a statement stays as it is', () => {
  const resting = rest(down_write(lock));
  expect(resting.body.map((each) => 'rest' in each && each.rest)).toEqual([true]);
  const first = step('x', assign(on, TRUE));
  expect(rest(first)).toEqual({ ...first, rest: true });
  expect(rest(oneOf([first])).rest).toBe(true);
});

test('bodies are copied and frozen', () => {
  const body: Statement[] = [step('one')];
  const of = process('p', body);
  const branch = oneOf(body);
  body.push(step('two'));
  expect([of.body.length, branch.branches[0]?.length]).toEqual([1, 1]);
  expect([of.body, branch.branches, branch.branches[0]].every(Object.isFrozen)).toBe(true);
});

test('a function is data, and a call holds its arguments', () => {
  const to = param('to', BOOLEAN);
  const ret = local('ret', BOOLEAN, FALSE);
  const set = fn('set', { params: [to], locals: [ret], title: 'write()', mirrors: 'drivers/x.c' }, [
    step('x'),
  ]);
  const { name, params, locals, title, mirrors } = set.definition;
  expect([set.name, name, title, mirrors]).toEqual(['set', 'set', 'write()', 'drivers/x.c']);
  expect([params[0]?.name, locals[0]?.name]).toEqual(['to', 'ret']);
  expect(set(TRUE).args).toEqual([TRUE.node]);
  expect(fn('plain', []).definition.title).toBe('plain()');
});

test('what is no local is refused as one', () => {
  expect(() => fn('f', { locals: [step('x')] }, [])).toThrow(
    'locals: expected what local(...) returned',
  );
});
