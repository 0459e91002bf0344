/**
 * That the small configurations of `vfio-pci/bar-resources` can tell right from wrong.
 */
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../checker/lang/index.ts';
import { type Essential, missedGoals, noticed, offers } from '../../../checker/testing/weakened.ts';
import spec from './spec.ts';

const ESSENTIAL: readonly Essential[] = [
  ['vfio_pci_core_map_bars', ['pci_request_selected_regions(bar) = 0'], 'callers', 'S-RSRC'],
  ['vfio_pci_core_map_bars', ['barmap[bar] = io'], 'callers', 'S-ERR'],
  ['vfio_pci_core_map_bars', ['pci_release_selected_regions(bar)'], 'bad-bar', 'S-RSRC'],
  ['vfio_pci_core_enable', ['vfio_pci_core_map_bars()'], 'callers', 'S-ERR'],
  ['vfio_pci_core_unmap_bars', ['pci_release_selected_regions(bar)'], 'callers', 'S-RSRC'],
  ['vfio_pci_core_disable', ['vfio_pci_dma_buf_cleanup()'], 'bad-bar', 'S-RSRC'],
  ['vfio_pci_core_mmap', ['vfio_pci_core_get_iomap(bar)'], 'bad-bar', 'S-RSRC'],
  ['vfio_pci_core_mmap', ['if (ret)'], 'bad-bar', 'S-RSRC'],
  ['vfio_pci_bar_rw', ['if (ret)'], 'bad-bar', 'S-RSRC'],
  ['vfio_pci_core_feature_dma_buf', ['if (ret)'], 'bad-bar', 'S-RSRC'],
];

describe('each essential step is missed', () => {
  test.each(ESSENTIAL)('%s without %j: in %s, %s is violated', (...row) => {
    expect(noticed(spec, row)).toContain(row[3]);
  });
});

const NOTHING: Settings = { mappers: 0, readers: 0, exporters: 0 };

describe('a small configuration offers nothing that its goals do not need', () => {
  test.each(offers(spec, NOTHING))('%s without %s misses a goal', (name, constant) => {
    expect(missedGoals(spec, name, { [constant]: NOTHING[constant] ?? 0 })).not.toEqual([]);
  });
});
