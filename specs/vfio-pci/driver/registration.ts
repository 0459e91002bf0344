/**
 * Who keeps the device in memory: `vfio_device.refcount`, `priv->vdev` of a DMABUF, the config shadow, and the driver's unbind.
 *
 * Mirrors drivers/vfio/vfio_main.c and drivers/vfio/group.c. One registration is the device's own, one belongs to the open fd, and one
 * to each exported DMABUF that still knows its device.
 */
import {
  add,
  and,
  array,
  assign,
  atomic,
  BOOLEAN,
  type Body,
  check,
  cond,
  type Expr,
  eq,
  FALSE,
  fn,
  gt,
  int,
  not,
  property,
  range,
  S_REF,
  step,
  sub,
  TRUE,
  variable,
  waitUntil,
} from '../../../checker/lang/index.ts';
import { exporting } from './bounds.ts';
import { BUFFER, EXPORT, occurs } from './buffer.ts';

/** `priv->vdev != NULL`: until the device is cleaned up. */
export const priv_vdev = variable('priv_vdev', array(BUFFER, BOOLEAN), TRUE);
/** `vfio_device.refcount`. */
export const refcount = atomic(
  'refcount',
  range(0, 5),
  add(int(2), cond(and(occurs(EXPORT), not(exporting)), int(1), int(0))),
);
/** `vdev->vconfig` is there: from open to the last close. */
export const vconfig = variable('vconfig', BOOLEAN, TRUE);
/** `vdev` was freed. */
export const freed = variable('freed', BOOLEAN, FALSE);

export const S_UAF = property(
  'S-UAF',
  'No step reads a device or a DMABUF that is freed, a config shadow after the last close, or through a NULL priv->vdev.',
);

/** `vdev->...` with what was read from `priv->vdev` at some time before. */
export const assertAlive = (vdev: Expr<boolean>) => check(S_UAF, and(vdev, not(freed)));

/** `device->...`, by a thread that does not have it from a DMABUF. */
export const assertNotFreed = check(S_UAF, not(freed));

/** `vdev->vconfig`, which `__vfio_pci_memory_enabled()` reads. */
export const assertConfig = check(S_UAF, vconfig);

/** The caller holds a reference through something else, so this does not fail (the source warns if it does). */
export const tryGetRegistration: Body = [
  check(S_REF, gt(refcount, int(0))),
  step(
    'vfio_device_try_get_registration()',
    assign(refcount, cond(gt(refcount, int(0)), add(refcount, int(1)), refcount)),
  ),
];

export const putRegistration: Body = [
  check(S_REF, gt(refcount, int(0))),
  step(
    'vfio_device_put_registration()',
    assign(refcount, cond(gt(refcount, int(0)), sub(refcount, int(1)), refcount)),
  ),
];

/** `vfio_unregister_group_dev()`, and what frees the device after it. */
export const vfio_unregister_group_dev = fn(
  'vfio_unregister_group_dev',
  { title: 'driver unbind', mirrors: 'drivers/vfio/vfio_main.c: vfio_unregister_group_dev()' },
  [
    ...putRegistration,
    waitUntil(eq(refcount, int(0)), 'wait_for_completion(&device->comp)'),
    step('kfree(vdev)', assign(freed, TRUE)),
  ],
);
