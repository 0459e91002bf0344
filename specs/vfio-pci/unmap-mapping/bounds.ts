/**
 * Constants that only this era needs, and the list of all that its configurations may set.
 */
import { BOOLEAN, constant, FALSE } from '../../../checker/lang/index.ts';
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

/** What S-AVAIL asks about: pages that no fault would bring back. */
export const no_fault_handler = constant(
  'no-fault-handler',
  BOOLEAN,
  FALSE,
  'mappings are populated by mmap() and have no fault handler',
);
export const hw_tolerant = constant(
  'hwTolerant',
  BOOLEAN,
  FALSE,
  'the hardware answers accesses whatever the state of the device',
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
  no_fault_handler,
  hw_tolerant,
] as const;
