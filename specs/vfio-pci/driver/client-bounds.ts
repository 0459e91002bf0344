/**
 * Constants of what patches 7/9 and 8/9 of the series add: a client process that maps an exported DMABUF, the permanent revoke, and the
 * last close while the client still has its mapping.
 */
import { BOOLEAN, constant, FALSE, gt, int, or, range } from '../../../checker/lang/index.ts';

export const client_touches = constant(
  'client-touches',
  range(0, 2),
  int(0),
  'accesses of a client process, which has nothing but the fd of the exported DMABUF, to its mapping',
);
export const client_maps = constant(
  'client-maps',
  BOOLEAN,
  FALSE,
  'the client maps the exported DMABUF during the run, and unmaps it again',
);
export const exporter_ops = constant(
  'exporter-ops',
  range(0, 3),
  int(0),
  'operations of the process that exported the DMABUF, any of the op-*',
);
export const op_perm = constant(
  'op-perm',
  BOOLEAN,
  FALSE,
  'the exporter may revoke its DMABUF permanently',
);
export const strangers = constant(
  'strangers',
  range(0, 1),
  int(0),
  'admins of another device that ask it to revoke the DMABUF permanently',
);
export const last_close = constant(
  'last-close',
  BOOLEAN,
  FALSE,
  'the exporter closes the last fd of the device when it is done, and the driver is unbound',
);

export const clientConstants = [
  client_touches,
  client_maps,
  exporter_ops,
  op_perm,
  strangers,
  last_close,
] as const;

/** A client process has the exported DMABUF mapped at some time. */
export const hasClient = or(gt(client_touches, int(0)), client_maps);
