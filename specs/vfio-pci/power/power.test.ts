/**
 * That the small configurations of `vfio-pci/power` can tell right from wrong, and the answers that an expectation cannot say.
 */
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../checker/lang/index.ts';
import {
  type Essential,
  missedGoals,
  noticed,
  offers,
  searched,
} from '../../../checker/testing/weakened.ts';
import spec from './spec.ts';

const ESSENTIAL: readonly Essential[] = [
  ['vfio_pci_ioctl_reset', ['vfio_pci_zap_and_down_write_memory_lock()'], 'cpu', 'S-REVRESET'],
  ['vfio_pci_ioctl_reset', ['vfio_pci_set_power_state(D0)'], 'saved', 'S-D0RESET'],
  ['vfio_pci_ioctl_reset', ['vfio_pci_dma_buf_move(vdev, true)'], 'reset', 'S-REVRESET'],
  ['vfio_pci_ioctl_reset', ['vfio_pci_dma_buf_move(vdev, false)'], 'reset', 'S-AVAIL'],
  ['vfio_pci_ioctl_reset', ['up_write(&memory_lock)'], 'saved', 'S-LOCKBAL'],
  ['vfio_pci_zap_and_down_write_memory_lock', ['vfio_pci_zap_bars()'], 'cpu', 'S-SUSPEND'],
  ['vfio_pci_zap_and_down_write_memory_lock', ['down_write(&memory_lock)'], 'cpu', 'S-ASSERT'],
  [
    'vfio_lock_and_set_power_state',
    ['vfio_pci_zap_and_down_write_memory_lock()'],
    'power-register',
    'S-ACCESS',
  ],
  ['vfio_lock_and_set_power_state', ['vfio_pci_dma_buf_move(vdev, true)'], 'd1', 'S-ACCESS'],
  ['vfio_lock_and_set_power_state', ['vfio_pci_dma_buf_move(vdev, false)'], 'd1', 'S-AVAIL'],
  ['vfio_basic_config_write', ['vfio_pci_dma_buf_move(vdev, true)'], 'command', 'S-ACCESS'],
  ['vfio_basic_config_write', ['vfio_pci_dma_buf_move(vdev, false)'], 'command', 'S-AVAIL'],
  ['vfio_pci_set_power_state', ['if (needs_save)'], 'saved', 'S-SAVED'],
  ['vfio_pci_set_power_state', ['if (needs_restore)'], 'saved', 'S-SAVED'],
  ['vfio_pci_runtime_pm_entry', ['vfio_pci_dma_buf_move(vdev, true)'], 'importer', 'S-SUSPEND'],
  ['vfio_pci_runtime_pm_entry', ['vfio_pci_zap_and_down_write_memory_lock()'], 'cpu', 'S-SUSPEND'],
  ['vfio_pci_runtime_pm_entry', ['if (pm_runtime_engaged)'], 'saved', 'S-REF'],
  ['vfio_pci_runtime_pm_entry', ['up_write(&memory_lock)#EINVAL'], 'saved', 'S-LOCKBAL'],
  [
    'vfio_pci_runtime_pm_entry',
    ['pm_runtime_engaged = true; pm_wake_eventfd_ctx = wake; pm_runtime_put_noidle()'],
    'saved',
    'S-ENTRY',
  ],
  ['vfio_pci_runtime_pm_exit', ['__vfio_pci_runtime_pm_exit()'], 'reset', 'S-EXIT'],
  ['vfio_pci_runtime_pm_exit', ['vfio_pci_dma_buf_move(vdev, false)'], 'reset', 'S-AVAIL'],
  [
    'vfio_pci_runtime_pm_exit',
    ['down_write(&memory_lock)', 'up_write(&memory_lock)'],
    'reset',
    'S-ASSERT',
  ],
  [
    'vfio_pci_core_runtime_resume',
    ['if (!pm_runtime_engaged && __vfio_pci_memory_enabled())'],
    'wake',
    'S-AVAIL',
  ],
  [
    'vfio_pci_core_runtime_resume',
    ['down_write(&memory_lock)', 'up_write(&memory_lock)'],
    'wake',
    'S-ASSERT',
  ],
  ['vfio_pci_core_runtime_suspend', ['vfio_pci_set_power_state(D0)'], 'saved', 'S-SAVED'],
  ['pci_pm_runtime_resume', ['pci_pm_power_up_and_verify_state()'], 'reset', 'S-ACCESS'],
  ['pm_runtime_resume_and_get', ['atomic_inc(&usage_count)'], 'saved', 'S-REF'],
  ['vfio_device_fops_unl_ioctl', ['pm_runtime_resume_and_get()'], 'export', 'S-SUSPEND'],
  ['vfio_pci_rw', ['pm_runtime_resume_and_get()'], 'command', 'S-SUSPEND'],
  [
    'vfio_pci_mmap_huge_fault',
    ['down_read(&memory_lock)', 'up_read(&memory_lock)'],
    'cpu',
    'S-FAULT',
  ],
];

describe('each essential step is missed', () => {
  test.each(ESSENTIAL)('%s without %j: in %s, %s is violated', (...row) => {
    expect(noticed(spec, row)).toContain(row[3]);
  });
});

/** Constants that offer an actor or an operation, and the value without it. */
const NOTHING: Settings = {
  touches: 0,
  importers: 0,
  exporting: false,
  'op-reset': false,
  'op-d0': false,
  'op-d1': false,
  'op-d3': false,
  'op-command': false,
  'op-flr': false,
  'op-entry': false,
  'op-entry-wake': false,
  'op-exit': false,
  'op-plain': false,
};

describe('a small configuration offers nothing that its goals do not need', () => {
  test.each(offers(spec, NOTHING))('%s without %s misses a goal', (name, constant) => {
    expect(missedGoals(spec, name, { [constant]: NOTHING[constant] ?? 0 })).not.toEqual([]);
  });
});

/** The labels of the shortest trace of a violation. */
function labelsOf(name: string, configuration: string, property: string): readonly string[] {
  const of = spec.variants.find((each) => each.name === name);
  if (of === undefined) throw new Error(`there is no variant '${name}'`);
  const { verdicts } = searched(spec, of, configuration);
  const verdict = verdicts.find((each) => each.property === property);
  if (verdict?.kind !== 'violated') throw new Error(`${property} is not violated`);
  return verdict.finding.path.steps.map(({ label }) => label);
}

/** Those of the labels that are in the trace, in the order of the trace. */
const inOrder = (labels: readonly string[], wanted: readonly string[]): readonly string[] =>
  labels.filter((label) => wanted.includes(label));

describe('the story is that of the recorded kernel', () => {
  test.each([
    ['importer', 'if (current_state != D0)'],
    ['command', 'vconfig[PCI_COMMAND] = true'],
    ['reset', 'return -EAGAIN'],
  ])(
    'in %s, a request un-revokes while low power is engaged, and the device suspends',
    (name, by) => {
      const story = [
        'revoked[EXPORT] = true',
        'pm_runtime_engaged = true; pm_wake_eventfd_ctx = false; pm_runtime_put_noidle()',
        by,
        'revoked[EXPORT] = false',
        'runtime_status = RPM_SUSPENDED',
      ];
      const labels = labelsOf('as-is-engaged', name, 'S-SUSPEND');
      expect([...new Set(inOrder(labels, story))]).toEqual(story);
    },
  );

  test('a wake-up leaves low power, and the buffer revoked', () => {
    const story = [
      'revoked[EXPORT] = true',
      'runtime_status = RPM_SUSPENDED',
      'runtime_status = RPM_RESUMING',
      'pm_runtime_engaged = false; pm_runtime_get_noresume(); pm_wake_eventfd_ctx = NULL',
      'vfio_pci_ioctl_get_info()',
    ];
    expect(inOrder(labelsOf('as-is-wake', 'wake', 'S-AVAIL'), story)).toEqual(story);
  });

  test('a stale power register is written back behind the back of the kernel', () => {
    const labels = labelsOf('pmcsr-rmw', 'power-register', 'S-ACCESS');
    const read = labels.lastIndexOf('vfio_user_config_read(PCI_PM_CTRL, &phys_val)');
    const woken = labels.indexOf('current_state = D0');
    const written = labels.lastIndexOf('vfio_user_config_write(PCI_PM_CTRL, phys_val)');
    expect(woken).toBeGreaterThan(-1);
    expect(written).toBeGreaterThan(woken);
    expect(read).toBeLessThan(written);
    expect(labels.at(-1)).toBe('vmf_insert_pfn(); pte[DEVFD] = true');
  });
});
