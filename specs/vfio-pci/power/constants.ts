/** Constants that `vfio-pci/power` reads, of those that the driver vocabulary declares. */

import {
  admin_ops,
  admins,
  cmd_write_fails,
  d1,
  driver,
  exporting,
  fault_tests_power,
  flavour,
  importer_kind,
  importer_rounds,
  importers,
  mapper,
  mmap_dmabuf,
  op_command,
  op_d0,
  op_d1,
  op_d3,
  op_flr,
  op_reset,
  touches,
} from '../driver/bounds.ts';
import { client_maps, client_touches } from '../driver/client-bounds.ts';
import { moveConstants } from '../driver/lifecycle-bounds.ts';
import { custom_maps } from '../driver/nvgrace-bounds.ts';
import { peer_touches } from '../driver/peer-bounds.ts';
import { powerConstants, sharedPowerConstants } from '../driver/power-bounds.ts';
import { vfs } from '../driver/sriov.ts';

export const constants = [
  driver,
  touches,
  mapper,
  importers,
  importer_kind,
  flavour,
  importer_rounds,
  exporting,
  admins,
  admin_ops,
  op_reset,
  op_d0,
  op_d1,
  op_d3,
  op_command,
  op_flr,
  d1,
  fault_tests_power,
  cmd_write_fails,
  mmap_dmabuf,
  client_touches,
  client_maps,
  custom_maps,
  ...moveConstants,
  ...sharedPowerConstants,
  ...powerConstants,
  peer_touches,
  vfs,
] as const;
