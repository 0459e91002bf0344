/**
 * Reading a BAR through the device fd, into a buffer that lies in a mapped BAR.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_rdwr.c of 6.1: `memory_lock` is dropped before the value is copied to the user, for the copy may
 * fault.
 */
import {
  check,
  down_read,
  fn,
  not,
  note,
  param,
  returnFromFunction,
  step,
  up_read,
  when,
} from '../../../checker/lang/index.ts';
import { VMA } from '../driver/address-space.ts';
import { __vfio_pci_memory_enabled, hw_safe, memory_lock, VDEV } from '../driver/vdev.ts';
import { user_access } from './fault.ts';

export const vdev = param('vdev', VDEV);
export const buf = param('buf', VMA);

export const do_io_rw = fn(
  'do_io_rw',
  {
    params: [vdev, buf],
    title: 'read() of a BAR',
    mirrors: 'drivers/vfio/pci/vfio_pci_rdwr.c: do_io_rw()',
  },
  [
    down_read(memory_lock.at(vdev)),
    when(not(__vfio_pci_memory_enabled(vdev)), [
      note('EIO', up_read(memory_lock.at(vdev))),
      returnFromFunction(),
    ]),
    check({ id: 'S-ACCESS' }, hw_safe(vdev)),
    step('val = ioread32(io)'),
    up_read(memory_lock.at(vdev)),
    user_access(buf),
  ],
);
