/**
 * HB-30: the memory of a GPU is mapped before it is ready after a reset. Mirrors nvgrace_gpu_check_device_ready() and
 * nvgrace_gpu_vfio_pci_huge_fault() in drivers/vfio/pci/nvgrace-gpu/main.c (series of November 2025), and the variant for CXL devices
 * that waits without the lock (in review in 2026, known from an article).
 *
 * Two faults, two resets, and hardware that becomes ready some time after each. Waiting ends with what the state says: ready, or the time
 * is up. The reset calls reset_done() with memory_lock held.
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  benignRace,
  clause,
  configuration,
  down_read,
  down_write,
  eq,
  expectedRace,
  FALSE,
  fn,
  goal,
  goto,
  int,
  label,
  not,
  note,
  notMemory,
  oneOf,
  process,
  property,
  quiescent,
  READ_ONCE,
  repeat,
  rest,
  returnFromFunction,
  rwsem,
  size,
  spec,
  step,
  stepWhen,
  TRUE,
  unnoticed,
  up_read,
  up_write,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';
import { pageTables } from './not-memory.ts';

const memory_lock = rwsem('memory_lock');
const pte = variable('pte', BOOLEAN, FALSE);
const reset_done = variable('reset_done', BOOLEAN, FALSE);
const ready = variable('ready', BOOLEAN, TRUE);

const insert = step('vfio_pci_vmf_insert_pfn()', assign(pte, TRUE));
const clear = step('nvdev->reset_done = false', assign(reset_done, FALSE));
const SIGBUS: Body = [goto('out')];

/** nvgrace_gpu_wait_device_ready(): `then` follows when the device is ready, `late` when the time is up. */
const wait = (how: string, then: Body, late: Body) =>
  oneOf(
    [stepWhen(`${how} = 0`, ready), ...then],
    [stepWhen(`${how} = -ETIME`, not(ready)), ...late],
  );
const check_ready = when(
  reset_done,
  [wait('nvgrace_gpu_wait_device_ready()', [clear], SIGBUS)],
  [],
  'if (nvdev->reset_done)',
);

const huge_fault = fn(
  'nvgrace_gpu_vfio_pci_huge_fault',
  {
    title: 'access to the memory of the GPU',
    mirrors: 'drivers/vfio/pci/nvgrace-gpu/main.c: nvgrace_gpu_vfio_pci_huge_fault()',
  },
  [down_read(memory_lock), insert, up_read(memory_lock)],
);

const vfio_pci_ioctl_reset = fn(
  'vfio_pci_ioctl_reset',
  {
    title: 'ioctl(VFIO_DEVICE_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_ioctl_reset()',
  },
  [
    down_write(memory_lock),
    step('unmap_mapping_range()', assign(pte, FALSE)),
    step('pci_try_reset_function()', assign(ready, FALSE)),
    step('nvgrace_gpu_vfio_pci_reset_done()', assign(reset_done, TRUE)),
    up_write(memory_lock),
  ],
);

const lockless = when(
  READ_ONCE(reset_done),
  [wait('wait without the lock', [], [returnFromFunction()])],
  [],
  'if (READ_ONCE(nvdev->reset_done))',
);
const recheck = when(
  reset_done,
  [wait('quick check', [clear], [note('-EAGAIN', up_read(memory_lock)), goto('retry')])],
  [],
  'if (nvdev->reset_done)',
);

export default spec('history/hb-30', {
  summary: 'memory is mapped before it is ready after a reset',
  mirrors: 'drivers/vfio/pci/nvgrace-gpu/main.c, series of November 2025 and its CXL variant',
  processes: [
    process('fault', { count: 2 }, [huge_fault()]),
    process('reset', [repeat(2, [vfio_pci_ioctl_reset()])]),
    process('gpu', [
      repeat(2, [rest(stepWhen('the memory is ready', not(ready), assign(ready, TRUE)))]),
    ]),
  ],
  survivors: [
    unnoticed(
      'the flag saves work: who waits again for memory that is ready does not wait',
      'nvgrace_gpu_vfio_pci_huge_fault: drop nvdev->reset_done = false',
    ),
    unnoticed(
      'both are done with memory_lock held for write, under which a fault asks for the flag',
      'vfio_pci_ioctl_reset: swap pci_try_reset_function() and nvgrace_gpu_vfio_pci_reset_done()',
    ),
  ],
  races: [
    pageTables(pte),
    notMemory(ready, 'registers of the device, which are polled'),
    benignRace(
      reset_done,
      'a fault clears the flag only after it has seen the memory ready, and under the read lock no reset sets it',
      { between: ['nvgrace_gpu_vfio_pci_huge_fault'] },
    ),
  ],
  properties: [
    property('PteImpliesReady', 'Memory is mapped only if it became ready after the last reset.', [
      clause('ready', { given: pte, then: ready }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '2 faults, 2 resets, the memory gets ready after each',
      goals: [
        goal('the memory is mapped', pte),
        goal('the memory is mapped after a reset and all is done', and(pte, quiescent())),
        goal('a reset is done, and the memory is not ready yet', and(reset_done, not(ready))),
        goal(
          'both faults are under way after a reset',
          and(reset_done, eq(size(memory_lock.readers), int(2))),
        ),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'a fault does not ask whether the memory is ready',
    ref: 'before the series of November 2025',
    expect: { small: violates('PteImpliesReady') },
  }),
  variants: [
    variant('clear-first', {
      summary: 'the flag is cleared before the wait, so a wait that fails forgets it',
      replace: {
        nvgrace_gpu_vfio_pci_huge_fault: [
          down_read(memory_lock),
          when(
            reset_done,
            [clear, wait('nvgrace_gpu_wait_device_ready()', [], SIGBUS)],
            [],
            'if (nvdev->reset_done)',
          ),
          insert,
          label('out'),
          up_read(memory_lock),
        ],
      },
      ref: 'derived',
      expect: { small: violates('PteImpliesReady') },
      races: [
        expectedRace(
          reset_done,
          'one fault clears the flag before it waits, and another one finds it clear and does not wait',
        ),
      ],
    }),
    variant('post', {
      summary: 'a fault waits under memory_lock; the flag is cleared after a wait that succeeds',
      replace: {
        nvgrace_gpu_vfio_pci_huge_fault: [
          down_read(memory_lock),
          check_ready,
          insert,
          label('out'),
          up_read(memory_lock),
        ],
      },
      ref: 'series of November 2025',
      expect: { small: allHold },
    }),
    variant('lockless-no-recheck', {
      summary: 'a fault waits without the lock and believes it',
      replace: {
        nvgrace_gpu_vfio_pci_huge_fault: [
          lockless,
          down_read(memory_lock),
          insert,
          up_read(memory_lock),
        ],
      },
      ref: 'derived',
      expect: { small: violates('PteImpliesReady') },
      races: [
        expectedRace(
          reset_done,
          'a fault reads the flag without memory_lock, under which a reset sets it, and believes it',
        ),
      ],
    }),
    variant('lockless', {
      summary:
        'a fault waits without the lock, asks again under it, and starts over after another reset',
      replace: {
        nvgrace_gpu_vfio_pci_huge_fault: [
          label('retry'),
          lockless,
          down_read(memory_lock),
          recheck,
          insert,
          up_read(memory_lock),
        ],
      },
      ref: 'in review in 2026',
      expect: { small: allHold },
      races: [
        benignRace(
          reset_done,
          'without memory_lock the flag only says whether to wait: a fault asks again under it before it maps',
          { between: ['vfio_pci_ioctl_reset'] },
        ),
      ],
    }),
  ],
});
