/**
 * The second device of a set, as far as a reset of both needs it: its lock and its power state.
 *
 * Mirrors struct vfio_pci_core_device. In the configurations in which the peer has exported the buffer nobody but the hot reset acts on
 * either device, so both have the power state, memory bit and reset of `vdev`.
 */
import {
  assign,
  c,
  down_write,
  fn,
  gt,
  int,
  oneOf,
  param,
  process,
  repeat,
  rest,
  rwsem,
  step,
  up_write,
  variable,
} from '../../../checker/lang/index.ts';
import { D0, D3, POWER } from './device.ts';
import { peer_writes } from './lifecycle-bounds.ts';

export const peer_memory_lock = rwsem('peer_memory_lock');
export const peer_state = variable('peer_state', POWER, D0);

const state = param('state', POWER);

/** A write to PM_CTRL of the peer, which has neither mappings nor buffers. */
const peer_set_power_state = fn(
  'vfio_lock_and_set_peer_power_state',
  {
    params: [state],
    title: 'write PCI_PM_CTRL of the peer',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_lock_and_set_power_state()',
  },
  [
    down_write(peer_memory_lock),
    step(c`pci_set_power_state(peer, ${state})`, assign(peer_state, state)),
    up_write(peer_memory_lock),
  ],
);

/** Somebody who owns the peer too. */
export const peerAdmin = process('peer_admin', { given: gt(peer_writes, int(0)) }, [
  repeat(peer_writes, [rest(oneOf([peer_set_power_state(D0)], [peer_set_power_state(D3)]))]),
]);
