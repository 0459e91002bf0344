/**
 * The page fault of 6.12, of one page or of a whole huge page, and how the memory manager gets there.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c, mm/memory.c and arch/x86/mm/fault.c of 6.12. A huge fault runs under the per-VMA lock alone;
 * a fault of one page is retried under `mmap_lock`. A large VMA is aligned for a huge page or it is not (both are initial states). A
 * load that finds its page changes nothing; after a fault it is not retried, a second access of the budget does that. That no
 * page of the VMA is mapped stands for `pmd_none()`. The debug message of the driver reads nothing that changes and is left out.
 */

import {
  assign,
  BOOLEAN,
  type Body,
  c,
  check,
  cond,
  down_read,
  down_read_trylock,
  type Expr,
  eq,
  FALSE,
  fn,
  given,
  goto,
  int,
  isIn,
  label,
  not,
  note,
  oneOf,
  or,
  param,
  property,
  range,
  returnFromFunction,
  step,
  TRUE,
  up_read,
  variable,
  when,
  withElement,
} from '../../../checker/lang/index.ts';
import {
  allPages,
  attached,
  hasPte,
  mmap_lock,
  PAGE,
  pte,
  VMA,
  vm_mm,
  vm_private_data,
} from '../driver/address-space.ts';
import { isLarge, vm_lock } from '../driver/mapping.ts';
import { __vfio_pci_memory_enabled, memory_lock, pm_runtime_engaged } from '../driver/vdev.ts';
import { mayBeMapped, S_FAULT } from '../driver/vdev-properties.ts';

/** The huge page around the address would leave the VMA, or its pfn is not a multiple of its size. */
export const misaligned = variable('misaligned', BOOLEAN, [FALSE, cond(isLarge, TRUE, FALSE)]);

export const vma = param('vma', VMA);
export const page = param('page', PAGE);
export const order = param('order', range(0, 1));
export const vdev = vm_private_data(vma);

/** VM_FAULT_FALLBACK for a huge page that does not fit. */
export const tryToFit = given(eq(order, int(1)), [
  when(misaligned, [returnFromFunction()], [], 'if (order && misaligned)'),
]);

/** VM_FAULT_SIGBUS while the device must not be touched. */
export const refuseFault = when(
  or(pm_runtime_engaged.at(vdev), not(__vfio_pci_memory_enabled(vdev))),
  [goto('out_unlock')],
  [],
  'if (pm_runtime_engaged || !__vfio_pci_memory_enabled())',
);

export const S_HUGE = property(
  'S-HUGE',
  'A huge page is inserted only where all of it lies in the VMA: it would map what is beside the BAR.',
);

/** The page, or all of them. */
export const insert: Body = [
  check(S_FAULT, mayBeMapped(vdev)),
  given(
    eq(order, int(0)),
    [
      step(
        c`vmf_insert_pfn(${vma}, page ${page})`,
        assign(pte.at(vma), withElement(pte.at(vma), page)),
      ),
    ],
    [
      check(S_HUGE, not(misaligned)),
      step(c`vmf_insert_pfn_pmd(${vma})`, assign(pte.at(vma), allPages)),
    ],
  ),
];

export const vfio_pci_mmap_huge_fault = fn(
  'vfio_pci_mmap_huge_fault',
  {
    params: [vma, page, order],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault()',
  },
  [
    tryToFit,
    down_read(memory_lock.at(vdev)),
    refuseFault,
    ...insert,
    label('out_unlock'),
    up_read(memory_lock.at(vdev)),
  ],
);

const noPageMapped: Expr<boolean> = not(hasPte(vma));

/** A huge fault, if the page table is empty; done unless it fell back. */
const tryHuge = (how: string, ...unlock: Body): Body => [
  note(
    how,
    when(
      noPageMapped,
      [
        note(how, vfio_pci_mmap_huge_fault(vma, page, int(1))),
        note(
          how,
          when(
            not(misaligned),
            [...unlock, returnFromFunction()],
            [],
            'if (!(ret & VM_FAULT_FALLBACK))',
          ),
        ),
      ],
      [],
      c`if (pmd_none(${vma}))`,
    ),
  ),
];

/** The first attempt, under the per-VMA lock: only a huge fault can be served there, and the lock may be refused for no reason. */
const underVmaLock: Body = [
  oneOf(
    [
      down_read_trylock(
        vm_lock.at(vma),
        [
          when(
            attached.at(vma),
            tryHuge('vm_lock', note('done', up_read(vm_lock.at(vma)))),
            [],
            c`lock_vma_under_rcu(): if (!${vma}->detached)`,
          ),
          note('retry', up_read(vm_lock.at(vma))),
        ],
        [],
      ),
    ],
    [step('lock_vma_under_rcu() = NULL')],
  ),
];

/** A load from a BAR: a fault if its page is not there, and nothing else to see if it is. */
export const user_access = fn(
  'user_access',
  {
    params: [vma, page],
    title: 'user access to a BAR',
    mirrors: 'arch/x86/mm/fault.c: do_user_addr_fault()',
  },
  [
    when(
      not(isIn(page, pte.at(vma))),
      [
        given(isLarge, underVmaLock),
        down_read(mmap_lock.at(vm_mm(vma))),
        when(
          attached.at(vma),
          [
            given(isLarge, tryHuge('mmap_lock', note('done', up_read(mmap_lock.at(vm_mm(vma)))))),
            vfio_pci_mmap_huge_fault(vma, page, int(0)),
          ],
          [],
          c`if (find_vma(${vma}))`,
        ),
        up_read(mmap_lock.at(vm_mm(vma))),
      ],
      [],
      c`load from ${vma}, page ${page}: if (!pte)`,
    ),
  ],
);
