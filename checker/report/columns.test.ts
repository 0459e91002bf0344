import { describe, expect, test } from 'vitest';
import type { Model } from '../model/index.ts';
import {
  abbaDeadlock,
  modelOf,
  overflow,
  queueDeadlock,
  relay,
  resetRace,
  traceIn,
} from '../testing/trace-models.ts';
import {
  blockedBeside,
  longRun,
  manyOperations,
  namedConditions,
} from '../testing/trace-shapes.ts';
import { type RenderOptions, renderTrace } from './index.ts';

const textOf = (model: Model, property: string, options: RenderOptions = {}): string =>
  renderTrace(traceIn(model, property), options);

const zapBeforeLock = modelOf(resetRace, 'zap-before-lock');
const unlockedRevoke = modelOf(resetRace, 'unlocked-revoke');

const escape = (text: string): string => text.replace(/[[\]]/g, '\\$&');

const golden = async (name: string, text: string): Promise<void> =>
  expect(text).toMatchFileSnapshot(`golden/${name}.txt`);

describe('columns', () => {
  test('two threads, two locks, a callee in one line, the violation and who wrote its values', () =>
    golden('two-threads', textOf(zapBeforeLock, 'S-REVRESET')));

  test('a callee that another thread interrupts is not folded, and says what else it violates', () =>
    golden('interrupted-callee', textOf(unlockedRevoke, 'S-REVRESET')));

  test('with full nothing is folded and every change is shown', () =>
    golden('full', textOf(zapBeforeLock, 'S-REVRESET', { full: true })));

  test('one thread and a failed check', () =>
    golden('one-thread', textOf(unlockedRevoke, 'S-ASSERT')));

  test('three threads and a deadlock, as lockdep draws it', () =>
    golden('deadlock', textOf(modelOf(abbaDeadlock()), 'deadlock')));

  test('a deadlock through a queued writer', () =>
    golden('queued-writer', textOf(modelOf(queueDeadlock()), 'deadlock')));

  test.each([
    [false, 'blocked-beside'],
    [true, 'blocked-beside-change'],
  ] as const)(
    'a violation beside a thread that is blocked, changes below it: %s',
    (changes, name) => golden(name, textOf(modelOf(blockedBeside(changes)), 'S-ALONE')),
  );

  test('four threads share a column, the thread in front', () =>
    golden(
      'four-threads',
      textOf(modelOf(relay(['down_read(&memory_lock)', 'b', 'c', 'd'])), 'S-TURN'),
    ));

  test('a step that leaves a domain, a chosen value, the outcome of a condition', () =>
    golden('error', textOf(modelOf(overflow()), 'ERROR')));

  test('48 steps in long callees', () => golden('long-run', textOf(modelOf(longRun()), 'S-DONE')));

  test('labels that are longer than their column, and titles that are not ASCII', () =>
    golden(
      'hostile-labels',
      textOf(
        modelOf(relay([`vfio_${'very_long_'.repeat(9)}name(vdev)`, `${'ü'.repeat(90)}→`, 'c'])),
        'S-TURN',
      ),
    ));
});

test('a long trace stays under 40 lines where its callees fold', () => {
  const text = textOf(modelOf(longRun()), 'S-DONE');
  expect(text.split('\n').length).toBeLessThan(40);
  expect(text).toMatch(/^ 3-12 {2}W0 copy_page_range\(\)$/m);
  expect(textOf(modelOf(longRun()), 'S-DONE', { full: true }).split('\n').length).toBeGreaterThan(
    48,
  );
});

test('whole operations fold where folded callees are still too many lines', () => {
  const text = textOf(modelOf(manyOperations()), 'S-DONE');
  expect(text).toMatch(/^37-39 {2}-- do_user_addr_fault\(\) {2}done 12->13$/m);
  expect(text).toMatch(/^ {3}41 {2}r0 handle_mm_fault\(\)$/m);
  expect(text.split('\n').length).toBeLessThan(40);
});

test('the variables asked for are shown in place of those the property reads', () => {
  const text = textOf(zapBeforeLock, 'S-REVRESET', { vars: ['priv->revoked'], full: true });
  expect(text).toContain('priv->revoked false->true');
  expect(text).not.toContain('in_reset false->true');
  expect(textOf(zapBeforeLock, 'S-REVRESET', { vars: ['pte'] })).toContain('pte[0] false->true');
});

test('an expected violation says so', () => {
  expect(textOf(zapBeforeLock, 'S-REVRESET', { isExpected: true })).toMatch(
    /^VIOLATED {2}testing\/reset-race\/zap-before-lock\[small\] {2}\(as expected\)$/m,
  );
});

test('the names in a false condition are explained below it', () => {
  const text = textOf(modelOf(namedConditions()), 'S-ACCESS');
  expect(text).toContain(
    '  false:     mapped => hw_safe  (clause "access")\n  hw_safe:   power && decodes\n  decodes:   memory\n',
  );
});

test('with full, the start leaves out what no step reads or writes', () => {
  const text = textOf(modelOf(namedConditions()), 'S-ACCESS', { full: true });
  expect(text).toMatch(/^ {2}start: {5}mapped=false$/m);
});

test('constants that were set are part of the name of the search', () => {
  const model = modelOf(resetRace, 'zap-before-lock', { users: '2', bars: '1' });
  const trace = traceIn(model, 'S-REVRESET', { users: '2', bars: '1' });
  const name = 'testing/reset-race/zap-before-lock[small,users=2,bars=1]';
  expect(renderTrace(trace)).toMatch(new RegExp(`^VIOLATED {2}${escape(name)}$`, 'm'));
  const mail = renderTrace(trace, { format: 'mail' }).replace(/\n/g, ' ');
  expect(mail).toContain(`In the Ordeal model ${name} this order`);
  expect(renderTrace(trace, { format: 'md' })).toContain(`${name}:S-REVRESET`);
});

test('constants that were set are part of the replay command, and no line of it is broken inside a word', () => {
  const model = modelOf(resetRace, 'zap-before-lock', { users: '2', bars: '1' });
  const text = renderTrace(traceIn(model, 'S-REVRESET', { users: '2', bars: '1' }));
  const command = text.slice(text.indexOf('replay:') + 'replay:'.length).replace(/\\\n/g, '');
  expect(command.trim().split(/\s+/).join(' ')).toBe(
    'ordeal trace replay testing/reset-race/zap-before-lock:S-REVRESET --config small -c users=2 -c bars=1',
  );
});
