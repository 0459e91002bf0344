/**
 * Who acts in `vfio-pci/dmabuf-revoke` beside the importers, the exporter and the worker: admins, the last close, the unbind.
 */
import { given, process, rest } from '../../../checker/lang/index.ts';
import { admins } from '../driver/bounds.ts';
import { requests } from '../driver/file-operations.ts';
import { vfio_device_fops_release } from '../driver/last-close.ts';
import { closes, unregisters } from '../driver/lifecycle-bounds.ts';
import { operations } from '../driver/operations.ts';
import { runtime_pm } from '../driver/power-bounds.ts';
import { vfio_unregister_group_dev } from '../driver/registration.ts';

/** A bounded number of operations; then the last close, if there is one. */
export const admin = process('admin', { count: admins }, [
  given(runtime_pm, requests, operations),
  given(closes, [vfio_device_fops_release()]),
]);

/** Unbinds the driver: waits until nobody has a registration. */
export const unbinder = process('unbinder', { given: unregisters }, [
  rest(vfio_unregister_group_dev()),
]);
