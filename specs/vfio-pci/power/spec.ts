/**
 * vfio-pci/power: PM_CTRL emulation and runtime power management, and why the order of revoke and D0 does not matter.
 *
 * Era E7 of the driver, on the mappings of the device file (E2) and the exported DMABUFs (E3, flavour C). The base has the stored
 * defects repaired; each stands as a variant named `as-is-*` or by its row, as a candidate that no maintainer has confirmed.
 */
import { spec } from '../../../checker/lang/index.ts';
import { exporter, requester } from '../driver/file-operations.ts';
import { importerProcess, importerWorker } from '../driver/importer.ts';
import { pm_wq } from '../driver/low-power.ts';
import {
  MAPPING_TREE,
  PAGE_TABLES,
  POWER_REGISTER,
  RUNTIME_STATUS,
  WAKE_UP,
} from '../driver/races.ts';
import { pfAdmin } from '../driver/sriov.ts';
import { user } from '../driver/user.ts';
import { configurations } from './configurations.ts';
import { constants } from './constants.ts';
import { properties } from './properties.ts';
import { survivors } from './survivors.ts';
import { goodE3Fixed, variants } from './variants.ts';

export default spec('vfio-pci/power', {
  summary:
    'PM_CTRL writes, low power, suspend and resume: is anything mapped while the device sleeps?',
  mirrors:
    'Linux 6.1 to 7.3, drivers/vfio/pci: power management, on mappings as of 6.10, with and without DMABUF export',
  constants,
  processes: [requester, exporter, pm_wq, user, importerProcess, importerWorker, pfAdmin],
  properties,
  races: [PAGE_TABLES, MAPPING_TREE, WAKE_UP, RUNTIME_STATUS, POWER_REGISTER],
  survivors,
  lockOrder: [
    ['mmap_lock', 'memory_lock'],
    ['memory_lock', 'resv', 'pages_mutex'],
    ['memory_lock', 'peer_memory_lock', 'resv'],
  ],
  configurations,
  base: goodE3Fixed,
  variants,
});
