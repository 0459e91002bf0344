/**
 * Constants of a second device with a process of its own, which is reset together with the first one.
 */
import { constant, gt, int, range } from '../../../checker/lang/index.ts';

export const peer_touches = constant(
  'peer-touches',
  range(0, 2),
  int(0),
  'accesses of a second process to its mapping of a BAR of the peer',
);

/** The peer has a mapping, and the hidden DMABUF behind it. */
export const hasPeer = gt(peer_touches, int(0));
