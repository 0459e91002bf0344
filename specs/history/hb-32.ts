/**
 * HB-32: the states of a buffer that can be revoked for a while or for good. Mirrors vfio_pci_dma_buf_move(), the permanent revoke and
 * vfio_pci_core_feature_dma_buf() in drivers/vfio/pci/vfio_pci_dmabuf.c, as proposed in v2 to v4 of "Permanently revoke a DMABUF on
 * request" (2026).
 *
 * Buffer 0 exists, buffer 1 is exported by the model. An importer maps when it is allowed to and unmaps in the invalidate callback. The
 * reference of the registration is dropped by a revoke and set up again by the way back, so a second drain underflows (HB-18).
 */
import {
  allHold,
  and,
  array,
  assign,
  BOOLEAN,
  type Body,
  c,
  check,
  clause,
  clauseFor,
  completing,
  completions,
  cond,
  configuration,
  down_write,
  type Expr,
  element,
  enumeration,
  eq,
  FALSE,
  fn,
  forEach,
  ghost,
  goal,
  holds,
  indexDomain,
  int,
  isLast,
  isWriteLocked,
  kref_get,
  kref_put,
  krefs,
  local,
  lockdep_assert_held_write,
  mutex_lock,
  mutex_unlock,
  mutexes,
  NONE,
  ne,
  not,
  or,
  param,
  process,
  property,
  rwsem,
  type Statement,
  self,
  spec,
  step,
  sub,
  TRUE,
  unnoticed,
  up_write,
  variable,
  variant,
  violates,
  wait_for_completion,
  when,
} from '../../checker/lang/index.ts';

const BUFFER = indexDomain('buffer', 2);
const FIRST = element(BUFFER, 0);
const SECOND = element(BUFFER, 1);
const STATUS = enumeration('status', ['OK', 'TEMP', 'PERM']);
const { OK, TEMP, PERM } = STATUS.values;

const memory_lock = rwsem('memory_lock');
const resv = mutexes('resv', BUFFER);
const memory_enabled = variable('memory_enabled', BOOLEAN, TRUE);
const listed = variable('listed', array(BUFFER, BOOLEAN), (each) => eq(each, FIRST));
const status = variable('status', array(BUFFER, STATUS), OK);
const ref = krefs('kref', BUFFER, 2);
const comp = completions('comp', BUFFER);
const mapped = variable('mapped', array(BUFFER, BOOLEAN), FALSE);
const for_good = ghost('for_good', BOOLEAN, FALSE);

const b = param('b', BUFFER);
const to = param('to', STATUS);
const drains = local('drains', BOOLEAN, FALSE);

const ListUnderLock = property(
  'ListUnderLock',
  'A buffer joins the list of its device only with memory_lock held for write.',
);

const setStatus = (drainIf: Expr<boolean>) =>
  step(c`priv[${b}]->status = ${to}`, assign(drains, drainIf), assign(status.at(b), to));
const revokeUnless = (done: Expr<boolean>, setTo: Statement): Body => [
  lockdep_assert_held_write(memory_lock),
  when(
    and(listed.at(b), not(done)),
    [
      mutex_lock(resv.at(b)),
      setTo,
      step(
        c`dma_buf_invalidate_mappings(${b})`,
        assign(mapped.at(b), FALSE),
        assign(ref.at(b).refs, cond(mapped.at(b), sub(ref.at(b).refs, int(1)), ref.at(b).refs)),
      ),
      mutex_unlock(resv.at(b)),
      when(drains, [
        kref_put(ref.at(b), completing(comp.at(b), isLast(ref.at(b)))),
        wait_for_completion(comp.at(b)),
      ]),
    ],
    [],
    c`if (the status of ${b} is not yet ${to}, nor final)`,
  ),
];
const isRevokedAs = or(eq(status.at(b), to), eq(status.at(b), PERM));

const vfio_pci_dma_buf_revoke = fn(
  'vfio_pci_dma_buf_revoke',
  {
    params: [b, to],
    locals: [drains],
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_move(), revoke',
  },
  revokeUnless(isRevokedAs, setStatus(eq(status.at(b), OK))),
);

const unrevokeIf = (condition: Expr<boolean>): Body => [
  lockdep_assert_held_write(memory_lock),
  when(
    and(listed.at(b), condition),
    [
      step(c`kref_init(&priv[${b}]->kref)`, assign(ref.at(b).refs, int(1))),
      mutex_lock(resv.at(b)),
      step(c`priv[${b}]->status = OK`, assign(status.at(b), OK)),
      mutex_unlock(resv.at(b)),
    ],
    [],
    c`if (${b} is revoked for a while)`,
  ),
];
const vfio_pci_dma_buf_unrevoke = fn(
  'vfio_pci_dma_buf_unrevoke',
  {
    params: [b],
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_move(), un-revoke',
  },
  unrevokeIf(eq(status.at(b), TEMP)),
);

const revokeAll = forEach(BUFFER, (each) => [vfio_pci_dma_buf_revoke(each, TEMP)]);
const unrevokeAll = forEach(BUFFER, (each) => [vfio_pci_dma_buf_unrevoke(each)]);

const vfio_pci_ioctl_reset = fn(
  'vfio_pci_ioctl_reset',
  {
    title: 'ioctl(VFIO_DEVICE_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_ioctl_reset()',
  },
  [
    down_write(memory_lock),
    revokeAll,
    step('pci_try_reset_function()'),
    when(memory_enabled, [unrevokeAll], [], 'if (__vfio_pci_memory_enabled(vdev))'),
    up_write(memory_lock),
  ],
);

const vfio_basic_config_write = fn(
  'vfio_basic_config_write',
  {
    title: 'clear PCI_COMMAND_MEMORY',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_basic_config_write()',
  },
  [
    down_write(memory_lock),
    revokeAll,
    step('vconfig[PCI_COMMAND] = 0', assign(memory_enabled, FALSE)),
    up_write(memory_lock),
  ],
);

const permanent = fn(
  'vfio_pci_core_feature_dma_buf_revoke',
  {
    title: 'ioctl: revoke for good',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c, v4 of the series',
  },
  [
    down_write(memory_lock),
    vfio_pci_dma_buf_revoke(FIRST, PERM),
    up_write(memory_lock),
    step('return 0', assign(for_good, TRUE)),
  ],
);

const bornAs = (first: Expr<'status.OK' | 'status.TEMP' | 'status.PERM'>) =>
  step(
    'list_add_tail(&priv->dmabufs_elm, &vdev->dmabufs)',
    assign(listed.at(SECOND), TRUE),
    assign(status.at(SECOND), first),
    assign(ref.at(SECOND).refs, cond(eq(first, OK), int(1), int(0))),
  );
const exportAs = (publish: Statement): Body => [
  down_write(memory_lock),
  check(ListUnderLock, holds(self, memory_lock, 'write')),
  publish,
  up_write(memory_lock),
];
const vfio_pci_core_feature_dma_buf = fn(
  'vfio_pci_core_feature_dma_buf',
  {
    title: 'export of a second buffer',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_core_feature_dma_buf()',
  },
  exportAs(bornAs(cond(memory_enabled, OK, TEMP))),
);

const vfio_pci_dma_buf_map = fn(
  'vfio_pci_dma_buf_map',
  {
    params: [b],
    title: 'importer',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_map()',
  },
  [
    mutex_lock(resv.at(b)),
    when(eq(status.at(b), OK), [
      kref_get(ref.at(b)),
      step(c`mapped[${b}] = true`, assign(mapped.at(b), TRUE)),
    ]),
    mutex_unlock(resv.at(b)),
  ],
);

export default spec('history/hb-32', {
  summary: 'a buffer that is revoked for good stays so, and is drained once',
  mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c, v2 to v4 of the series of 2026',
  processes: [
    process('reset', [vfio_pci_ioctl_reset()]),
    process('config', [vfio_basic_config_write()]),
    process('owner', [permanent()]),
    process('exporter', [vfio_pci_core_feature_dma_buf()]),
    process('importer', [vfio_pci_dma_buf_map(FIRST)]),
  ],
  races: [],
  survivors: [
    unnoticed(
      'for_good only notes the return: noting it before the lock is released is noting it earlier',
      'vfio_pci_core_feature_dma_buf_revoke: swap up_write(&memory_lock) and return 0',
    ),
    unnoticed(
      'both are done under the reservation lock, which the other side takes before it looks',
      'vfio_pci_dma_buf_map: swap kref_get(&kref[b]) and mapped[b] = true',
      'vfio_pci_dma_buf_revoke: swap priv[b]->status = to and dma_buf_invalidate_mappings(b)',
    ),
    unnoticed(
      'the conjunct is the list itself: the C code walks it and has no such test to forget',
      "vfio_pci_dma_buf_revoke: drop conjunct 'listed[b]' in if (the status of b is not yet to, nor final)",
    ),
  ],
  properties: [
    property('ForGood', 'A buffer that was revoked for good is never usable again.', [
      clause('PERM', { given: for_good, then: eq(status.at(FIRST), PERM) }),
    ]),
    property('MappedOnlyIfOk', 'An importer has a mapping only of a buffer that is not revoked.', [
      clauseFor(BUFFER, 'OK', (each) => ({
        given: and(mapped.at(each), eq(resv.at(each).owner, NONE)),
        then: eq(status.at(each), OK),
      })),
    ]),
    property('MappedImpliesDecode', 'An importer has a mapping only while memory decode is on.', [
      clauseFor(BUFFER, 'on', (each) => ({ given: mapped.at(each), then: memory_enabled })),
    ]),
    property(
      'TempOnlyWhileOff',
      'While memory decode is on, a buffer is revoked for a while only under memory_lock.',
      [
        clauseFor(BUFFER, 'not TEMP', (each) => ({
          given: and(listed.at(each), memory_enabled, not(isWriteLocked(memory_lock))),
          then: ne(status.at(each), TEMP),
        })),
      ],
    ),
    property(
      'Drained',
      'Outside of memory_lock nobody has a reference to a revoked buffer, and its completion was waited for.',
      [
        clauseFor(BUFFER, 'no reference', (each) => ({
          given: and(listed.at(each), ne(status.at(each), OK), not(isWriteLocked(memory_lock))),
          then: and(eq(ref.at(each).refs, int(0)), eq(comp.at(each).done, int(0))),
        })),
      ],
    ),
    ListUnderLock,
    property('NoneWhileOff', 'While memory decode is off no buffer is usable, new ones included.', [
      clauseFor(BUFFER, 'not OK', (each) => ({
        given: and(listed.at(each), not(memory_enabled), not(isWriteLocked(memory_lock))),
        then: ne(status.at(each), OK),
      })),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 buffer and 1 exported, 1 importer, 1 reset, 1 memory disable, 1 permanent revoke',
      goals: [
        goal('the importer maps', mapped.at(FIRST)),
        goal('the first buffer is revoked for a while', eq(status.at(FIRST), TEMP)),
        goal(
          'a reset runs while a buffer is revoked for good',
          and(for_good, isWriteLocked(memory_lock)),
        ),
        goal(
          'the second buffer is born while memory is off',
          and(listed.at(SECOND), not(memory_enabled)),
        ),
      ],
    }),
  ],
  base: variant('v4', {
    summary: 'PERM absorbs everything, only OK is drained, new buffers ask for the memory bit',
    ref: 'v4 of the series',
    expect: { small: allHold },
  }),
  variants: [
    variant('resurrect', {
      summary: 'the way back after a reset makes every revoked buffer usable',
      replace: { vfio_pci_dma_buf_unrevoke: unrevokeIf(ne(status.at(b), OK)) },
      ref: 'derived',
      expect: { small: violates('ForGood') },
    }),
    variant('demote', {
      summary: 'a revoke for a while replaces one for good',
      replace: {
        vfio_pci_dma_buf_revoke: revokeUnless(
          eq(status.at(b), to),
          setStatus(eq(status.at(b), OK)),
        ),
      },
      ref: 'derived',
      expect: { small: violates('ForGood') },
    }),
    variant('drain-again', {
      summary: 'what was revoked for a while is drained again when it is revoked for good',
      replace: { vfio_pci_dma_buf_revoke: revokeUnless(isRevokedAs, setStatus(TRUE)) },
      ref: 'derived',
      expect: { small: violates('S-REF', 'deadlock') },
    }),
    variant('born-ok', {
      summary: 'a new buffer is usable whatever the memory bit says',
      replace: { vfio_pci_core_feature_dma_buf: exportAs(bornAs(OK)) },
      ref: 'derived',
      expect: { small: violates('NoneWhileOff') },
    }),
  ],
});
