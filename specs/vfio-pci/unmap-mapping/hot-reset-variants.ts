/**
 * Variants of the hot reset of `vfio-pci/unmap-mapping`: how it lets go of the devices before the one that was busy.
 */

import {
  allHold,
  also,
  assign,
  type Body,
  down_write,
  down_write_trylock,
  goto,
  label,
  mutex_lock,
  step,
  variant,
  violates,
} from '../../../checker/lang/index.ts';
import { getDevices, testOwned, testResettable, wakeAndReset } from '../driver/hot-reset.ts';
import {
  dev_set_lock,
  forEachVdev,
  forEachVdevReverse,
  memory_lock,
  type Vdev,
} from '../driver/vdev.ts';
import { breakAt, lastEntry, leave, previous, undo_from, unlock } from './hot-reset.ts';
import { vfio_pci_zap_bars } from './zap.ts';

const enter: Body = [mutex_lock(dev_set_lock), ...testResettable, ...getDevices];

const lockEach = (busy: (vdev: Vdev) => Body): Body => [
  forEachVdev((vdev) => [
    ...testOwned(vdev, assign(undo_from, previous(vdev))),
    down_write_trylock(memory_lock.at(vdev), [], busy(vdev)),
    vfio_pci_zap_bars(vdev),
  ]),
];

const reset: Body = [...wakeAndReset, ...lastEntry];

const unwind: Body = [label('err_undo'), forEachVdevReverse(unlock), ...leave];

export const hotResetVariants = [
  variant('hot-no-unwind', {
    summary: '-EBUSY leaves the devices before it locked',
    replace: {
      vfio_pci_dev_set_hot_reset: [
        ...enter,
        ...lockEach(() => [step('ret = -EBUSY'), goto('err_put')]),
        ...reset,
        label('err_undo'),
        forEachVdevReverse(unlock),
        label('err_put'),
        ...leave,
      ],
    },
    ref: 'derived',
    expect: {
      hot: violates(
        'S-LOCKBAL',
        also('deadlock', 'who wants the lock that was left, waits for ever'),
      ),
    },
  }),
  variant('hot-unwind-from-failing', {
    summary: 'the undo begins with the device that was busy',
    replace: {
      vfio_pci_dev_set_hot_reset: [
        ...enter,
        ...lockEach((vdev) => [step('ret = -EBUSY', assign(undo_from, vdev)), goto('err_undo')]),
        ...reset,
        ...unwind,
      ],
    },
    ref: 'derived',
    expect: { hot: violates('S-LOCKBAL') },
  }),
  variant('hot-unwind-forward', {
    summary: 'the undo goes from the first device to the last',
    replace: {
      vfio_pci_dev_set_hot_reset: [
        ...enter,
        ...lockEach(breakAt),
        ...reset,
        label('err_undo'),
        forEachVdev(unlock),
        ...leave,
      ],
    },
    ref: 'derived',
    expect: { hot: allHold },
  }),
  variant('hot-blocking', {
    summary:
      'memory_lock of each device is waited for: the comment of the driver calls that prone to deadlock',
    replace: {
      vfio_pci_dev_set_hot_reset: [
        ...enter,
        forEachVdev((vdev) => [
          ...testOwned(vdev, assign(undo_from, previous(vdev))),
          down_write(memory_lock.at(vdev)),
          vfio_pci_zap_bars(vdev),
        ]),
        ...reset,
        ...unwind,
      ],
    },
    ref: 'derived from the comment in vfio_pci_dev_set_hot_reset() of 6.12',
    expect: { hot: allHold },
  }),
];
