/**
 * vfio-pci/bar-resources: when the BARs of a device are requested and mapped, and what a caller does if that failed.
 *
 * Era E6 of the driver, before and after 7.2. The vocabulary is `../driver/bar.ts` and `../driver/bar-operations.ts`.
 */
import { spec, unnoticed } from '../../../checker/lang/index.ts';
import { bars } from '../driver/bar.ts';
import {
  barExporter,
  exporters,
  mapper,
  mappers,
  opener,
  reader,
  readers,
} from '../driver/bar-operations.ts';
import { configurations } from './configurations.ts';
import { properties } from './properties.ts';
import { good, variants } from './variants.ts';

export default spec('vfio-pci/bar-resources', {
  summary: 'BARs set up at the first use or at the open: who gets an error, and for what?',
  mirrors:
    'Linux before and after 7.2, series "vfio/pci: Request resources and map BARs at enable time"',
  constants: [bars, mappers, readers, exporters],
  processes: [opener, mapper, reader, barExporter],
  properties,
  races: [],
  survivors: [
    unnoticed(
      'the step clears the error for the next call of the thread, and here each thread makes one call',
      'vfio_pci_core_mmap: drop return ret',
      'vfio_pci_bar_rw: drop return ret',
      'vfio_pci_core_feature_dma_buf: drop return ret',
    ),
    unnoticed(
      'nobody has the device fd before the set-up is done, and nobody else asks for barmap',
      'vfio_pci_core_map_bars: swap pci_release_selected_regions(bar) and barmap[bar] = IOMEM_ERR_PTR(-ENOMEM)',
    ),
  ],
  configurations,
  base: good,
  variants,
});
