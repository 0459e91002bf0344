/**
 * Variants of `vfio-pci/dmabuf-revoke` in which a path to a reset or to sleep revokes or un-revokes wrongly, or in another order.
 */
import {
  allHold,
  also,
  type Body,
  check,
  down_write,
  eq,
  expectedRace,
  FALSE,
  TRUE,
  up_write,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { new_mem, S_D0RESET, writeCommand } from '../driver/admin.ts';
import { dmabufs, revoked } from '../driver/buffer.ts';
import {
  __vfio_pci_memory_enabled,
  current_state,
  D0,
  D3,
  memory_lock,
  pci_try_reset_function,
  vfio_pci_set_power_state,
} from '../driver/device.ts';
import { hotReset, unrevokeIfOpen } from '../driver/hot-reset-move.ts';
import { peer, vdev } from '../driver/lifecycle-bounds.ts';
import { vfio_pci_dma_buf_move } from '../driver/move.ts';
import { assertConfig } from '../driver/registration.ts';
import { vfio_pci_zap_bars } from '../driver/revoke.ts';
import { state, vfio_pci_zap_and_down_write_memory_lock } from '../driver/zap-then-move.ts';

const revoke = vfio_pci_dma_buf_move(vdev, TRUE);
const unrevoke = vfio_pci_dma_buf_move(vdev, FALSE);

const resetInD0: Body = [check(S_D0RESET, eq(current_state, D0)), pci_try_reset_function()];

const noMove = [
  variant('no-move-reset', {
    summary: 'the reset ioctl does not revoke',
    replace: {
      vfio_pci_ioctl_reset: [
        vfio_pci_zap_and_down_write_memory_lock(),
        vfio_pci_set_power_state(D0),
        ...resetInD0,
        when(__vfio_pci_memory_enabled, [unrevoke]),
        up_write(memory_lock),
      ],
    },
    ref: 'derived; tried on 7.2.13',
    expect: { sync: violates('S-REVRESET', 'S-ACCESS') },
  }),
  variant('no-move-hot', {
    summary: 'the hot reset does not revoke',
    replace: {
      vfio_pci_dev_set_hot_reset: hotReset([vfio_pci_zap_bars()], [], unrevokeIfOpen),
    },
    ref: 'derived',
    expect: { hot: violates('S-REVRESET', 'S-ACCESS') },
  }),
  variant('no-move-flr', {
    summary: 'an FLR does not revoke',
    replace: {
      vfio_exp_config_write: [
        vfio_pci_zap_and_down_write_memory_lock(),
        pci_try_reset_function(),
        when(__vfio_pci_memory_enabled, [unrevoke]),
        up_write(memory_lock),
      ],
    },
    ref: 'derived',
    expect: { sync: violates('S-REVRESET', 'S-ACCESS') },
  }),
  variant('no-move-cmd', {
    summary: 'memory off does not revoke',
    replace: {
      vfio_basic_config_write: [
        when(new_mem, [down_write(memory_lock)], [vfio_pci_zap_and_down_write_memory_lock()]),
        ...writeCommand,
        when(__vfio_pci_memory_enabled, [unrevoke]),
        up_write(memory_lock),
      ],
    },
    ref: 'derived',
    expect: {
      sync: violates(
        'S-ACCESS',
        also('S-D0REVOKE', 'the next operation calls the importer back with memory off'),
      ),
    },
  }),
  variant('no-move-d3', {
    summary: 'a D3 write does not revoke',
    replace: {
      vfio_lock_and_set_power_state: [
        when(eq(state, D3), [vfio_pci_zap_and_down_write_memory_lock()], [down_write(memory_lock)]),
        vfio_pci_set_power_state(state),
        when(__vfio_pci_memory_enabled, [unrevoke]),
        up_write(memory_lock),
      ],
    },
    ref: 'derived',
    expect: {
      sync: violates(
        'S-ACCESS',
        also('S-D0REVOKE', 'the next operation calls the importer back in D3'),
      ),
    },
  }),
];

const unmoves = [
  variant('no-unmove', {
    summary: 'the reset ioctl does not un-revoke',
    replace: {
      vfio_pci_ioctl_reset: [
        vfio_pci_zap_and_down_write_memory_lock(),
        vfio_pci_set_power_state(D0),
        revoke,
        ...resetInD0,
        up_write(memory_lock),
      ],
    },
    ref: 'derived',
    expect: { sync: violates('S-AVAIL') },
  }),
  variant('unmove-unconditional', {
    summary: 'the reset ioctl un-revokes although memory is off',
    replace: {
      vfio_pci_ioctl_reset: [
        vfio_pci_zap_and_down_write_memory_lock(),
        vfio_pci_set_power_state(D0),
        revoke,
        ...resetInD0,
        unrevoke,
        up_write(memory_lock),
      ],
    },
    ref: 'derived',
    expect: { sync: violates('S-ACCESS') },
  }),
  variant('unmove-before-reset', {
    summary: 'un-revoke before the reset',
    replace: {
      vfio_pci_ioctl_reset: [
        vfio_pci_zap_and_down_write_memory_lock(),
        vfio_pci_set_power_state(D0),
        revoke,
        when(__vfio_pci_memory_enabled, [unrevoke]),
        ...resetInD0,
        up_write(memory_lock),
      ],
    },
    ref: 'derived',
    expect: {
      sync: violates(
        'S-REVRESET',
        also('S-ACCESS', 'the importer maps again between un-revoke and reset'),
      ),
    },
  }),
  variant('unmove-after-unlock', {
    summary: 'un-revoke after the lock is dropped',
    replace: {
      vfio_pci_ioctl_reset: [
        vfio_pci_zap_and_down_write_memory_lock(),
        vfio_pci_set_power_state(D0),
        revoke,
        ...resetInD0,
        up_write(memory_lock),
        when(__vfio_pci_memory_enabled, [unrevoke]),
      ],
    },
    ref: 'derived; tried on 7.2.13',
    races: [
      expectedRace(current_state, 'whether memory is enabled is asked after the unlock'),
      expectedRace(revoked, 'two moves at once, one of them without the lock'),
    ],
    expect: {
      'two-admins': violates(
        'S-ASSERT',
        'S-ACCESS',
        also('S-REVRESET', 'the late un-revoke meets the reset of the other admin'),
        also(
          'S-D0REVOKE',
          'the late un-revoke calls back who mapped behind that of the other admin',
        ),
      ),
    },
  }),
  variant('hot-no-open-check', {
    summary: 'the hot reset asks for the memory bit of a device that is closed',
    replace: {
      vfio_pci_dev_set_hot_reset: hotReset(
        [vfio_pci_dma_buf_move(vdev, TRUE), vfio_pci_zap_bars()],
        [vfio_pci_dma_buf_move(peer, TRUE)],
        [assertConfig, when(__vfio_pci_memory_enabled, [unrevoke])],
      ),
    },
    ref: 'derived',
    expect: { 'hot-close': violates('S-UAF') },
  }),
];

const orders = [
  variant('revoke-before-d0', {
    summary: 'the reset ioctl revokes before D0, as the hot reset does',
    replace: {
      vfio_pci_ioctl_reset: [
        vfio_pci_zap_and_down_write_memory_lock(),
        revoke,
        vfio_pci_set_power_state(D0),
        ...resetInD0,
        when(__vfio_pci_memory_enabled, [unrevoke]),
        up_write(memory_lock),
      ],
    },
    ref: 'the order of v1 6/9, in 7.1; tried on 7.2.13',
    expect: { sync: allHold, async: allHold, iommufd: allHold, 'two-admins': allHold },
  }),
  variant('revoke-no-lock', {
    summary: 'the reset ioctl revokes before it takes the lock',
    replace: {
      vfio_pci_ioctl_reset: [
        revoke,
        vfio_pci_zap_and_down_write_memory_lock(),
        vfio_pci_set_power_state(D0),
        ...resetInD0,
        when(__vfio_pci_memory_enabled, [unrevoke]),
        up_write(memory_lock),
      ],
    },
    ref: 'derived',
    races: [
      expectedRace(dmabufs, 'the list is walked without the lock under which exports are added'),
    ],
    expect: {
      export: violates(
        'S-ASSERT',
        'S-REVRESET',
        also('S-ACCESS', 'an importer maps the buffer that was exported behind the walk'),
        also('S-IMP', 'the flag is set without the lock, the mapping is still there'),
      ),
    },
  }),
];

export const pathVariants = [...noMove, ...unmoves, ...orders];
