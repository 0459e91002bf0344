/**
 * Constants of the eras before DMABUF: which actors a configuration has beside those of `bounds.ts`.
 */
import { BOOLEAN, constant, FALSE, int, range } from '../../../checker/lang/index.ts';

export const users = constant('users', range(0, 2), int(1), 'threads of the user that access BARs');
export const unmapper = constant('unmapper', BOOLEAN, FALSE, 'a thread that unmaps the first VMA');
export const hot_resets = constant(
  'hot-resets',
  range(0, 2),
  int(0),
  'hot resets of the device set',
);
export const child_touches = constant(
  'child-touches',
  range(0, 2),
  int(0),
  'accesses of the forked child to its BAR',
);
