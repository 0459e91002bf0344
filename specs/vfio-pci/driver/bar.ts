/**
 * The BARs of one device: who has requested a region, whether it is mapped in the kernel, and what user space has of it.
 *
 * Mirrors struct vfio_pci_core_device, drivers/pci/pci.c and kernel/resource.c. BAR 1, if there is one, may be bad: another driver has its
 * region, or mapping it into the kernel fails. `ret` is what a callee returned to the thread.
 */
import {
  and,
  array,
  assign,
  BOOLEAN,
  type Body,
  c,
  check,
  cond,
  constant,
  type Effect,
  type Expr,
  element,
  enumeration,
  eq,
  FALSE,
  indexDomain,
  int,
  ne,
  not,
  oneOf,
  or,
  PROCESS,
  property,
  range,
  type Statement,
  self,
  step,
  stepWhen,
  TRUE,
  type ValueOf,
  variable,
} from '../../../checker/lang/index.ts';

export const bars = constant('bars', range(1, 2), int(1), 'BARs of the device; BAR 1 may be bad');

export const BAR = indexDomain('bar', bars);
export type Bar = Expr<ValueOf<typeof BAR>>;

const FAULT = enumeration('fault', ['NONE', 'BUSY', 'NOMEM']);
const { NONE: none, BUSY: busy, NOMEM: nomem } = FAULT.values;
const orNone = (fault: Expr<ValueOf<typeof FAULT>>) => cond(eq(bars, int(2)), fault, none);
/** What is wrong with BAR 1 from the start: nothing, another driver has its region, or the kernel cannot map it. */
const fault = variable('fault', FAULT, [none, orNone(busy), orNone(nomem)]);

const isFirst = (bar: Bar): Expr<boolean> => eq(bar, element(BAR, 0));
/** Another driver has the region. */
export const isBusy = (bar: Bar): Expr<boolean> => and(not(isFirst(bar)), eq(fault, busy));
/** The kernel has no room to map the region. */
export const isNotMappable = (bar: Bar): Expr<boolean> => and(not(isFirst(bar)), eq(fault, nomem));
/** Nothing but the driver itself stands in the way of using this BAR. */
export const isHealthy = (bar: Bar): Expr<boolean> => or(isFirst(bar), eq(fault, none));

/** The driver has requested the region. */
export const requested = variable('requested', array(BAR, BOOLEAN), FALSE);

const BARMAP = enumeration('barmap', ['NULL', 'PTR', 'ERR_EBUSY', 'ERR_ENOMEM']);
export const { NULL, PTR, ERR_EBUSY, ERR_ENOMEM } = BARMAP.values;
/** `vdev->barmap[bar]`: where the BAR is mapped in the kernel, or why it is not. */
export const barmap = variable('barmap', array(BAR, BARMAP), NULL);

/** A VMA of the BAR exists. */
export const vma = variable('vma', array(BAR, BOOLEAN), FALSE);
/** A DMABUF of the BAR was handed out. */
export const dmabuf = variable('dmabuf', array(BAR, BOOLEAN), FALSE);

const ERRNO = enumeration('errno', ['SUCCESS', 'EBUSY', 'ENOMEM', 'ENODEV']);
export const { SUCCESS, EBUSY, ENOMEM, ENODEV } = ERRNO.values;
const ret = variable('ret', array(PROCESS, ERRNO), SUCCESS);
/** The callee failed. */
export const hasFailed = ne(ret.at(self), SUCCESS);
/** It failed for what is wrong with the BAR, and says so. */
export const failedFor = (bar: Bar): Expr<boolean> =>
  or(and(isBusy(bar), eq(ret.at(self), EBUSY)), and(isNotMappable(bar), eq(ret.at(self), ENOMEM)));
export const returning = (value: Expr<ValueOf<typeof ERRNO>>): Effect =>
  assign(ret.at(self), value);

export const S_RSRC = property(
  'S-RSRC',
  'What is mapped, exported or accessed of a BAR, the driver has requested and nobody else has; it unmaps and releases what it has, and no more.',
);
export const S_ERR = property(
  'S-ERR',
  'No operation on a healthy BAR fails because another one sets it up, no open fails because of a BAR that nobody uses, and who uses a bad one is told what is wrong with it.',
);

/** `pci_request_selected_regions()`, whoever has the region: one step, under the lock of the resource tree. */
export const pci_request_selected_regions = (bar: Bar, granted: Body, refused: Body): Statement =>
  oneOf(
    [
      stepWhen(
        c`pci_request_selected_regions(${bar}) = 0`,
        not(or(requested.at(bar), isBusy(bar))),
        assign(requested.at(bar), TRUE),
      ),
      ...granted,
    ],
    [
      stepWhen(
        c`pci_request_selected_regions(${bar}) = -EBUSY`,
        or(requested.at(bar), isBusy(bar)),
      ),
      ...refused,
    ],
  );

const release = (bar: Bar): Body => [
  check(S_RSRC, requested.at(bar)),
  step(c`pci_release_selected_regions(${bar})`, assign(requested.at(bar), FALSE)),
];

/** `pci_iomap()` of a region that was requested; without a mapping the region is released. */
export const pci_iomap = (bar: Bar, mapped: Body, failed: Body): Statement =>
  oneOf(
    [stepWhen(c`io = pci_iomap(${bar})`, not(isNotMappable(bar))), ...mapped],
    [stepWhen(c`pci_iomap(${bar}) = NULL`, isNotMappable(bar)), ...release(bar), ...failed],
  );

/** Undoes both. */
export const iounmapAndRelease = (bar: Bar): Body => [
  step(c`pci_iounmap(${bar})`, assign(barmap.at(bar), NULL)),
  ...release(bar),
];
