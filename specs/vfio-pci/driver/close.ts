/**
 * The last close of the device fd: every DMABUF forgets its device, and the device is reset and left.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c and vfio_pci_dmabuf.c as of 7.1, which the series keeps. No mapping of a BAR made
 * through the device fd is there any more, for it would hold the fd; an exported DMABUF does not. The exporter keeps the
 * fd of that DMABUF, so its release is not a question here. Bus mastering, interrupts and BAR resources are left out.
 *
 * Left out, too, is the config that was saved at the open and is restored behind the reset: whether a closed device decodes memory is
 * not said here.
 *
 * Merged steps: an entry leaves the list and loses its `vdev`; the list is only touched with `memory_lock` held.
 */
import {
  add,
  and,
  assign,
  type Body,
  check,
  clause,
  down_write,
  type Expr,
  eq,
  FALSE,
  fn,
  given,
  int,
  lockdep_assert_held,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  type Property,
  property,
  quiescent,
  step,
  sub,
  TRUE,
  up_write,
  when,
} from '../../../checker/lang/index.ts';
import { assertFile, dmabufs, EXPORT, f_count, occurs } from './buffer.ts';
import {
  __vfio_pci_memory_enabled,
  current_state,
  D0,
  in_reset,
  memory_lock,
  phys_mem,
  vfio_pci_set_power_state,
} from './device.ts';
import { vfio_pci_dma_buf_move } from './dmabuf.ts';
import { assertNotFreed, priv_vdev, putRegistration, vconfig } from './registration.ts';
import { vfio_pci_unrevoke_bars } from './revoke.ts';

/** `dev_set->lock`: open, close and hot reset. */
export const dev_set_lock = mutex('dev_set_lock');

/** The exported DMABUF leaves the list and forgets its device. */
export const forgetDevice: Body = [
  assertFile(EXPORT),
  step('get_file_active(EXPORT) = 1', assign(f_count.at(EXPORT), add(f_count.at(EXPORT), int(1)))),
  step(
    'list_del_init(&priv->dmabufs_elm); priv->vdev = NULL',
    assign(dmabufs.at(EXPORT), FALSE),
    assign(priv_vdev.at(EXPORT), FALSE),
  ),
  ...putRegistration,
  step('fput(EXPORT)', assign(f_count.at(EXPORT), sub(f_count.at(EXPORT), int(1)))),
];

export const vfio_pci_dma_buf_cleanup = fn(
  'vfio_pci_dma_buf_cleanup',
  { mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_cleanup()' },
  [
    down_write(memory_lock),
    vfio_pci_dma_buf_move(TRUE),
    given(occurs(EXPORT), forgetDevice),
    up_write(memory_lock),
  ],
);

/** Ends a runtime low power that was entered (never here), and un-revokes; the list is empty by then. */
export const vfio_pci_runtime_pm_exit = fn(
  'vfio_pci_runtime_pm_exit',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_runtime_pm_exit()' },
  [
    down_write(memory_lock),
    when(__vfio_pci_memory_enabled, [vfio_pci_unrevoke_bars()]),
    up_write(memory_lock),
  ],
);

export const S_CLOSE = property(
  'S-CLOSE',
  'The last close resets a device that is in D0, and leaves it so: out of reset and without a config shadow.',
);

/** S-CLOSE of a spec that has a last close: in what state a device is that nobody has open any more. */
export const closedDevice = (isClosed: Expr<boolean>): Property => {
  const left = and(isClosed, quiescent());
  return property(S_CLOSE.id, S_CLOSE.sentence, [
    clause('in D0', { given: left, then: and(eq(current_state, D0), not(in_reset)) }),
    clause('no config shadow', { given: left, then: not(vconfig) }),
  ]);
};

/** What a closed device is left with. Its reset may need D0, and what it lost on the way to D0 only the driver restores. */
export const leaveDevice: Body = [
  vfio_pci_set_power_state(D0),
  step('vfio_config_free()', assign(vconfig, FALSE)),
  step('pci_write_config_word(PCI_COMMAND, INTX_DISABLE)', assign(phys_mem, FALSE)),
  check(S_CLOSE, eq(current_state, D0)),
  step('reset begins', assign(current_state, D0), assign(in_reset, TRUE)),
  step('reset ends', assign(in_reset, FALSE)),
];

/** Power state and reset without `memory_lock`: nobody is left who could have a mapping. */
export const vfio_pci_core_disable = fn(
  'vfio_pci_core_disable',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_disable()' },
  [lockdep_assert_held(dev_set_lock), vfio_pci_runtime_pm_exit(), ...leaveDevice],
);

export const vfio_pci_core_close_device = fn(
  'vfio_pci_core_close_device',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_close_device()' },
  [vfio_pci_dma_buf_cleanup(), vfio_pci_core_disable()],
);

export const vfio_device_fops_release = fn(
  'vfio_device_fops_release',
  { title: 'last close', mirrors: 'drivers/vfio/vfio_main.c: vfio_device_fops_release()' },
  [
    mutex_lock(dev_set_lock),
    vfio_pci_core_close_device(),
    assertNotFreed,
    mutex_unlock(dev_set_lock),
    ...putRegistration,
  ],
);
