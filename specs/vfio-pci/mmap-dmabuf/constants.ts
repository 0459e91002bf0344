/** Constants that `vfio-pci/mmap-dmabuf` reads, of those that the driver vocabulary declares. */

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
  op_d3,
  op_flr,
  op_reset,
  touches,
} from '../driver/bounds.ts';
import { client_maps, client_touches, last_close } from '../driver/client-bounds.ts';
import { mmap_pins_device } from '../driver/device-file.ts';
import { closes, exporter_device, fd_closes, fd_fails } from '../driver/lifecycle-bounds.ts';
import { custom_maps } from '../driver/nvgrace-bounds.ts';
import { peer_touches } from '../driver/peer-bounds.ts';
import { dmabuf_export, resume_unrevokes, sharedPowerConstants } from '../driver/power-bounds.ts';

export const constants = [
  touches,
  mapper,
  mmap_pins_device,
  closes,
  admins,
  admin_ops,
  op_reset,
  op_d0,
  op_d3,
  op_command,
  op_flr,
  cmd_write_fails,
  importers,
  importer_kind,
  importer_rounds,
  exporting,
  fd_closes,
  fd_fails,
  client_touches,
  client_maps,
  last_close,
  driver,
  custom_maps,
  mmap_dmabuf,
  flavour,
  exporter_device,
  fault_tests_power,
  d1,
  ...sharedPowerConstants,
  dmabuf_export,
  resume_unrevokes,
  peer_touches,
] as const;
