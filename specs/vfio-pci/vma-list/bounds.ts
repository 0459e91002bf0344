/**
 * Constants that only this era needs, and the list of all that its configurations may set.
 */
import { BOOLEAN, constant, FALSE, TRUE } from '../../../checker/lang/index.ts';
import { forks, mms, pages, vmas } from '../driver/address-space.ts';
import {
  admin_ops,
  admins,
  cmd_write_fails,
  mapper,
  op_command,
  op_d0,
  op_d3,
  op_flr,
  op_reset,
  touches,
} from '../driver/bounds.ts';
import { low_power } from '../driver/runtime-pm.ts';
import { child_touches, hot_resets, unmapper, users } from '../driver/scope.ts';
import { devices } from '../driver/vdev.ts';

export const reader = constant(
  'reader',
  BOOLEAN,
  FALSE,
  'a thread that reads the BAR through the device fd into a buffer that lies in a mapped BAR',
);
export const exits = constant('exits', BOOLEAN, FALSE, 'the process of the user exits at the end');

/** Off only where the question is what happens when it is on. */
export const exit_while_pinned = constant(
  'exit-while-pinned',
  BOOLEAN,
  TRUE,
  'the process may exit while a zapper pins its address space',
);

export const async_put = constant(
  'async-put',
  BOOLEAN,
  FALSE,
  'there is a work queue that takes address spaces down',
);

export const constants = [
  devices,
  vmas,
  pages,
  mms,
  users,
  touches,
  child_touches,
  mapper,
  unmapper,
  forks,
  exits,
  exit_while_pinned,
  async_put,
  reader,
  hot_resets,
  admins,
  admin_ops,
  op_reset,
  op_d0,
  op_d3,
  op_command,
  op_flr,
  low_power,
  cmd_write_fails,
] as const;
