/**
 * vfio-pci/unmap-mapping: the mapping tree of the device file finds every mapping.
 *
 * Era E2 of the driver, 6.10 to 6.18, as in 6.12: a fault inserts one page or a huge one, and the driver zaps with
 * `unmap_mapping_range()`. What a "holds" does not mean stands in docs/not-modelled.md.
 */
import { spec } from '../../../checker/lang/index.ts';
import { MAPPING_TREE, PAGE_TABLES, RUNTIME_STATUS } from '../driver/races.ts';
import { rpm } from '../driver/runtime-pm.ts';
import { admin, childUser, forking, hotResetting, mapping, unmapping, user } from './actors.ts';
import { constants } from './bounds.ts';
import { configurations } from './configurations.ts';
import { properties } from './properties.ts';
import { survivors } from './survivors.ts';
import { good, variants } from './variants.ts';

export default spec('vfio-pci/unmap-mapping', {
  summary:
    'the mapping tree of the device file finds every mapping: lock, zap, and faults of two orders',
  mirrors: 'Linux 6.12 (6.10 to 6.18; huge faults since 6.12), drivers/vfio/pci',
  constants,
  processes: [hotResetting, admin, mapping, unmapping, forking, user, childUser, rpm],
  properties,
  races: [PAGE_TABLES, MAPPING_TREE, RUNTIME_STATUS],
  survivors,
  lockOrder: [
    ['mmap_lock', 'vm_lock', 'memory_lock', 'i_mmap_rwsem'],
    ['dev_set_lock', 'memory_lock'],
  ],
  configurations,
  base: good,
  variants,
});
