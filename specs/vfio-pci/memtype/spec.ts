/**
 * vfio-pci/memtype: does it matter that an insert looks the memory type up and reserves nothing?
 *
 * Era E8 of the driver, x86: 6.9 (io_remap_pfn_range) against 6.10 and later (vmf_insert_pfn). The vocabulary is `../driver/memtype.ts`.
 */
import {
  and,
  clause,
  eq,
  every,
  implies,
  not,
  notMemory,
  present,
  property,
  resting,
  spec,
  unnoticed,
} from '../../../checker/lang/index.ts';
import {
  closed,
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

const othersRest = every(other.instances, (p) => resting(p));

const S_FREED = property(
  'S-FREED',
  'Who unmaps the range gives its reservation back: the driver with the last close, another one with iounmap().',
  [
    clause('last close', { given: closed, then: not(present(iomapped)) }),
    clause('iounmap', { given: othersRest, then: not(present(other_mapping)) }),
    clause('reservation', { given: and(closed, othersRest), then: not(present(reserved)) }),
  ],
);

export default spec('vfio-pci/memtype', {
  summary: 'memory types on x86: may somebody else reserve the BAR as something different?',
  mirrors: 'Linux 6.9 to 7.2, drivers/vfio/pci and arch/x86/mm/pat; the review of May 2024',
  constants: [faults, others, vma_wc],
  processes: [opener, user, other],
  properties: [S_MEMTYPE, S_WC, S_FREED],
  races: [
    notMemory(pte, 'page tables: the processor walks them'),
    notMemory(other_mapping, 'page tables of another user of the range'),
    notMemory(reserved, 'the tree of reservations, under memtype_lock'),
    notMemory(reservations, 'the tree of reservations, under memtype_lock'),
  ],
  survivors: [
    unnoticed(
      'a driver that is refused maps and reserves nothing, when and why ever that is',
      'ioremap_prot: drop memtype_reserve(type) = -EBUSY',
      "ioremap_prot: negate '!(!(reserved != NULL) || reserved == type)' in memtype_reserve(type) = -EBUSY",
      "ioremap_prot: drop conjunct '!(!(reserved != NULL) || reserved == type)' in memtype_reserve(type) = -EBUSY",
      'ioremap_prot: drop return NULL',
    ),
  ],
  configurations,
  base: good,
  variants,
});
