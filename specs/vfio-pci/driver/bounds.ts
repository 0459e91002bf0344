/**
 * Constants of the driver specs: which actors a configuration has, how often they act, and the assumption switches.
 */
import {
  BOOLEAN,
  constant,
  enumeration,
  eq,
  FALSE,
  int,
  ne,
  not,
  range,
  TRUE,
} from '../../../checker/lang/index.ts';
import { clientConstants } from './client-bounds.ts';
import { nvgraceConstants } from './nvgrace-bounds.ts';
import { peer_touches } from './peer-bounds.ts';
import { sharedPowerConstants } from './power-bounds.ts';

const DRIVER = enumeration('driver', ['core', 'hisi', 'nvgrace']);
export const { core, hisi, nvgrace } = DRIVER.values;
const IMPORTER_KIND = enumeration('importer-kind', ['SYNC', 'ASYNC', 'IOMMUFD', 'STUBBORN']);
export const { SYNC, ASYNC, IOMMUFD, STUBBORN } = IMPORTER_KIND.values;
const FLAVOUR = enumeration('flavour', ['A', 'B', 'C']);
export const { A, B, C } = FLAVOUR.values;

export const driver = constant(
  'driver',
  DRIVER,
  core,
  'core; hisi: overrides mmap but only wraps it; nvgrace: makes CUSTOM mappings',
);

export const touches = constant('touches', range(0, 3), int(0), 'accesses of the user to a BAR');
export const mapper = constant('mapper', BOOLEAN, FALSE, 'a thread that maps and unmaps the BAR');
export const importers = constant('importers', range(0, 2), int(0), 'importers of the buffer');
export const importer_kind = constant(
  'importer-kind',
  IMPORTER_KIND,
  SYNC,
  'SYNC unmaps inside the callback, ASYNC in a worker; IOMMUFD takes no kref; STUBBORN unmaps when it likes',
);
/** How far the wait for importers had come: 6.19, the first version of the wait, 7.1. */
export const flavour = constant(
  'flavour',
  FLAVOUR,
  C,
  'A: revoke does not wait for importers; B: it waits; C: and arms the count again at once',
);
export const importer_rounds = constant(
  'importer-rounds',
  range(0, 2),
  int(1),
  'times an importer maps and unmaps',
);
export const exporting = constant(
  'exporting',
  BOOLEAN,
  FALSE,
  'the buffer is exported during the run, not before it',
);
export const resetters = constant('resetters', range(0, 2), int(0), 'admins that issue one reset');
export const admins = constant('admins', range(0, 2), int(1), 'admins that do any of the op-*');
export const admin_ops = constant('admin-ops', range(0, 4), int(1), 'operations of each admin');

const offered = (name: string, summary: string) => constant(name, BOOLEAN, FALSE, summary);
export const op_reset = offered('op-reset', 'admins may issue the reset ioctl');
export const op_d0 = offered('op-d0', 'admins may write D0 to PM_CTRL');
export const op_d1 = offered('op-d1', 'admins may write D1 to PM_CTRL, if the device has D1');
export const op_d3 = offered('op-d3', 'admins may write D3 to PM_CTRL');
export const op_command = offered('op-command', 'admins may write the memory bit of PCI_COMMAND');
export const op_flr = offered('op-flr', 'admins may request a function level reset');

/** The device supports D1, so that writing D1 leaves D0 without zap or revoke. */
export const d1 = constant('d1', BOOLEAN, FALSE, 'the device supports D1');
/** What the conclusion on the list rests on: a device in D3 has no mappings. */
export const d3_revokes = constant('d3-revokes', BOOLEAN, TRUE, 'D3 entry zaps and revokes');
export const fault_tests_power = constant(
  'fault-tests-power',
  BOOLEAN,
  TRUE,
  'the fault handler refuses a device in D3',
);
/** The stored error branch leaves the buffers revoked; off in the base. */
export const cmd_write_fails = constant(
  'cmdWriteFails',
  BOOLEAN,
  FALSE,
  'writing PCI_COMMAND to the hardware may fail',
);
export const nvgrace_opts_out = constant(
  'nvgrace-opts-out',
  BOOLEAN,
  FALSE,
  'nvgrace clears zap_bars_on_revoke although it makes CUSTOM mappings',
);

/** Before the series, the mappings of a BAR are mappings of the device file. */
export const mmap_dmabuf = constant(
  'mmap-dmabuf',
  BOOLEAN,
  TRUE,
  'mappings of a BAR are backed by hidden DMABUFs, not by the device file',
);

/** Every constant, for the specs to list. */
export const driverConstants = [
  driver,
  touches,
  mapper,
  importers,
  importer_kind,
  flavour,
  importer_rounds,
  exporting,
  resetters,
  admins,
  admin_ops,
  op_reset,
  op_d0,
  op_d1,
  op_d3,
  op_command,
  op_flr,
  d1,
  d3_revokes,
  fault_tests_power,
  cmd_write_fails,
  nvgrace_opts_out,
  mmap_dmabuf,
  ...sharedPowerConstants,
  ...clientConstants,
  ...nvgraceConstants,
  peer_touches,
] as const;

/** CUSTOM mappings exist: their pages are not behind a DMABUF. */
export const hasCustomMappings = eq(driver, nvgrace);
export const isAsync = eq(importer_kind, ASYNC);
/** Mappings are counted, and a revoke waits for the count. */
export const countsMappings = ne(flavour, A);
export const noMapper = not(mapper);
