/**
 * Constants of what happens to an exported buffer beside its revoke: export, close, unregister, hot reset, a mapping of the BAR.
 */
import { BOOLEAN, constant, enumeration, FALSE, int, range } from '../../../checker/lang/index.ts';

const flag = (name: string, summary: string) => constant(name, BOOLEAN, FALSE, summary);

export const DEVICE = enumeration('device', ['vdev', 'peer']);
export const { vdev, peer } = DEVICE.values;

export const peers = flag('peers', 'a second device, peer, is reset together with vdev');
export const exporter_device = constant(
  'exporter',
  DEVICE,
  vdev,
  'the device that exported the buffer',
);
export const peer_writes = constant('peer-writes', range(0, 2), int(0), 'power writes of the peer');
export const hot_resets = constant(
  'hot-resets',
  range(0, 2),
  int(0),
  'threads that hot reset once',
);

export const fd_closes = flag('fd-closes', 'the user closes the fd of the buffer');
export const fd_fails = flag('fd-fails', 'installing the fd of a new buffer may fail');
export const closes = flag('closes', 'the admin closes the device when it is done: the last close');
export const unregisters = flag('unregisters', 'the driver is unbound');

export const forks = flag('forks', 'the user forks while the BAR is mapped');

/** What `vfio_pci_dma_buf_move()` of move.ts reads, for the specs to list. */
export const moveConstants = [exporter_device, fd_closes, closes] as const;
