/**
 * Small specs whose counterexamples are known by hand: what the tests of traces and of their renderings print.
 *
 * `resetRace` is the shape of the vfio-pci story: a zap in front of the lock, and a fault between the two.
 */
import {
  add,
  allHold,
  and,
  array,
  assign,
  BOOLEAN,
  type Body,
  choose,
  clause,
  clauseFor,
  configuration,
  constant,
  down_read,
  down_write,
  enumeration,
  eq,
  FALSE,
  fn,
  forEach,
  indexDomain,
  int,
  lockdep_assert_held_write,
  mutex,
  mutex_lock,
  mutex_unlock,
  ne,
  not,
  openQuestion,
  param,
  process,
  property,
  range,
  repeat,
  rwsem,
  type Spec,
  spec,
  step,
  stepWhen,
  TRUE,
  up_read,
  up_write,
  variable,
  variant,
  violates,
  waitUntil,
  when,
} from '../lang/index.ts';
import { instantiate, type Model } from '../model/index.ts';
import { ascii } from '../report/ascii.ts';
import { search } from '../semantics/index.ts';
import { type Trace, traceOf } from '../trace/index.ts';

/** The model of a variant (by default the base) in a configuration (by default the first). Throws on a spec error. */
export function modelOf(
  of: Spec,
  variantName?: string,
  overrides: Readonly<Record<string, string>> = {},
): Model {
  const chosen = of.variants.find(({ name }) => name === variantName) ?? of.variants[0];
  const [first] = of.configurations;
  if (first === undefined) throw new Error('a spec has a configuration');
  const result = instantiate({ spec: of, variant: chosen, configuration: first, overrides });
  if (result.kind === 'specError') throw new Error(JSON.stringify(result.problems, null, 1));
  return result.model;
}

const POWER = enumeration('power', ['D0', 'D3']);
const { D0, D3 } = POWER.values;
const CORE = 'drivers/vfio/pci/vfio_pci_core.c';

function resetRaceSpec(): Spec {
  const bars = constant('bars', range(1, 9), int(1), 'BARs');
  const users = constant('users', range(1, 5), int(1), 'user threads');
  const BAR = indexDomain('bar', bars);
  const memory_lock = rwsem('memory_lock');
  const resv = mutex('resv');
  const pm = variable('pm', POWER, [D0, D3]);
  const revoked = variable('priv->revoked', BOOLEAN, FALSE);
  const in_reset = variable('in_reset', BOOLEAN, FALSE);
  const pte = variable('pte', array(BAR, BOOLEAN), FALSE);
  const move = param('revoke', BOOLEAN);
  const state = param('state', POWER);
  const bar = param('bar', BAR);
  const zap = fn('vfio_pci_zap_bars', { mirrors: `${CORE}: vfio_pci_zap_bars()` }, [
    forEach(BAR, (each) => [step('unmap_mapping_range()', assign(pte.at(each), FALSE))]),
  ]);
  const setPower = fn('vfio_pci_set_power_state', { params: [state] }, [
    step('pci_set_power_state()', assign(pm, state)),
  ]);
  const dmaBufMove = fn('vfio_pci_dma_buf_move', { params: [move] }, [
    lockdep_assert_held_write(memory_lock),
    mutex_lock(resv),
    step('priv->revoked = revoke', assign(revoked, move)),
    step('dma_buf_invalidate_mappings()'),
    mutex_unlock(resv),
  ]);
  const tryReset = fn('pci_try_reset_function', [
    step('reset begins', assign(in_reset, TRUE)),
    step('reset ends', assign(in_reset, FALSE)),
  ]);
  const ioctlReset = fn(
    'vfio_pci_ioctl_reset',
    { title: 'ioctl(VFIO_DEVICE_RESET)', mirrors: `${CORE}: vfio_pci_ioctl_reset()` },
    [
      down_write(memory_lock),
      zap(),
      setPower(D0),
      dmaBufMove(TRUE),
      tryReset(),
      dmaBufMove(FALSE),
      up_write(memory_lock),
    ],
  );
  const fault = fn(
    'vfio_pci_mmap_huge_fault',
    {
      params: [bar],
      title: 'user access to a BAR',
      mirrors: `${CORE}: vfio_pci_mmap_huge_fault()`,
    },
    [
      down_read(memory_lock),
      when(and(not(revoked), eq(pm, D0)), [step('vmf_insert_pfn()', assign(pte.at(bar), TRUE))]),
      up_read(memory_lock),
    ],
  );
  const touches = 2;
  return spec('testing/reset-race', {
    summary: 'reset against a page fault',
    mirrors: `Linux 6.19, ${CORE}`,
    constants: [bars, users],
    processes: [
      process('admin', [ioctlReset()]),
      process('user', { count: users }, [repeat(touches, [forEach(BAR, (each) => [fault(each)])])]),
    ],
    properties: [
      property('S-REVRESET', 'No page table entry maps a BAR while the device is in reset.', [
        clauseFor(BAR, 'no PTE', (each) => ({ given: in_reset, then: not(pte.at(each)) })),
      ]),
      property('S-D0RESET', 'The device is in D0 when its reset begins.', [
        clause('D0', { given: in_reset, then: eq(pm, D0) }),
      ]),
    ],
    configurations: [configuration('small', { bounds: '1 device, 1 BAR, 1 user, 1 admin' })],
    base: variant('v4', {
      summary: 'lock, zap, D0, revoke',
      ref: 'derived',
      expect: { small: allHold },
    }),
    variants: [
      variant('zap-before-lock', {
        summary: 'zap in front of the lock',
        replace: {
          vfio_pci_ioctl_reset: [
            zap(),
            down_write(memory_lock),
            setPower(D0),
            dmaBufMove(TRUE),
            tryReset(),
            dmaBufMove(FALSE),
            up_write(memory_lock),
          ],
        },
        ref: 'derived',
        expect: { small: violates('S-REVRESET') },
      }),
      variant('unlocked-revoke', {
        summary: 'revoke in front of the lock',
        replace: {
          vfio_pci_ioctl_reset: [
            zap(),
            dmaBufMove(TRUE),
            down_write(memory_lock),
            tryReset(),
            dmaBufMove(FALSE),
            up_write(memory_lock),
          ],
        },
        ref: 'derived',
        expect: { small: violates('S-REVRESET', 'S-ASSERT', 'S-D0RESET') },
      }),
    ],
  });
}

/** A reset, and user threads that touch each BAR twice. Constants: `bars`, `users`. */
export const resetRace: Spec = resetRaceSpec();

/** Two threads take two mutexes in opposite order; a third waits for a flag that nobody sets, and one takes no step at all. */
export function abbaDeadlock(): Spec {
  const [a, b] = [mutex('a'), mutex('b')];
  const flag = variable('flag', BOOLEAN, FALSE);
  const both = (first: typeof a, second: typeof a): Body => [
    mutex_lock(first),
    mutex_lock(second),
    mutex_unlock(second),
    mutex_unlock(first),
  ];
  return spec('testing/abba', {
    summary: 'ABBA',
    mirrors: 'Documentation/locking/lockdep-design.rst',
    processes: [
      process('one', [fn('one_two', both(a, b))()]),
      process('two', [fn('two_one', both(b, a))()]),
      process('waiter', [fn('wait', [step('begins'), waitUntil(flag, 'wait_event(flag)')])()]),
    ],
    properties: [],
    configurations: [configuration('small', { bounds: '3 threads' })],
    base: { summary: 'opposite order', ref: 'textbook', expect: { small: violates('deadlock') } },
  });
}

/** A chosen value that leaves the domain of a counter. */
export function overflow(): Spec {
  const count = variable('count', range(0, 2), int(0));
  const chosen = variable('target', POWER, D0);
  return spec('testing/overflow', {
    summary: 'a counter that overflows',
    mirrors: 'textbook',
    processes: [
      process('writer', [
        step('target = any', choose(chosen, POWER)),
        when(eq(chosen, D3), [step('count = 2', assign(count, int(2)))]),
        step('count++', assign(count, add(count, int(1)))),
      ]),
    ],
    properties: [],
    configurations: [configuration('small', { bounds: '1 thread' })],
    base: { summary: 'overflows', ref: 'textbook', expect: { small: openQuestion('how') } },
  });
}

/** The label as a step may have it. */
function writable(label: string): string {
  const plain = ascii(label);
  return /^\s*(#|$)/.test(plain) ? `step ${plain}` : plain;
}

/**
 * One thread per label, each with one step, in turn: violated after as many steps and threads as there are labels. What is not ASCII
 * stands in the title of the thread's function alone, as a step may not have it.
 */
export function relay(labels: readonly string[]): Spec {
  const turn = variable('turn', range(0, labels.length), int(0));
  const runner = (label: string, at: number) =>
    fn(`run_${at}`, { title: label }, [
      stepWhen(writable(label), eq(turn, int(at)), assign(turn, int(at + 1))),
    ]);
  return spec('testing/relay', {
    summary: 'one after the other',
    mirrors: 'textbook',
    processes: labels.map((label, at) => process(`thread_${at}`, [runner(label, at)()])),
    properties: [
      property('S-TURN', 'Somebody still has a turn.', [
        clause('not all', { then: ne(turn, int(labels.length)) }),
      ]),
    ],
    configurations: [configuration('small', { bounds: `${labels.length} threads` })],
    base: { summary: 'in turn', ref: 'textbook', expect: { small: violates('S-TURN') } },
  });
}

/** A reader that waits behind a queued writer closes a cycle of three: without the queue there would be none. */
export function queueDeadlock(): Spec {
  const [a, b] = [rwsem('mmap_lock'), rwsem('memory_lock')];
  return spec('testing/queue', {
    summary: 'a queued writer closes the cycle',
    mirrors: 'kernel/locking/rwsem.c',
    processes: [
      process('fault', [
        fn('handle_mm_fault', [down_read(a), down_read(b), up_read(b), up_read(a)])(),
      ]),
      process('reset', [
        fn('vfio_pci_ioctl_reset', [down_write(b), down_read(a), up_read(a), up_write(b)])(),
      ]),
      process('munmap', [fn('do_munmap', [down_write(a), up_write(a)])()]),
    ],
    properties: [],
    configurations: [configuration('small', { bounds: '3 threads' })],
    base: { summary: 'opposite order', ref: 'textbook', expect: { small: violates('deadlock') } },
  });
}

/** The trace of a property of a model, found by the reference search. */
export function traceIn(model: Model, property: string, constants: Trace['constants'] = {}): Trace {
  for (const verdict of search(model).verdicts) {
    if (verdict.kind !== 'violated' || verdict.property !== property) continue;
    return traceOf(model, verdict.finding, { constants, isShortest: true });
  }
  throw new Error(`${model.id} does not violate ${property}`);
}
