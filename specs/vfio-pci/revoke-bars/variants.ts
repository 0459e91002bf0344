/**
 * Variants of `vfio-pci/revoke-bars`: the orders argued about on the list, broken twins, and the assumptions dropped one by one.
 *
 * The thread is "[PATCH 6/9] vfio/pci: Clean up BAR zap and revocation": the review of v1 on 5 May 2026 (revoke before or after D0?),
 * and the conclusion on 23 June 2026 (asleep, there is nothing left to zap or to revoke).
 */
import {
  allHold,
  also,
  type Body,
  check,
  down_write,
  eq,
  expectedRace,
  lockdep_assert_held_write,
  TRUE,
  up_write,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { S_D0RESET } from '../driver/admin.ts';
import { revoked } from '../driver/buffer.ts';
import {
  __vfio_pci_memory_enabled,
  current_state,
  D0,
  memory_lock,
  pci_try_reset_function,
  vfio_pci_set_power_state,
} from '../driver/device.ts';
import { vfio_pci_dma_buf_move } from '../driver/dmabuf.ts';
import {
  vfio_pci_unrevoke_bars,
  vfio_pci_zap_bars,
  vfio_pci_zap_revoke_bars,
} from '../driver/revoke.ts';
import { assumptions, withD1 } from './assumption-variants.ts';
import { faultVariants } from './fault-variants.ts';
import { flagVariants } from './flag-variants.ts';
import { hotResetVariants } from './hot-reset.ts';
import { permanentVariants } from './permanent-variants.ts';

/** The order of 6.19 to 7.1; everything around it is that of v4. */
const originalOrder: Body = [
  down_write(memory_lock),
  vfio_pci_zap_bars(),
  vfio_pci_set_power_state(D0),
  vfio_pci_dma_buf_move(TRUE),
  check(S_D0RESET, eq(current_state, D0)),
  pci_try_reset_function(),
  when(__vfio_pci_memory_enabled, [vfio_pci_unrevoke_bars()]),
  up_write(memory_lock),
];

const v1Order: Body = [
  down_write(memory_lock),
  vfio_pci_zap_revoke_bars(),
  vfio_pci_set_power_state(D0),
  check(S_D0RESET, eq(current_state, D0)),
  pci_try_reset_function(),
  when(__vfio_pci_memory_enabled, [vfio_pci_unrevoke_bars()]),
  up_write(memory_lock),
];

const reset = (body: Body) => ({ vfio_pci_ioctl_reset: body });

/** Where a safe order is run. */
const allConfigurations = {
  power: allHold,
  'power-core': allHold,
  command: allHold,
  'importer-sync': allHold,
  'importer-async': allHold,
  'importer-power': allHold,
  mmap: allHold,
};

/** Where the order of the reset ioctl is not the question. */
const allClientConfigurations = {
  'client-power': allHold,
  'client-close': allHold,
  'client-mmap': allHold,
  permanent: allHold,
  'permanent-importer': allHold,
  'permanent-stranger': allHold,
  'custom-mmap': allHold,
  'custom-low-power': allHold,
  'hot-reset': allHold,
};

export const v4 = variant('v4', {
  summary: 'the final order: lock, D0, revoke, reset, un-revoke, unlock',
  ref: 'v4 6/9',
  expect: {
    ...allConfigurations,
    ...allClientConfigurations,
    medium: allHold,
    'medium-client': allHold,
    'medium-hot-reset': allHold,
    large: allHold,
  },
});

const orders = [
  variant('original-order', {
    summary: 'lock, zap, D0, revoke, reset: the order of 6.19 to 7.1, on the buffers of v4',
    replace: reset(originalOrder),
    ref: 'vfio_pci_ioctl_reset() as of 6.19, its order only',
    expect: allConfigurations,
  }),
  variant('v1-order', {
    summary: 'the revoke moves in front of the D0 transition',
    replace: reset(v1Order),
    ref: 'v1 6/9 (April 2026), reviewed on the list on 5 May and 23 June 2026',
    expect: allConfigurations,
  }),
  variant('d0-before-lock', {
    summary: 'D0 before the lock: a power write may run between the two',
    replace: reset([
      vfio_pci_set_power_state(D0),
      down_write(memory_lock),
      vfio_pci_zap_revoke_bars(),
      check(S_D0RESET, eq(current_state, D0)),
      pci_try_reset_function(),
      when(__vfio_pci_memory_enabled, [vfio_pci_unrevoke_bars()]),
      up_write(memory_lock),
    ]),
    ref: 'review of v1 6/9: "the lock needs to come before the power state change"',
    races: [expectedRace(current_state, 'the transition is not under memory_lock')],
    expect: { power: violates('S-D0RESET') },
  }),
];

const customPteSurvives = violates(
  'S-ACCESS',
  also('S-REVRESET', 'the PTE of the CUSTOM mapping is still there when the reset begins'),
  also('I-NOMAP', 'the PTE of the CUSTOM mapping is still there after D3 entry'),
);

const customMappings = [
  variant('missing-zap-custom', {
    summary: 'the revoke forgets the mappings that are not backed by a DMABUF',
    replace: {
      vfio_pci_zap_revoke_bars: [
        lockdep_assert_held_write(memory_lock),
        vfio_pci_dma_buf_move(TRUE),
      ],
    },
    ref: 'v1 6/9, the FIXME for nvgrace-gpu',
    expect: { power: customPteSurvives },
  }),
  variant('wrong-opt-out', {
    summary: 'nvgrace clears zap_bars_on_revoke, as hisi rightly does',
    set: { 'nvgrace-opts-out': true },
    ref: 'derived from v3 6/9',
    expect: { power: customPteSurvives },
  }),
  variant('always-zap', {
    summary: 'no flag: the device file is zapped by every revoke',
    replace: {
      vfio_pci_zap_revoke_bars: [
        lockdep_assert_held_write(memory_lock),
        vfio_pci_dma_buf_move(TRUE),
        vfio_pci_zap_bars(),
      ],
    },
    ref: 'review of v2 6/9',
    expect: { 'power-core': allHold },
  }),
];

const unrevokes = [
  variant('unrevoke-early', {
    summary: 'un-revoke before the reset',
    replace: reset([
      down_write(memory_lock),
      vfio_pci_set_power_state(D0),
      vfio_pci_zap_revoke_bars(),
      when(__vfio_pci_memory_enabled, [vfio_pci_unrevoke_bars()]),
      check(S_D0RESET, eq(current_state, D0)),
      pci_try_reset_function(),
      up_write(memory_lock),
    ]),
    ref: 'derived',
    expect: {
      power: violates('S-REVRESET'),
      'importer-sync': violates(
        'S-REVRESET',
        also('S-ACCESS', 'the importer maps again between the un-revoke and the reset'),
      ),
    },
  }),
  variant('unrevoke-unlocked', {
    summary: 'un-revoke after the lock is dropped',
    replace: reset([
      down_write(memory_lock),
      vfio_pci_set_power_state(D0),
      vfio_pci_zap_revoke_bars(),
      check(S_D0RESET, eq(current_state, D0)),
      pci_try_reset_function(),
      up_write(memory_lock),
      when(__vfio_pci_memory_enabled, [vfio_pci_unrevoke_bars()]),
    ]),
    ref: 'derived',
    races: [
      expectedRace(current_state, 'whether memory is enabled is asked after the unlock'),
      expectedRace(revoked, 'the un-revoke is not under memory_lock'),
    ],
    expect: {
      power: violates(
        'S-ASSERT',
        also(
          'I-NOMAP',
          'a D3 write runs after the unlock, then the late un-revoke finds it asleep',
        ),
      ),
    },
  }),
  variant('unrevoke-unconditional', {
    summary: 'un-revoke although memory is off',
    replace: reset([
      down_write(memory_lock),
      vfio_pci_set_power_state(D0),
      vfio_pci_zap_revoke_bars(),
      check(S_D0RESET, eq(current_state, D0)),
      pci_try_reset_function(),
      vfio_pci_unrevoke_bars(),
      up_write(memory_lock),
    ]),
    ref: 'derived',
    expect: { 'importer-sync': violates('S-ACCESS') },
  }),
];

export const variants = [
  ...orders,
  ...customMappings,
  ...unrevokes,
  ...withD1,
  ...assumptions,
  ...faultVariants,
  ...permanentVariants,
  ...flagVariants,
  ...hotResetVariants,
];
