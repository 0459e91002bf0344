/**
 * Constants of runtime power management and of the saved configuration: what the device does, which operations an admin has, and which
 * of the stored defects are repaired.
 */
import { BOOLEAN, constant, FALSE, or, TRUE } from '../../../checker/lang/index.ts';

const yes = (name: string, summary: string) => constant(name, BOOLEAN, TRUE, summary);
const no = (name: string, summary: string) => constant(name, BOOLEAN, FALSE, summary);

export const runtime_pm = no(
  'runtime-pm',
  'the device can enter runtime low power, and a power transition takes two steps',
);
export const needs_pm_restore = no(
  'needs-pm-restore',
  'the device loses its configuration on the way from D3 to D0 (NoSoftRst-)',
);
/** Stored kernels count D1 as enabled. */
export const memory_needs_d0 = no(
  'memory-needs-d0',
  'D1 is zapped, revoked and not "memory enabled", as D3 (a proposal)',
);

export const dmabuf_export = yes('dmabuf-export', 'the kernel exports BARs as DMABUFs (from 6.19)');
/** Off in stored kernels, which un-revoke and export as if low power were not engaged. */
export const unrevoke_tests_engaged = yes(
  'unrevoke-tests-engaged',
  'buffers stay revoked while low power is engaged (a proposal)',
);
/** Off in stored kernels, which disengage on a wake-up and leave the buffers revoked. */
export const resume_unrevokes = yes(
  'resume-unrevokes',
  'a runtime resume that disengages also un-revokes (a proposal)',
);
/** On in stored kernels: the power register is read and written back before the lock is taken. */
export const pmcsr_rmw = no(
  'pmcsr-rmw',
  'a PM_CTRL write first reads the whole register and writes it back, without a lock',
);

export const op_entry = no('op-entry', 'admins may enter low power');
export const op_entry_wake = no('op-entry-wake', 'admins may enter low power with a wake eventfd');
export const op_exit = no('op-exit', 'admins may leave low power');
export const op_plain = no('op-plain', 'admins may issue an ioctl that changes nothing');

/** Somebody may enter low power: without that, the device never suspends. */
export const offersLowPower = or(op_entry, op_entry_wake);

/** What the functions read that every spec of the driver shares. */
export const sharedPowerConstants = [
  runtime_pm,
  needs_pm_restore,
  memory_needs_d0,
  unrevoke_tests_engaged,
] as const;

/** What the operations of an admin with runtime power management read. */
export const powerConstants = [
  dmabuf_export,
  resume_unrevokes,
  pmcsr_rmw,
  op_entry,
  op_entry_wake,
  op_exit,
  op_plain,
] as const;
