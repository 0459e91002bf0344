/**
 * HB-34: two flags share a byte and are written under different locks, so a store of one takes the other back. Mirrors the proposal of
 * 2026 that adds TPH fields beside `revoked` in struct vfio_pci_dma_buf (drivers/vfio/pci/vfio_pci_dmabuf.c); in review, not shipped.
 *
 * A write of a bit-field is a load of the byte and a store of the byte: two steps. Only the lost update is shown. That a reader sees the
 * fields before the flag (release and acquire) is a question of weak memory and beyond this checker.
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  c,
  check,
  clause,
  configuration,
  enumeration,
  eq,
  expectedRace,
  FALSE,
  fn,
  goal,
  local,
  mutex,
  mutex_lock,
  mutex_unlock,
  NONE,
  ne,
  or,
  ownsMutex,
  param,
  process,
  property,
  quiescent,
  record,
  self,
  spec,
  step,
  variable,
  variant,
  violates,
} from '../../checker/lang/index.ts';
import { allReleased } from './lock-balance.ts';

const memory_lock = mutex('memory_lock');
const resv = mutex('resv');
const revoked = variable('revoked', BOOLEAN, FALSE);
const tph = variable('tph', BOOLEAN, FALSE);

const UnderLock = property(
  'UnderLock',
  'Each flag has a lock of its own and changes only under it.',
);

const FLAG = enumeration('flag', ['REVOKED', 'TPH']);
const { REVOKED, TPH } = FLAG.values;
const flag = param('flag', FLAG);
const byte = local('byte', record({ revoked: BOOLEAN, tph: BOOLEAN }), {
  revoked: FALSE,
  tph: FALSE,
});

const set_flag = fn('set_flag', { params: [flag], locals: [byte] }, [
  step('byte = load', assign(byte.revoked, revoked), assign(byte.tph, tph)),
  step(
    c`store(byte | ${flag})`,
    assign(revoked, or(byte.revoked, eq(flag, REVOKED))),
    assign(tph, or(byte.tph, eq(flag, TPH))),
  ),
]);
const setOnlyOwnFlag: Body = [
  step(
    c`store(${flag})`,
    assign(revoked, or(revoked, eq(flag, REVOKED))),
    assign(tph, or(tph, eq(flag, TPH))),
  ),
];

const vfio_pci_dma_buf_move = fn(
  'vfio_pci_dma_buf_move',
  {
    title: 'revoke',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_move()',
  },
  [
    mutex_lock(resv),
    check(UnderLock, ownsMutex(self, resv)),
    set_flag(REVOKED),
    mutex_unlock(resv),
  ],
);
const set_tph = fn(
  'vfio_pci_core_feature_dma_buf_tph',
  {
    title: 'ioctl that sets TPH',
    mirrors: 'proposal of 2026 for drivers/vfio/pci/vfio_pci_dmabuf.c',
  },
  [
    mutex_lock(memory_lock),
    check(UnderLock, ownsMutex(self, memory_lock)),
    set_flag(TPH),
    mutex_unlock(memory_lock),
  ],
);

export default spec('history/hb-34', {
  summary: 'two bit-fields of one byte under two locks: an update is lost',
  mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c, proposal of 2026, in review',
  processes: [process('revoke', [vfio_pci_dma_buf_move()]), process('user', [set_tph()])],
  races: [],
  properties: [
    property('NoLostUpdate', 'A flag that was set stays set.', [
      clause('both', { given: quiescent(), then: and(revoked, tph) }),
    ]),
    UnderLock,
    allReleased({ mutexes: [resv, memory_lock] }),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 buffer, 1 revoke, 1 ioctl',
      goals: [
        goal('both write at the same time', and(ne(resv.owner, NONE), ne(memory_lock.owner, NONE))),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'both are bits of one byte, each under its own lock',
    ref: 'the field as it was before the proposal',
    expect: { small: violates('NoLostUpdate') },
    races: [
      expectedRace(
        revoked,
        'a write of either bit loads and stores the byte of both, each under another lock',
      ),
      expectedRace(
        tph,
        'a write of either bit loads and stores the byte of both, each under another lock',
      ),
    ],
  }),
  variants: [
    variant('post', {
      summary: 'each has a byte of its own',
      replace: { set_flag: setOnlyOwnFlag },
      ref: 'proposal of 2026',
      expect: { small: allHold },
    }),
  ],
});
