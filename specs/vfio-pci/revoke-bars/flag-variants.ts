/**
 * Variants of `vfio-pci/revoke-bars` around the flag that asks the revoke to zap CUSTOM mappings, as v1 and v2 had it.
 *
 * `bar_needs_zap` was set by the mmap callback of nvgrace-gpu, without a lock. That the unlocked write is a data race is a question for a
 * race analysis; whether it is harmful is asked here. v3 and v4 decide at registration.
 */
import {
  allHold,
  also,
  expectedRace,
  lockdep_assert_held_write,
  TRUE,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { memory_lock } from '../driver/device.ts';
import { vfio_pci_dma_buf_move } from '../driver/dmabuf.ts';
import { bar_needs_zap, mmapCustom, setNeedsZap, setNeedsZapInWord } from '../driver/nvgrace.ts';
import { current_state, pm_runtime_engaged } from '../driver/power-state.ts';
import { vfio_pci_zap_bars } from '../driver/revoke.ts';

const zapIfAsked = {
  vfio_pci_zap_revoke_bars: [
    lockdep_assert_held_write(memory_lock),
    vfio_pci_dma_buf_move(TRUE),
    when(bar_needs_zap, [vfio_pci_zap_bars()]),
  ],
};

export const flagVariants = [
  variant('flag-in-mmap', {
    summary: 'the mmap callback of nvgrace sets the flag, without a lock',
    replace: { ...zapIfAsked, nvgrace_gpu_mmap: mmapCustom(setNeedsZap) },
    ref: 'v1 and v2 6/9',
    races: [expectedRace(bar_needs_zap, 'set without the lock under which it is read')],
    expect: { 'custom-mmap': allHold, 'custom-low-power': allHold },
  }),
  variant('flag-in-mmap-rmw', {
    from: 'flag-in-mmap',
    summary:
      'what-if: the flag shares a word with pm_runtime_engaged, and the word is written back',
    replace: { nvgrace_gpu_mmap: mmapCustom(setNeedsZapInWord) },
    ref: 'derived from v2 6/9; the kernels looked at have no such layout',
    races: [
      expectedRace(bar_needs_zap, 'set without the lock under which it is read'),
      expectedRace(pm_runtime_engaged, 'a neighbour in the word that is written back'),
      expectedRace(current_state, 'the lost update lets a fault in during a suspend'),
    ],
    expect: {
      'custom-mmap': allHold,
      'custom-low-power': violates(
        'S-FAULT',
        'S-ACCESS',
        also('S-SUSPEND', 'the PTE is still there when the device is suspended'),
        also('I-NOMAP', 'the same PTE in D3'),
        also('S-ENTRY', 'the old word is written back before the entry lets memory_lock go'),
        also('S-AVAIL', 'low power is not engaged any more, and nobody has un-revoked'),
      ),
    },
  }),
];
