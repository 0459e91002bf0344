/**
 * HB-18: a buffer is drained twice, once when it is revoked and once more when the device is closed. Mirrors
 * vfio_pci_dma_buf_move() and vfio_pci_dma_buf_cleanup() in drivers/vfio/pci/vfio_pci_dmabuf.c as of v7.1-rc, after 1a8a5227f229 and
 * before and after c64a647c84f3.
 *
 * One user does both, one after the other. There are no importers, so the reference of the registration is the only one, and the
 * reservation lock is left out. `revoked` is set and the reference dropped in one step: memory_lock is held for write. The test of
 * `revoked` in the first revoke is left out: nobody has revoked before. In `close-only` and `enable-again` the buffer is not
 * revoked when the close comes.
 */
import {
  allHold,
  and,
  assign,
  atomically,
  BOOLEAN,
  type Body,
  check,
  clause,
  completing,
  completion,
  configuration,
  constant,
  down_write,
  enumeration,
  eq,
  FALSE,
  fn,
  given,
  goal,
  inside,
  int,
  isLast,
  kref,
  kref_put,
  lockdep_assert_held_write,
  ne,
  not,
  PROCESS,
  process,
  property,
  quiescent,
  rwsem,
  some,
  spec,
  step,
  TRUE,
  unnoticed,
  up_write,
  variable,
  variant,
  violates,
  wait_for_completion,
  when,
} from '../../checker/lang/index.ts';
import { allReleased } from './lock-balance.ts';

const BEFORE = enumeration('before_close', ['DISABLE', 'DISABLE_AND_ENABLE', 'NOTHING']);
const { DISABLE, DISABLE_AND_ENABLE, NOTHING } = BEFORE.values;
const before_close = constant(
  'before_close',
  BEFORE,
  DISABLE,
  'what the user does with memory first',
);

const memory_lock = rwsem('memory_lock');
const revoked = variable('revoked', BOOLEAN, FALSE);
const ref = kref('kref', 1);
const comp = completion('comp');

const FollowsMemory = property(
  'FollowsMemory',
  'Who lets memory_lock go after a change of the memory bit leaves buffers that follow it.',
);

const revoke_and_put = atomically('priv->revoked = true; kref_put(&priv->kref)', [
  step('priv->revoked = true', assign(revoked, TRUE)),
  kref_put(ref, completing(comp, isLast(ref))),
]);

const revokeAndWait: Body = [
  lockdep_assert_held_write(memory_lock),
  revoke_and_put,
  wait_for_completion(comp),
];
const vfio_pci_dma_buf_move = fn(
  'vfio_pci_dma_buf_move',
  { mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_move()' },
  revokeAndWait,
);

const vfio_basic_config_write = fn(
  'vfio_basic_config_write',
  { mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_basic_config_write()' },
  [
    down_write(memory_lock),
    vfio_pci_dma_buf_move(),
    check(FollowsMemory, revoked),
    up_write(memory_lock),
  ],
);

const set_ok = step('priv->revoked = false', assign(revoked, FALSE));
const vfio_pci_dma_buf_unrevoke = fn(
  'vfio_pci_dma_buf_unrevoke',
  { mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_move(), un-revoke' },
  [step('kref_init(&priv->kref)', assign(ref.refs, int(1))), set_ok],
);
const enable_memory = fn(
  'vfio_basic_config_write_enable',
  { mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_basic_config_write(), memory on' },
  [
    down_write(memory_lock),
    vfio_pci_dma_buf_unrevoke(),
    check(FollowsMemory, not(revoked)),
    up_write(memory_lock),
  ],
);

const vfio_pci_dma_buf_cleanup = fn(
  'vfio_pci_dma_buf_cleanup',
  { mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_cleanup()' },
  [down_write(memory_lock), ...revokeAndWait, up_write(memory_lock)],
);

const revokeAndRearm: Body = [
  lockdep_assert_held_write(memory_lock),
  revoke_and_put,
  atomically('wait_for_completion(&priv->comp); kref_init(&priv->kref)', [
    wait_for_completion(comp),
    step('kref_init(&priv->kref)', assign(ref.refs, int(1))),
  ]),
];

export default spec('history/hb-18', {
  summary: 'closing a device whose buffers are revoked drains them again',
  mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c as of v7.1-rc, before and after c64a647c84f3',
  constants: [before_close],
  processes: [
    process('user', [
      given(ne(before_close, NOTHING), [vfio_basic_config_write()]),
      given(eq(before_close, DISABLE_AND_ENABLE), [enable_memory()]),
      vfio_pci_dma_buf_cleanup(),
    ]),
  ],
  races: [],
  survivors: [
    unnoticed(
      'the one who would look in between is an importer, and there is none here',
      'vfio_pci_dma_buf_unrevoke: swap kref_init(&priv->kref) and priv->revoked = false',
    ),
  ],
  properties: [
    property(
      'Drained',
      'When the device is closed its buffers are revoked and nobody is awaited.',
      [clause('revoked', { given: quiescent(), then: and(revoked, eq(comp.done, int(0))) })],
    ),
    FollowsMemory,
    allReleased({ rwsems: [memory_lock] }),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 buffer without importers, memory disabled, then close',
      goals: [
        goal(
          'a close begins after a revoke',
          and(
            revoked,
            some(PROCESS, (p) => inside(p, vfio_pci_dma_buf_cleanup)),
          ),
        ),
      ],
    }),
    configuration('close-only', {
      bounds: '1 buffer without importers, close',
      set: { before_close: 'NOTHING' },
    }),
    configuration('enable-again', {
      bounds: '1 buffer without importers, memory disabled and enabled, then close',
      set: { before_close: 'DISABLE_AND_ENABLE' },
    }),
  ],
  base: variant('pre', {
    summary: 'the close drops the reference and waits, whatever was before',
    ref: '1a8a5227f229',
    expect: {
      small: violates('S-REF', 'deadlock'),
      'close-only': allHold,
      'enable-again': allHold,
    },
  }),
  variants: [
    variant('skip-if-revoked', {
      summary: 'the close drops the reference and waits only if nobody has revoked before',
      replace: {
        vfio_pci_dma_buf_cleanup: [
          down_write(memory_lock),
          when(not(revoked), revokeAndWait),
          up_write(memory_lock),
        ],
      },
      ref: 'another of the three fixes that were posted',
      expect: { small: allHold, 'close-only': allHold, 'enable-again': allHold },
    }),
    variant('post', {
      summary: 'the close delegates to the revoke, which does nothing twice and re-arms',
      replace: {
        vfio_pci_dma_buf_move: revokeAndRearm,
        vfio_pci_dma_buf_unrevoke: [set_ok],
        vfio_pci_dma_buf_cleanup: [
          down_write(memory_lock),
          when(not(revoked), [vfio_pci_dma_buf_move()]),
          up_write(memory_lock),
        ],
      },
      ref: 'c64a647c84f3',
      expect: { small: allHold, 'close-only': allHold, 'enable-again': allHold },
    }),
  ],
});
