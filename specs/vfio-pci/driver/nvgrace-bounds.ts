/**
 * Constants of a CUSTOM mapping that is made during the run, and of a device that enters runtime low power once.
 */
import { BOOLEAN, constant, FALSE } from '../../../checker/lang/index.ts';

export const custom_maps = constant(
  'custom-maps',
  BOOLEAN,
  FALSE,
  'nvgrace makes its CUSTOM mapping during the run, not before it',
);
export const low_power_entry = constant(
  'low-power-entry',
  BOOLEAN,
  FALSE,
  'an admin enters low power once, and the device is suspended some time later; needs runtime-pm',
);

export const nvgraceConstants = [custom_maps, low_power_entry] as const;
