/**
 * That the small configurations of `vfio-pci/power` can tell right from wrong, and the answers that an expectation cannot say.
 */
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../checker/lang/index.ts';
import { type Essential, missedGoals, noticed, offers } from '../../../checker/testing/weakened.ts';
import spec from './spec.ts';

const ESSENTIAL: readonly Essential[] = [
  ['vfio_pci_ioctl_reset', ['vfio_pci_set_power_state(D0)'], 'saved', 'S-SAVED'],
  ['vfio_pci_ioctl_reset', ['vfio_pci_zap_and_down_write_memory_lock()'], 'cpu', 'S-REVRESET'],
  ['vfio_pci_ioctl_reset', ['up_write(&memory_lock)'], 'cpu', 'S-LOCKBAL'],
  ['vfio_pci_zap_and_down_write_memory_lock', ['vfio_pci_zap_bars()'], 'cpu', 'S-ACCESS'],
  ['vfio_pci_runtime_pm_entry', ['vfio_pci_dma_buf_move(vdev, true)'], 'importer', 'S-SUSPEND'],
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
