/**
 * What is asserted of the low-power ioctls when they let `memory_lock` go; the steps are in low-power.ts, series-low-power.ts, runtime-pm.ts.
 */
import { property } from '../../../checker/lang/index.ts';

export const S_ENTRY = property(
  'S-ENTRY',
  'Low-power entry enters low power: when it lets memory_lock go, low power is engaged and keeps faults out.',
);

export const S_EXIT = property(
  'S-EXIT',
  'Low-power exit leaves low power: when it lets memory_lock go, nothing is engaged that would keep faults out.',
);
