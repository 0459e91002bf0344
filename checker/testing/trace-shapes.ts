/**
 * Specs whose traces have one particular shape: the order of the steps is forced, so that the shortest trace is known.
 */
import {
  add,
  and,
  assign,
  BOOLEAN,
  type Body,
  check,
  clause,
  configuration,
  down_read,
  down_write,
  type Effect,
  eq,
  every,
  FALSE,
  fn,
  inside,
  int,
  le,
  mutex,
  mutex_lock,
  named,
  ne,
  not,
  oneOf,
  openQuestion,
  type Property,
  process,
  property,
  type Role,
  range,
  repeat,
  resting,
  rwsem,
  type Spec,
  type Step,
  some,
  spec,
  step,
  stepWhen,
  TRUE,
  up_read,
  up_write,
  variable,
  violates,
  waitUntil,
  when,
} from '../lang/index.ts';

const shape = (processes: readonly Role[], properties: readonly Property[]): Spec =>
  spec('testing/shape', {
    summary: 'one shape of a trace',
    mirrors: 'textbook',
    processes,
    properties,
    configurations: [configuration('small', { bounds: '2 threads' })],
    base: { summary: 'base', ref: 'textbook', expect: { small: openQuestion('none') } },
  });

/**
 * Calls that fold and calls that must not: `quiet` is a run of its own, `interrupted` is not, `deciding` is a single condition,
 * `noisy` violates S-NOISE, `pending` never returns, and S-END is violated inside `last`.
 */
export function folding(): Spec {
  const turn = variable('turn', range(0, 20), int(0));
  const x = variable('x', range(0, 3), int(0));
  const y = variable('y', BOOLEAN, FALSE);
  const at = (number: number, label: string, ...effects: readonly Effect[]): Step =>
    stepWhen(label, eq(turn, int(number)), assign(turn, int(number + 1)), ...effects);
  const quiet = fn('quiet', [
    at(0, 'x = 1', assign(x, int(1)), assign(y, TRUE)),
    at(1, 'x = 2', assign(x, int(2)), assign(y, FALSE)),
  ]);
  const interrupted = fn('interrupted', [at(2, 'before'), at(5, 'after')]);
  const pending = fn('pending', [at(3, 'p'), at(4, 'q'), at(19, 'never')]);
  const deciding = fn('deciding', [when(eq(x, int(2)), [], [], 'if (x == 2)')]);
  const noisy = fn('noisy', [at(6, 'x = 3', assign(x, int(3))), at(7, 'x = 0', assign(x, int(0)))]);
  const last = fn('last', [at(8, 'nearly'), at(9, 'the end'), at(18, 'too late')]);
  const one = fn('one', [quiet(), interrupted(), deciding(), noisy(), last()]);
  return shape(
    [process('first', [one()]), process('second', [fn('two', [pending()])()])],
    [
      property('S-END', 'The end is never reached.', [clause('end', { then: ne(turn, int(10)) })]),
      property('S-NOISE', 'x stays below three.', [clause('x', { then: le(x, int(2)) })]),
    ],
  );
}

/** A check that fails in front of the very step that repairs the value; the state violates S-LOW for two steps. */
export function failedCheck(): Spec {
  const count = variable('count', range(0, 2), int(0));
  const never = property('S-NEVER', 'The counter is repaired only when it is not two.');
  return shape(
    [
      process('writer', [
        fn('raise', [step('count = 2', assign(count, int(2))), step('count stays')])(),
        fn('repair', [check(never, ne(count, int(2))), step('count = 0', assign(count, int(0)))])(),
      ]),
    ],
    [never, property('S-LOW', 'The counter is low.', [clause('low', { then: le(count, int(1)) })])],
  );
}

/** A check that fails while a thread in the column to the right is blocked; the step may change what the check reads. */
export function blockedBeside(changes: boolean): Spec {
  const lock = mutex('lock');
  const begun = variable('begun', BOOLEAN, FALSE);
  const alone = property('S-ALONE', 'Nobody waits meanwhile.');
  const effects = changes ? [assign(begun, FALSE)] : [];
  const holder: Body = [mutex_lock(lock), check(alone, not(begun)), step('bad', ...effects)];
  return shape(
    [
      process('holder', [fn('hold', holder)()]),
      process('waiter', [fn('wait', [step('begins', assign(begun, TRUE)), mutex_lock(lock)])()]),
    ],
    [alone],
  );
}

/** Two threads that may be in the critical section at once, judged by where they are. */
export function bothInside(): Spec {
  const critical = fn('critical', [step('in'), step('out')]);
  const enter: Body = [step('enter'), critical(), step('leave')];
  const [one, two] = [process('one', enter), process('two', enter)];
  const isInside = ({ instances }: Role) => some(instances, (each) => inside(each, critical));
  return shape(
    [one, two],
    [
      property('S-ALONE', 'Never are both inside while the first one runs.', [
        clause('alone', {
          given: and(isInside(one), isInside(two)),
          then: every(one.instances, (each) => resting(each)),
        }),
      ]),
    ],
  );
}

/** Once the first thread has begun somebody should be inside `never`, but nobody of four ever is. */
export function nowhere(): Spec {
  const never = fn('never', [step('never')]);
  const begin = fn('begin', [step('begin'), step('end')]);
  const open = variable('open', BOOLEAN, FALSE);
  const one = process('one', [step('enter'), begin(), when(open, [never()])]);
  const others = process('other', { count: 3 }, [when(open, [never()])]);
  return shape(
    [one, others],
    [
      property('S-SOMEWHERE', 'Somebody is inside.', [
        clause('somebody', {
          given: some(one.instances, (each) => inside(each, begin)),
          then: some(others.instances, (each) => inside(each, never)),
        }),
      ]),
    ],
  );
}

/** A step that never becomes enabled, behind a check and inside two calls. */
export function behindCheck(): Spec {
  const flag = variable('flag', BOOLEAN, FALSE);
  const never = property('S-NEVER', 'The flag is never set.');
  const inner = fn('inner', [stepWhen('wait_event(flag)', flag)]);
  const outer = fn('outer', [inner()]);
  return shape([process('waiter', [step('begins'), check(never, not(flag)), outer()])], [never]);
}

/** Two threads that each go through calls of many steps under a lock, one after the other: 48 steps. */
export function longRun(): Spec {
  const mmap_lock = rwsem('mmap_lock');
  const done = variable('done', range(0, 2), int(0));
  const steps = (text: string): Body =>
    Array.from({ length: 10 }, (_, at) => step(`${text} page ${at}`));
  const copy = fn('copy_page_range', steps('copy'));
  const flush = fn('flush_tlb_range', steps('flush'));
  const fork = (at: number) =>
    fn(`dup_mmap_${at}`, [
      waitUntil(eq(done, int(at)), `wait for turn ${at}`),
      down_write(mmap_lock),
      copy(),
      flush(),
      up_write(mmap_lock),
      step('done++', assign(done, int(at + 1))),
    ]);
  return spec('testing/long-run', {
    summary: 'long calls',
    mirrors: 'kernel/fork.c',
    processes: [process('parent', [fork(0)()]), process('child', [fork(1)()])],
    properties: [
      property('S-DONE', 'Never are both done.', [clause('done', { then: ne(done, int(2)) })]),
    ],
    configurations: [configuration('small', { bounds: '2 threads' })],
    base: { summary: 'long', ref: 'textbook', expect: { small: violates('S-DONE') } },
  });
}

/** A thread that does the same short operation fourteen times: more lines than fit, unless whole operations fold. */
export function manyOperations(): Spec {
  const mmap_lock = rwsem('mmap_lock');
  const done = variable('done', range(0, 14), int(0));
  const touch = fn('do_user_addr_fault', [
    down_read(mmap_lock),
    step('handle_mm_fault()', assign(done, add(done, int(1)))),
    up_read(mmap_lock),
  ]);
  return spec('testing/many-operations', {
    summary: 'many short operations',
    mirrors: 'arch/x86/mm/fault.c',
    processes: [process('user', [repeat(14, [touch()])])],
    properties: [
      property('S-DONE', 'The user never gets done.', [
        clause('done', { then: ne(done, int(14)) }),
      ]),
    ],
    configurations: [configuration('small', { bounds: '1 thread' })],
    base: { summary: 'many', ref: 'textbook', expect: { small: violates('S-DONE') } },
  });
}

/** A callee with two branches, and a condition on what the one called `label` did. */
export function branching(label: string): Spec {
  const x = variable('x', range(0, 3), int(0));
  const done = variable('done', BOOLEAN, FALSE);
  const wanted = label === 'reset begins' ? 1 : 2;
  const tryReset = fn('try_reset', [
    oneOf(
      [step('reset begins', assign(x, int(1))), step('device is back')],
      [step('reset fails', assign(x, int(2)))],
    ),
  ]);
  const reset = fn('reset', [tryReset(), when(eq(x, int(wanted)), [step('x is as wanted')])]);
  const end = fn('end', [step('done = true', assign(done, TRUE)), step('over')]);
  return shape(
    [process('admin', [reset(), end()])],
    [
      property('S-END', 'Nothing is done with x as wanted.', [
        clause('x', { given: done, then: ne(x, int(wanted)) }),
      ]),
    ],
  );
}

/** A check in front of a call into another function, and a clause over the same named condition, which names a second one. */
export function namedConditions(): Spec {
  const power = variable('power', BOOLEAN, FALSE);
  const memory = variable('memory', BOOLEAN, FALSE);
  const mapped = variable('mapped', BOOLEAN, FALSE);
  const decodes = named('decodes', memory);
  const safe = named('hw_safe', and(power, decodes));
  const checked = property('S-CHECKED', 'The device is safe when it is reset.', []);
  const reset = fn('pci_reset', { mirrors: 'drivers/pci/pci.c: pci_reset()' }, [
    step('reset', assign(mapped, TRUE)),
  ]);
  const ioctl = fn('ioctl', { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: ioctl()' }, [
    check(checked, safe),
    reset(),
  ]);
  const access = clause('access', { given: mapped, then: safe });
  return shape(
    [process('admin', [ioctl()])],
    [checked, property('S-ACCESS', 'What is mapped is safe.', [access])],
  );
}
