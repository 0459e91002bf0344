/**
 * vfio-pci/memtype: does it matter that an insert looks the memory type up and reserves nothing?
 *
 * Era E8 of the driver, x86: 6.9 (io_remap_pfn_range) against 6.10 and later (vmf_insert_pfn). The vocabulary is `../driver/memtype.ts`.
 */
import {
  and,
  clause,
  eq,
  implies,
  notMemory,
  present,
  property,
  spec,
} from '../../../checker/lang/index.ts';
import {
  faults,
  iomapped,
  opener,
  other,
  other_mapping,
  others,
  pte,
  reservations,
  reserved,
  user,
  vma_wc,
  WC,
} from '../driver/memtype.ts';
import { configurations } from './configurations.ts';
import { good, variants } from './variants.ts';

const S_MEMTYPE = property('S-MEMTYPE', 'All live mappings of a range have one memory type.', [
  clause('one type', {
    given: present(pte),
    then: and(
      implies(present(iomapped), eq(iomapped, pte)),
      implies(present(other_mapping), eq(other_mapping, pte)),
    ),
  }),
]);

const S_WC = property('S-WC', 'A mapping has the memory type that its VMA asked for.', [
  clause('write-combining', { given: and(vma_wc, present(pte)), then: eq(pte, WC) }),
]);

export default spec('vfio-pci/memtype', {
  summary: 'memory types on x86: may somebody else reserve the BAR as something different?',
  mirrors: 'Linux 6.9 to 7.2, drivers/vfio/pci and arch/x86/mm/pat; the review of May 2024',
  constants: [faults, others, vma_wc],
  processes: [opener, user, other],
  properties: [S_MEMTYPE, S_WC],
  races: [
    notMemory(pte, 'page tables: the processor walks them'),
    notMemory(other_mapping, 'page tables of another user of the range'),
    notMemory(reserved, 'the tree of reservations, under memtype_lock'),
    notMemory(reservations, 'the tree of reservations, under memtype_lock'),
  ],
  configurations,
  base: good,
  variants,
});
