/**
 * Variants of `vfio-pci/memtype`: the questions of the review of "vfio/pci: Use unmap_mapping_range()" in May 2024.
 */
import {
  allHold,
  assign,
  type Body,
  openQuestion,
  present,
  step,
  TRUE,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import {
  closed,
  memtype_reserve,
  munmap,
  pte,
  UC_MINUS,
  unmapAndFree,
  vfio_pci_mmap_fault,
  WC,
} from '../driver/memtype.ts';

export const good = variant('good', {
  summary: 'the BAR is mapped into the kernel, which reserves it, before the user can map it',
  ref: '6.10 and later; the answer on the list on 29 May 2024',
  expect: { x86: allHold },
});

const mapUnasked: Body = [vfio_pci_mmap_fault(), munmap()];

const noIomap = {
  vfio_pci_core_enable: [step('pci_enable_device()')],
  vfio_pci_core_mmap: mapUnasked,
  vfio_pci_core_disable: [step('pci_disable_device()', assign(closed, TRUE))],
};

export const variants = [
  variant('no-iomap', {
    summary: 'an insert without a reservation: another driver may reserve the range afterwards',
    replace: noIomap,
    ref: 'the question on the list on 24 May 2024',
    expect: { x86: violates('S-MEMTYPE') },
  }),
  variant('remap-era', {
    from: 'no-iomap',
    summary: 'io_remap_pfn_range() reserves by itself',
    replace: {
      vfio_pci_mmap_fault: [
        memtype_reserve(
          UC_MINUS,
          [step('io_remap_pfn_range(): pte = UC_MINUS', assign(pte, UC_MINUS))],
          [step('return VM_FAULT_SIGBUS')],
        ),
      ],
      munmap: [
        when(present(pte), [unmapAndFree('unmap_vmas(); memtype_free()', pte)], [], 'if (pte)'),
      ],
    },
    ref: '6.9 vfio_pci_mmap_fault()',
    expect: { x86: allHold },
  }),
  variant('wc-vma', {
    summary: 'the VMA asks for WC, and the insert trusts it',
    set: { 'vma-wc': true },
    replace: {
      vfio_pci_mmap_fault: [step('vmf_insert_pfn(): pte = vma->vm_page_prot', assign(pte, WC))],
    },
    ref: 'the wish on the list for WC mappings, May 2024; v4 9/9',
    expect: { x86: violates('S-MEMTYPE') },
  }),
  variant('wc-vma-lookup', {
    summary: 'the VMA asks for WC, and the insert looks the type up',
    set: { 'vma-wc': true },
    ref: 'the wish on the list for WC mappings, May 2024; v4 9/9',
    expect: { x86: openQuestion('is the request for WC lost in silence?') },
  }),
  variant('nvgrace', {
    from: 'no-iomap',
    summary: 'a WC mapping without a mapping in the kernel, on Arm, where nothing is reserved',
    set: { 'vma-wc': true },
    replace: { vfio_pci_mmap_fault: [step('remap_pfn_range(): pte = WC', assign(pte, WC))] },
    ref: '6.12 nvgrace_gpu_mmap(); the answer on the list on 29 May 2024',
    expect: { arm: allHold },
  }),
];
