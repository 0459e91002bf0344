/**
 * Memory types of one range of physical addresses on x86: who reserved it as what, and as what it is mapped.
 *
 * Mirrors arch/x86/mm/pat/memtype.c and ioremap.c, and what drivers/vfio/pci does with them. A reservation is refused if the range is
 * reserved with another type; a lookup reserves nothing and answers UC- for a range that nobody has reserved. On Arm there are none.
 */
import {
  add,
  assign,
  BOOLEAN,
  type Body,
  c,
  cond,
  constant,
  type Expr,
  enumeration,
  eq,
  FALSE,
  fn,
  gt,
  int,
  NONE,
  not,
  oneOf,
  optional,
  or,
  param,
  present,
  process,
  range,
  repeat,
  rest,
  type Statement,
  step,
  stepWhen,
  sub,
  TRUE,
  type ValueOf,
  type Var,
  variable,
  waitUntil,
  when,
} from '../../../checker/lang/index.ts';

export const others = constant(
  'others',
  range(0, 2),
  int(0),
  'other drivers that map the same range, as WC or WB',
);
export const faults = constant(
  'faults',
  range(1, 2),
  int(1),
  'times the user maps the BAR and faults',
);
export const vma_wc = constant(
  'vma-wc',
  BOOLEAN,
  FALSE,
  'the VMA of the user asks for WC, not UC-',
);

const MEMTYPE = enumeration('memtype', ['UC_MINUS', 'WC', 'WB']);
export const { UC_MINUS, WC, WB } = MEMTYPE.values;
type Memtype = Expr<ValueOf<typeof MEMTYPE>>;
const MAYBE = optional(MEMTYPE);
type Maybe = Var<ValueOf<typeof MAYBE>>;

/** The type as which the range is reserved, and by how many. */
export const reserved: Maybe = variable('reserved', MAYBE, NONE);
export const reservations = variable('reservations', range(0, 4), int(0));

/** As what the range is mapped: by the driver in the kernel, by the user, by another driver. */
export const iomapped: Maybe = variable('iomapped', MAYBE, NONE);
export const pte: Maybe = variable('pte', MAYBE, NONE);
export const other_mapping: Maybe = variable('other_mapping', MAYBE, NONE);

/** `memtype_reserve()`: one step, under its spinlock.  */
export const memtype_reserve = (type: Memtype, granted: Body, refused: Body): Statement =>
  oneOf(
    [
      stepWhen(
        c`memtype_reserve(${type}) = 0`,
        or(not(present(reserved)), eq(reserved, type)),
        assign(reserved, type),
        assign(reservations, add(reservations, int(1))),
      ),
      ...granted,
    ],
    [
      stepWhen(
        c`memtype_reserve(${type}) = -EBUSY`,
        not(or(not(present(reserved)), eq(reserved, type))),
      ),
      ...refused,
    ],
  );

/** Ends a mapping and its reservation. */
export const unmapAndFree = (label: string, mapping: Maybe): Statement =>
  step(
    label,
    assign(mapping, NONE),
    assign(reservations, sub(reservations, int(1))),
    assign(reserved, cond(gt(reservations, int(1)), reserved, NONE)),
  );

/** The device fd is there. */
const opened = variable('opened', BOOLEAN, FALSE);
/** The last close is done. */
export const closed = variable('closed', BOOLEAN, FALSE);
/** The user has given it back. */
const file_put = variable('file_put', BOOLEAN, FALSE);

/** Maps the BAR into the kernel, and so reserves it, before anybody can mmap it. */
export const vfio_pci_core_enable = fn(
  'vfio_pci_core_enable',
  {
    title: 'open and close of the device',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_enable()',
  },
  [
    step('pci_enable_device()'),
    memtype_reserve(
      UC_MINUS,
      [step('barmap = pci_iomap()', assign(iomapped, UC_MINUS))],
      [step('barmap = IOMEM_ERR_PTR(-ENOMEM)')],
    ),
  ],
);

export const vfio_pci_core_disable = fn(
  'vfio_pci_core_disable',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_disable()' },
  [
    when(
      present(iomapped),
      [unmapAndFree('pci_iounmap(); memtype_free()', iomapped)],
      [],
      'if (!IS_ERR(barmap))',
    ),
    step('pci_disable_device()', assign(closed, TRUE)),
  ],
);

/** Opens and closes the device. */
export const opener = process('opener', [
  vfio_pci_core_enable(),
  step('fd_install()', assign(opened, TRUE)),
  rest(waitUntil(file_put, 'the last fput()')),
  vfio_pci_core_disable(),
]);

/** The fault: an insert looks the type up and reserves nothing. */
export const vfio_pci_mmap_fault = fn(
  'vfio_pci_mmap_fault',
  { mirrors: 'mm/memory.c: vmf_insert_pfn(), arch/x86/mm/pat/memtype.c: track_pfn_insert()' },
  [
    step(
      'vmf_insert_pfn(): pte = lookup_memtype()',
      assign(pte, cond(present(reserved), reserved, UC_MINUS)),
    ),
  ],
);

export const munmap = fn('munmap', { mirrors: 'mm/memory.c: unmap_vmas()' }, [
  step('unmap_vmas()', assign(pte, NONE)),
]);

/** A BAR without a mapping in the kernel cannot be mapped by the user. */
export const vfio_pci_core_mmap = fn(
  'vfio_pci_core_mmap',
  {
    title: 'mmap() of a BAR, a load, munmap()',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_mmap()',
  },
  [
    when(
      present(iomapped),
      [vfio_pci_mmap_fault(), munmap()],
      [step('return -ENOMEM')],
      'if (!IS_ERR(vfio_pci_core_get_iomap()))',
    ),
  ],
);

export const user = process('user', [
  rest(waitUntil(opened, 'open()')),
  repeat(faults, [vfio_pci_core_mmap()]),
  step('fput()', assign(file_put, TRUE)),
]);

const type = param('type', MEMTYPE);

/** Another driver that takes the range for its own. */
export const ioremap = fn(
  'ioremap_prot',
  {
    params: [type],
    title: 'another driver',
    mirrors: 'arch/x86/mm/ioremap.c: __ioremap_caller()',
  },
  [
    memtype_reserve(
      type,
      [
        step(c`map as ${type}`, assign(other_mapping, type)),
        unmapAndFree('iounmap(); memtype_free()', other_mapping),
      ],
      [step('return NULL')],
    ),
  ],
);

export const other = process('other', { count: others }, [
  rest(oneOf([ioremap(WC)], [ioremap(WB)])),
]);
