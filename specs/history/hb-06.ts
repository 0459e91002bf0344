/**
 * HB-06: the user puts the device into D3hot and still has its BAR mapped. Mirrors vfio_pm_config_write() and
 * vfio_lock_and_set_power_state() in drivers/vfio/pci/vfio_pci_config.c and vfio_pci_mmap_fault() in vfio_pci_core.c, before and
 * after 2b2c651baf1c (v5.19).
 *
 * memory_lock is there in `pre` too, only not around the power state. The memory bit of PCI_COMMAND is on throughout (HB-01).
 */
import {
  allHold,
  assign,
  BOOLEAN,
  type Body,
  clause,
  configuration,
  down_read,
  down_write,
  enumeration,
  eq,
  expectedRace,
  FALSE,
  fn,
  goal,
  process,
  property,
  rwsem,
  spec,
  step,
  TRUE,
  up_read,
  up_write,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';
import { pageTables } from './not-memory.ts';

const POWER = enumeration('power', ['D0', 'D3hot']);
const { D0, D3hot } = POWER.values;

const memory_lock = rwsem('memory_lock');
const current_state = variable('current_state', POWER, D0);
const pte = variable('pte', BOOLEAN, FALSE);

const zap = step('zap_vma_ptes()', assign(pte, FALSE));
const set_power_state = step('vfio_pci_set_power_state(D3hot)', assign(current_state, D3hot));
const insert = step('io_remap_pfn_range()', assign(pte, TRUE));

const vfio_lock_and_set_power_state = fn(
  'vfio_lock_and_set_power_state',
  {
    title: 'write to PMCSR: D3hot',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_lock_and_set_power_state()',
  },
  [set_power_state],
);

const vfio_pci_mmap_fault = fn(
  'vfio_pci_mmap_fault',
  {
    title: 'user access to the BAR',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_fault()',
  },
  [down_read(memory_lock), insert, up_read(memory_lock)],
);

const zapAndSet: Body = [down_write(memory_lock), zap, set_power_state, up_write(memory_lock)];
const testAndInsert: Body = [
  down_read(memory_lock),
  when(eq(current_state, D0), [insert]),
  up_read(memory_lock),
];

export default spec('history/hb-06', {
  summary: 'the BAR stays mapped while the device is in D3hot',
  mirrors: 'drivers/vfio/pci as of v5.19, before and after 2b2c651baf1c',
  processes: [
    process('config', [vfio_lock_and_set_power_state()]),
    process('fault', [vfio_pci_mmap_fault()]),
  ],
  races: [pageTables(pte)],
  properties: [
    property('PteImpliesD0', 'A PTE of the BAR exists only while the device is in D0.', [
      clause('D0', { given: pte, then: eq(current_state, D0) }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 BAR of 1 page, 1 fault, 1 write of D3hot',
      goals: [
        goal('the fault maps the BAR', pte),
        goal('the device is in D3hot', eq(current_state, D3hot)),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'the power state is written without lock and zap',
    ref: 'before 2b2c651baf1c',
    expect: { small: violates('PteImpliesD0') },
  }),
  variants: [
    variant('zap-only', {
      summary: 'zap under the lock, but a fault does not test the power state',
      replace: { vfio_lock_and_set_power_state: zapAndSet },
      ref: 'derived',
      expect: { small: violates('PteImpliesD0') },
    }),
    variant('test-only', {
      summary: 'a fault tests the power state, but nothing is zapped',
      replace: {
        vfio_lock_and_set_power_state: [
          down_write(memory_lock),
          set_power_state,
          up_write(memory_lock),
        ],
        vfio_pci_mmap_fault: testAndInsert,
      },
      ref: 'derived',
      expect: { small: violates('PteImpliesD0') },
    }),
    variant('unlocked', {
      summary: 'zap and test, but the power state is written without the lock',
      replace: {
        vfio_lock_and_set_power_state: [zap, set_power_state],
        vfio_pci_mmap_fault: testAndInsert,
      },
      ref: 'derived',
      expect: { small: violates('PteImpliesD0') },
      races: [
        expectedRace(
          current_state,
          'the transition takes no memory_lock, under which a fault tests the state',
        ),
      ],
    }),
    variant('post', {
      summary: 'zap under the lock before the transition, and a fault tests the power state',
      replace: { vfio_lock_and_set_power_state: zapAndSet, vfio_pci_mmap_fault: testAndInsert },
      ref: '2b2c651baf1c',
      expect: { small: allHold },
    }),
  ],
});
