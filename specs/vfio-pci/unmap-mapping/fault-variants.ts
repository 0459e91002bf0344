/**
 * Variants of the fault of `vfio-pci/unmap-mapping`: what it tests, and under which lock.
 */

import {
  allHold,
  also,
  down_read,
  eq,
  expectedRace,
  given,
  goto,
  int,
  label,
  not,
  or,
  returnFromFunction,
  step,
  up_read,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import {
  __vfio_pci_memory_enabled,
  current_state,
  memory_lock,
  pm_runtime_engaged,
  virt_mem,
} from '../driver/vdev.ts';
import { insert, order, refuseFault, tryToFit, vdev } from './fault.ts';

const _inReset = also(
  'S-REVRESET',
  'the page is inserted in reset, or is there when a reset begins',
);

export const faultVariants = [
  variant('check-outside-lock', {
    summary: 'the fault tests before it takes the lock',
    replace: {
      vfio_pci_mmap_huge_fault: [
        tryToFit,
        when(
          or(pm_runtime_engaged.at(vdev), not(__vfio_pci_memory_enabled(vdev))),
          [returnFromFunction()],
          [],
          'if (pm_runtime_engaged || !__vfio_pci_memory_enabled())',
        ),
        down_read(memory_lock.at(vdev)),
        ...insert,
        up_read(memory_lock.at(vdev)),
      ],
    },
    ref: 'derived; seen on 7.2.13 with this change',
    races: [
      expectedRace(current_state, 'the fault asks before it takes memory_lock'),
      expectedRace(virt_mem, 'the fault asks before it takes memory_lock'),
    ],
    expect: { mmap: violates('S-FAULT', 'S-ACCESS') },
  }),
  variant('no-check', {
    summary: 'the fault tests nothing',
    replace: {
      vfio_pci_mmap_huge_fault: [
        tryToFit,
        down_read(memory_lock.at(vdev)),
        ...insert,
        up_read(memory_lock.at(vdev)),
      ],
    },
    ref: 'derived',
    expect: { mmap: violates('S-FAULT', 'S-ACCESS') },
  }),
  variant('no-engaged-check', {
    summary: 'the fault does not test whether low power is engaged',
    replace: {
      vfio_pci_mmap_huge_fault: [
        tryToFit,
        down_read(memory_lock.at(vdev)),
        when(not(__vfio_pci_memory_enabled(vdev)), [goto('out_unlock')]),
        ...insert,
        label('out_unlock'),
        up_read(memory_lock.at(vdev)),
      ],
    },
    ref: 'derived; seen on 7.2.13 with this change',
    races: [
      expectedRace(
        current_state,
        'a suspend does not hold memory_lock to its end: pm_runtime_engaged keeps faults out',
      ),
    ],
    expect: {
      'low-power': violates(
        'S-SUSPEND',
        also('S-ACCESS', 'of which S-SUSPEND is a special case'),
        also('S-FAULT', 'the page is inserted while low power is engaged'),
      ),
    },
  }),
  variant('fallback-order0', {
    summary:
      'a fault of one page falls back, too: the user faults again and again (L-FAULT, a question for liveness)',
    replace: {
      vfio_pci_mmap_huge_fault: [
        tryToFit,
        down_read(memory_lock.at(vdev)),
        refuseFault,
        given(eq(order, int(1)), insert, [step('return VM_FAULT_FALLBACK')]),
        label('out_unlock'),
        up_read(memory_lock.at(vdev)),
      ],
    },
    ref: 'derived',
    expect: { huge: allHold },
  }),
];
