/**
 * HB-01 (CVE-2020-12888): device memory reachable while memory decode is off. Mirrors drivers/vfio/pci as of v5.8: the write of
 * PCI_COMMAND in vfio_pci_config.c and vfio_pci_mmap_fault() in vfio_pci.c. Fix: abafbc551fdd, on top of 11c4cd07ba11.
 *
 * The kernel before the fix had no memory_lock; `no-zap` is the fix without its zap, so that what is shown is the missing zap and not
 * the missing lock. memory_lock is a plain guard here, one page stands for the BAR, and vma_lock is left out (HB-02, HB-03).
 * `sigbus` remembers what the fault returned.
 */
import {
  allHold,
  assign,
  BOOLEAN,
  clause,
  configuration,
  down_read,
  down_write,
  FALSE,
  fn,
  ghost,
  goal,
  not,
  oneOf,
  process,
  property,
  rwsem,
  spec,
  step,
  stepWhen,
  TRUE,
  up_read,
  up_write,
  variable,
  variant,
  violates,
} from '../../checker/lang/index.ts';
import { pageTables } from './not-memory.ts';

const memory_lock = rwsem('memory_lock', { writerPriority: false });
const memory_enabled = variable('memory_enabled', BOOLEAN, TRUE);
const pte = variable('pte', BOOLEAN, FALSE);
const sigbus = ghost('sigbus', BOOLEAN, FALSE);

const zap_vma_ptes = step('zap_vma_ptes()', assign(pte, FALSE));
const clear_memory_enable = step(
  'pci_user_write_config_word(PCI_COMMAND)',
  assign(memory_enabled, FALSE),
);

const vfio_basic_config_write = fn(
  'vfio_basic_config_write',
  {
    title: 'clear PCI_COMMAND_MEMORY',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_basic_config_write()',
  },
  [down_write(memory_lock), clear_memory_enable, up_write(memory_lock)],
);

const vfio_pci_mmap_fault = fn(
  'vfio_pci_mmap_fault',
  {
    title: 'user access to the BAR',
    mirrors: 'drivers/vfio/pci/vfio_pci.c: vfio_pci_mmap_fault()',
  },
  [
    down_read(memory_lock),
    oneOf(
      [
        stepWhen('if (__vfio_pci_memory_enabled())', memory_enabled),
        step('remap_pfn_range()', assign(pte, TRUE)),
      ],
      [stepWhen('ret = VM_FAULT_SIGBUS', not(memory_enabled), assign(sigbus, TRUE))],
    ),
    up_read(memory_lock),
  ],
);

export default spec('history/hb-01', {
  summary: 'memory decode is switched off under a mapped BAR',
  mirrors: 'drivers/vfio/pci as of v5.8, before and after abafbc551fdd',
  processes: [
    process('config', [vfio_basic_config_write()]),
    process('fault', [vfio_pci_mmap_fault()]),
  ],
  races: [pageTables(pte)],
  properties: [
    property('PteImpliesDecode', 'A PTE of the BAR exists only while the device decodes memory.', [
      clause('memory decode is on', { given: pte, then: memory_enabled }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 BAR of 1 page, 1 fault, 1 write that clears the memory bit',
      goals: [
        goal('the fault maps the BAR', pte),
        goal('memory decode is switched off', not(memory_enabled)),
        goal('a fault is refused', sigbus),
      ],
    }),
  ],
  base: variant('no-zap', {
    summary: 'the memory bit is cleared, nothing is zapped',
    ref: 'before abafbc551fdd',
    expect: { small: violates('PteImpliesDecode') },
  }),
  variants: [
    variant('zap-before-lock', {
      summary: 'zap, then take memory_lock: a fault gets in between',
      replace: {
        vfio_basic_config_write: [
          zap_vma_ptes,
          down_write(memory_lock),
          clear_memory_enable,
          up_write(memory_lock),
        ],
      },
      ref: 'derived',
      expect: { small: violates('PteImpliesDecode') },
    }),
    variant('post', {
      summary: 'zap under memory_lock, then clear the bit',
      replace: {
        vfio_basic_config_write: [
          down_write(memory_lock),
          zap_vma_ptes,
          clear_memory_enable,
          up_write(memory_lock),
        ],
      },
      ref: 'abafbc551fdd',
      expect: { small: allHold },
    }),
  ],
});
