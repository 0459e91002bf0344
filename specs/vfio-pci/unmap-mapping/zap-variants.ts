/**
 * Variants of the zap of `vfio-pci/unmap-mapping`: before the lock, or missing on one of the paths.
 */

import {
  also,
  check,
  down_write,
  eq,
  up_write,
  variant,
  violates,
} from '../../../checker/lang/index.ts';
import { new_mem, S_D0RESET, state, vdev, writeCommand } from '../driver/before-dmabuf.ts';
import { D0 } from '../driver/device-steps.ts';
import { engageLowPower } from '../driver/runtime-pm.ts';
import {
  current_state,
  memory_lock,
  pci_try_reset_function,
  vfio_pci_set_power_state,
} from '../driver/vdev.ts';
import { vfio_pci_zap_bars, vdev as zapped } from './zap.ts';

const lockOnly = down_write(memory_lock.at(vdev));
const inReset = also('S-REVRESET', 'the page is still there when the reset begins');

export const zapVariants = [
  variant('zap-before-lock', {
    summary: 'the zap comes before the lock',
    replace: {
      vfio_pci_zap_and_down_write_memory_lock: [
        vfio_pci_zap_bars(zapped),
        down_write(memory_lock.at(zapped)),
      ],
    },
    ref: 'derived; seen on 7.2.13 with this change',
    expect: { mmap: violates('S-ACCESS', inReset) },
  }),
  variant('no-zap-reset', {
    summary: 'the reset ioctl does not zap',
    replace: {
      vfio_pci_ioctl_reset: [
        lockOnly,
        vfio_pci_set_power_state(vdev, D0),
        check(S_D0RESET, eq(current_state.at(vdev), D0)),
        pci_try_reset_function(vdev),
        up_write(memory_lock.at(vdev)),
      ],
    },
    ref: 'derived; seen on 7.2.13 with this change',
    expect: { mmap: violates('S-ACCESS', inReset) },
  }),
  variant('no-zap-flr', {
    summary: 'an FLR through config space does not zap',
    replace: {
      vfio_exp_config_write: [
        lockOnly,
        pci_try_reset_function(vdev),
        up_write(memory_lock.at(vdev)),
      ],
    },
    ref: 'derived',
    expect: { mmap: violates('S-ACCESS', inReset) },
  }),
  variant('no-zap-d3', {
    summary: 'D3 entry does not zap',
    replace: {
      vfio_lock_and_set_power_state: [
        lockOnly,
        vfio_pci_set_power_state(vdev, state),
        up_write(memory_lock.at(vdev)),
      ],
    },
    ref: 'derived; seen on 7.2.13 with this change',
    expect: { mmap: violates('S-ACCESS') },
  }),
  variant('no-zap-cmd', {
    summary: 'memory off does not zap',
    replace: { vfio_basic_config_write: [lockOnly, ...writeCommand(vdev, new_mem)] },
    ref: 'derived; seen on 7.2.13 with this change',
    expect: { mmap: violates('S-ACCESS') },
  }),
  variant('no-zap-entry', {
    summary: 'low-power entry does not zap',
    replace: { vfio_pci_runtime_pm_entry: [lockOnly, ...engageLowPower(vdev)] },
    ref: 'derived',
    expect: {
      'low-power': violates('S-SUSPEND', also('S-ACCESS', 'of which S-SUSPEND is a special case')),
    },
  }),
];
