/**
 * What must hold in the eras before DMABUF, as far as one expression serves them all.
 *
 * S-D0RESET stands in `before-dmabuf.ts`; what needs the locks or the list of one era stands in its own folder.
 */
import {
  and,
  clauseFor,
  type Expr,
  eq,
  every,
  FALSE,
  holds,
  implies,
  not,
  or,
  type Property,
  property,
  self,
} from '../../../checker/lang/index.ts';
import { isVma, VMA, type Vma, vdevOf, vm_private_data } from './address-space.ts';
import { low_power } from './runtime-pm.ts';
import {
  __vfio_pci_memory_enabled,
  hw_safe,
  in_reset,
  isInSet,
  memory_lock,
  pm_runtime_engaged,
  RPM_SUSPENDED,
  runtime_status,
  VDEV,
  type Vdev,
} from './vdev.ts';

export const S_FAULT = property(
  'S-FAULT',
  'A fault inserts a page only with memory_lock held, memory enabled and low power not engaged.',
);

/** What S-FAULT asks for where a page is inserted. */
export const mayBeMapped = (vdev: Vdev): Expr<boolean> =>
  and(
    holds(self, memory_lock.at(vdev), 'read'),
    __vfio_pci_memory_enabled(vdev),
    not(pm_runtime_engaged.at(vdev)),
  );

/** No VMA of the device is mapped in an address space that somebody uses. */
const noneMapped = (vdev: Vdev, isMapped: (vma: Vma) => Expr<boolean>): Expr<boolean> =>
  every(VMA, (vma) => implies(and(isVma(vma), eq(vdevOf(vma), vdev)), not(isMapped(vma))));

/** S-ACCESS, S-REVRESET and S-SUSPEND of mappings, given what counts as mapped. */
export const mappingProperties = (
  isMapped: (vma: Vma) => Expr<boolean>,
  isHarmless: Expr<boolean> = FALSE,
): readonly Property[] => [
  property('S-ACCESS', 'No page of a BAR is mapped while the device must not be touched.', [
    clauseFor(VMA, 'pte', (vma) => ({
      given: and(isVma(vma), isMapped(vma)),
      then: or(isHarmless, hw_safe(vm_private_data(vma))),
    })),
  ]),
  property('S-REVRESET', 'While a device is in reset no page of its BARs is mapped.', [
    clauseFor(VDEV, 'pte', (vdev) => ({
      given: and(isInSet(vdev), in_reset.at(vdev)),
      then: noneMapped(vdev, isMapped),
    })),
  ]),
  property('S-SUSPEND', 'While a device is runtime suspended no page of its BARs is mapped.', [
    clauseFor(VDEV, 'pte', (vdev) => ({
      given: and(low_power, isInSet(vdev), eq(runtime_status.at(vdev), RPM_SUSPENDED)),
      then: noneMapped(vdev, isMapped),
    })),
  ]),
];
