/**
 * Mutants of `classics/barzap` that nobody notices, and why nobody should. The model is a benchmark that other checkers have too, with one
 * property and no goal: what the driver promises besides is asked in `vfio-pci`.
 */
import { unnoticed } from '../../checker/lang/index.ts';

export const survivors = [
  unnoticed(
    'it does less, and what it still does is safe: a goal would notice, which the ports of this model do not have',
    'fault: drop bar = any',
    'reset: drop in_reset = true',
    'command: drop memory_enabled = enable',
    'set_power: drop power = target',
  ),
  unnoticed(
    'enable is true again by then, so that memory is never off: it does less, too',
    'command: memory_enabled = enable after memory_lock is released',
  ),
  unnoticed(
    'all threads rest before the lock that nobody gives back: that each gets it again is a matter of liveness',
    'command: skip unlock up_write(&memory_lock); enable = true',
    'command: skip unlock up_write(&memory_lock)',
    'set_power: skip unlock up_write(&memory_lock)',
  ),
  unnoticed(
    'a device that is reset in D3 has nothing mapped, and D0 takes nothing from a mapping, whenever it comes; that a reset must begin in D0 is S-D0RESET of vfio-pci',
    'reset: drop power = D0',
    'reset: power = D0 after memory_lock is released',
  ),
  unnoticed(
    'the lock keeps faults away from a reset, revoked or not, and Safe does not ask whether what is revoked is mapped: that is S-PTE of vfio-pci',
    'reset: drop revoked = true',
    'reset: revoked = true after memory_lock is released',
    'reset: swap revoked = true and in_reset = true',
    'reset: swap in_reset = false and if (memory_enabled)',
  ),
  unnoticed(
    'a fault that finds it revoked maps nothing, and one that does not asks for memory_enabled and power itself, under the lock',
    'reset: if (memory_enabled) always',
    "reset: negate 'memory_enabled' in if (memory_enabled)",
    'reset: if (memory_enabled) after memory_lock is released',
    'command: drop if (!enable) revoked = true',
    'command: if (!enable) revoked = true after memory_lock is released',
    'command: if (enable && power == D0) revoked = false after memory_lock is released',
    'command: swap memory_enabled = enable and if (enable && power == D0) revoked = false',
    'set_power: drop if (target == D3) revoked = true',
    'set_power: if (target == D3) revoked = true after memory_lock is released',
    'set_power: if (target == D0 && memory_enabled) revoked = false after memory_lock is released',
    'set_power: swap power = target and if (target == D0 && memory_enabled) revoked = false',
  ),
  unnoticed(
    'zap, revoke and the change itself are one to a fault, which waits for the lock',
    'command: swap if (!enable) and if (!enable) revoked = true',
    'command: swap if (!enable) revoked = true and memory_enabled = enable',
    'set_power: swap if (target == D3) and if (target == D3) revoked = true',
    'set_power: swap if (target == D3) revoked = true and power = target',
  ),
];
