/**
 * The user: loads from a mapped BAR, the page fault that follows, and mapping and unmapping.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c (huge_fault, insert, mmap) and the parts of mm/ around it. A load that finds a PTE changes
 * nothing. After a fault the load is not retried: a second access of the budget does that. The buffer of a mapping is found
 * through the VMA, which pins it, so reading `priv->vdev` is no step (nothing writes it here).
 */
import {
  and,
  assign,
  type Body,
  c,
  check,
  cond,
  down_read,
  down_write,
  downgrade_write,
  type Expr,
  eq,
  FALSE,
  fn,
  given,
  gt,
  implies,
  int,
  lockdep_assert_held_read,
  not,
  note,
  oneOf,
  or,
  param,
  process,
  property,
  type RwSemaphore,
  repeat,
  rest,
  type Step,
  step,
  sub,
  TRUE,
  up_read,
  up_write,
  when,
} from '../../../checker/lang/index.ts';
import { fault_tests_power, hasCustomMappings, mapper, mmap_dmabuf, touches } from './bounds.ts';
import { EXPORT, f_count, MMAP, revoked } from './buffer.ts';
import { __vfio_pci_memory_enabled, memory_lock, virt_mem } from './device.ts';
import { vfio_pci_core_mmap_prep_dmabuf } from './dmabuf.ts';
import { custom_maps } from './nvgrace-bounds.ts';
import { runtime_pm } from './power-bounds.ts';
import { pm_runtime_engaged } from './power-state.ts';
import {
  attached,
  BUF,
  CLIENT,
  CUSTOM,
  DEVFD,
  linked,
  mmap_lock,
  pte,
  VMA,
  type Vma,
} from './vma.ts';

export const S_FAULT = property(
  'S-FAULT',
  'A fault inserts a PTE only while memory is enabled and, for a mapping backed by a DMABUF, while that is not revoked.',
);

const vma = param('vma', VMA);

/** The insert itself, and what must be so at that moment. */
export const insertPte = (of: Vma, allowed: readonly Expr<boolean>[]): Body => [
  check(S_FAULT, and(...allowed)),
  step(c`vmf_insert_pfn(); ${pte.at(of)} = true`, assign(pte.at(of), TRUE)),
];

export const insert = insertPte(vma, [
  __vfio_pci_memory_enabled,
  implies(runtime_pm, not(pm_runtime_engaged)),
  implies(eq(vma, BUF), not(revoked.at(MMAP))),
  implies(eq(vma, CLIENT), not(revoked.at(EXPORT))),
]);

/** `vfio_pci_vmf_insert_pfn()`: tests once more, under the lock, whether memory may be touched. */
export const vfio_pci_vmf_insert_pfn = fn(
  'vfio_pci_vmf_insert_pfn',
  {
    params: [vma],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_vmf_insert_pfn()',
  },
  [
    lockdep_assert_held_read(memory_lock),
    given(
      runtime_pm,
      [when(and(not(pm_runtime_engaged), __vfio_pci_memory_enabled), insert)],
      [
        given(
          fault_tests_power,
          [when(__vfio_pci_memory_enabled, insert)],
          [when(virt_mem, insert)],
        ),
      ],
    ),
  ],
);

/** The fault of a mapping backed by a DMABUF; before the series, of one of the device file. */
export const vfio_pci_mmap_huge_fault = fn(
  'vfio_pci_mmap_huge_fault',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault()' },
  [
    down_read(memory_lock),
    given(
      mmap_dmabuf,
      [when(not(revoked.at(MMAP)), [vfio_pci_vmf_insert_pfn(BUF)])],
      [vfio_pci_vmf_insert_pfn(DEVFD)],
    ),
    up_read(memory_lock),
  ],
);

/** The fault of a CUSTOM mapping: it knows nothing of `revoked`. */
export const nvgrace_gpu_vfio_pci_huge_fault = fn(
  'nvgrace_gpu_vfio_pci_huge_fault',
  { mirrors: 'drivers/vfio/pci/nvgrace-gpu/main.c: nvgrace_gpu_vfio_pci_huge_fault()' },
  [down_read(memory_lock), vfio_pci_vmf_insert_pfn(CUSTOM), up_read(memory_lock)],
);

/** A load from a BAR: a fault if there is no PTE, and nothing else to see if there is one. */
export const accessBar = (
  of: Vma,
  lock: RwSemaphore,
  mayBeUnmapped: Expr<boolean>,
  fault: Body,
): Body => [
  when(
    not(pte.at(of)),
    [
      down_read(lock),
      when(cond(mayBeUnmapped, attached.at(of), TRUE), fault, [], c`if (find_vma(${of}))`),
      up_read(lock),
    ],
    [],
    c`load from ${of}: if (!${pte.at(of)})`,
  ),
];

export const user_access = fn(
  'user_access',
  { params: [vma], title: 'user access to a BAR', mirrors: 'mm/memory.c: handle_mm_fault()' },
  accessBar(vma, mmap_lock, or(mapper, custom_maps), [
    given(eq(vma, CUSTOM), [nvgrace_gpu_vfio_pci_huge_fault()], [vfio_pci_mmap_huge_fault()]),
  ]),
);

export const user = process('user', { given: gt(touches, int(0)) }, [
  repeat(touches, [
    rest(
      oneOf(
        [given(mmap_dmabuf, [user_access(BUF)], [user_access(DEVFD)])],
        [given(hasCustomMappings, [user_access(CUSTOM)])],
      ),
    ),
  ]),
]);

/** `mmap()` of a BAR: nothing is populated, so nobody has to see the VMA before it is linked. */
export const vfio_pci_core_mmap = fn(
  'vfio_pci_core_mmap',
  { title: 'mmap() of a BAR', mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_mmap()' },
  [
    down_write(mmap_lock),
    vfio_pci_core_mmap_prep_dmabuf(),
    step('vma_link_file()', assign(linked.at(BUF), TRUE), assign(attached.at(BUF), TRUE)),
    up_write(mmap_lock),
  ],
);

/** Detaches the VMA, may go on with the lock downgraded, then takes the PTE and unlinks; `fput` drops what the VMA held. */
export const unmapVma = (of: Vma, lock: RwSemaphore, fput: readonly Step[]): Body => {
  const unmapRegion = (how: string): Body =>
    [
      step('unmap_vmas()', assign(pte.at(of), FALSE)),
      step('unlink_file_vma()', assign(linked.at(of), FALSE)),
      ...fput,
    ].map((each) => note(how, each));
  return [
    down_write(lock),
    step('vms_gather_munmap_vmas()', assign(attached.at(of), FALSE)),
    oneOf(
      [downgrade_write(lock), ...unmapRegion('downgraded'), up_read(lock)],
      [...unmapRegion('exclusive'), up_write(lock)],
    ),
  ];
};

export const munmap = fn(
  'munmap',
  { title: 'munmap() of a BAR', mirrors: 'mm/vma.c: do_vmi_align_munmap()' },
  unmapVma(BUF, mmap_lock, [
    step('fput()', assign(f_count.at(MMAP), sub(f_count.at(MMAP), int(1)))),
  ]),
);

/** A second thread of the user's process that maps the BAR and unmaps it again. */
export const mapperProcess = process('mapper', { given: mapper }, [
  rest(vfio_pci_core_mmap()),
  rest(munmap()),
]);
