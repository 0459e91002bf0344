/**
 * HB-31: review of the fault handler of BARs that are backed by a DMABUF: is the early test in mmap() needed, and READ_ONCE() of a
 * pointer that the VMA pins? Mirrors vfio_pci_mmap_huge_fault() and vfio_pci_core_mmap() in drivers/vfio/pci/vfio_pci_core.c and
 * vfio_pci_dma_buf_cleanup() in vfio_pci_dmabuf.c, as of v2 of the series (May 2026, patch 4).
 *
 * One VMA. The user may close the device fd after mmap(); the cleanup runs at the last reference to the device file, of which the VMA
 * holds one. The reservation lock is left out, since nobody imports the buffer. Sequential consistency: a plain load and a READ_ONCE() read
 * the same.
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  benignRace,
  check,
  clause,
  configuration,
  down_read,
  down_write,
  type Expr,
  expectedRace,
  FALSE,
  fn,
  goal,
  isWriteLocked,
  local,
  not,
  process,
  property,
  READ_ONCE,
  rwsem,
  type Statement,
  spec,
  step,
  TRUE,
  unnoticed,
  up_read,
  up_write,
  variable,
  variant,
  violates,
  waitUntil,
  when,
} from '../../checker/lang/index.ts';
import { pageTables } from './not-memory.ts';

const memory_lock = rwsem('memory_lock');
const revoked = variable('revoked', BOOLEAN, FALSE);
const priv_vdev = variable('priv_vdev', BOOLEAN, TRUE);
const device_fd = variable('device_fd', BOOLEAN, TRUE);
const vma = variable('vma', BOOLEAN, FALSE);
const pte = variable('pte', BOOLEAN, FALSE);

const VdevValid = property('VdevValid', 'A fault never finds its buffer without a device.');

const vdev = local('vdev', BOOLEAN, FALSE);
const loadOnce = step('vdev = READ_ONCE(priv->vdev)', assign(vdev, READ_ONCE(priv_vdev)));
const insert = step('vfio_pci_vmf_insert_pfn()', assign(pte, TRUE));
const faultBody = (load: Statement, insertion: Body): Body => [
  load,
  check(VdevValid, vdev),
  down_read(memory_lock),
  ...insertion,
  up_read(memory_lock),
];

const map = step('vma->vm_ops = &vfio_pci_mmap_ops', assign(vma, TRUE));
const vfio_pci_core_mmap = fn(
  'vfio_pci_core_mmap',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_mmap()' },
  [when(not(revoked), [map])],
);

const vfio_pci_mmap_huge_fault = fn(
  'vfio_pci_mmap_huge_fault',
  {
    locals: [vdev],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault()',
  },
  faultBody(loadOnce, [when(not(revoked), [insert])]),
);

const user = fn('user', { title: 'mmap(), close(), access, munmap()' }, [
  vfio_pci_core_mmap(),
  step('close(device fd)', assign(device_fd, FALSE)),
  when(
    vma,
    [vfio_pci_mmap_huge_fault(), step('munmap()', assign(vma, FALSE), assign(pte, FALSE))],
    [],
    'access the BAR',
  ),
]);

const vfio_pci_revoke_bars = fn(
  'vfio_pci_dma_buf_move',
  { title: 'revoke', mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_move()' },
  [
    down_write(memory_lock),
    step('priv->revoked = true', assign(revoked, TRUE)),
    step('unmap_mapping_range()', assign(pte, FALSE)),
    up_write(memory_lock),
  ],
);

const cleanup = (lastClose: Expr<boolean>): Body => [
  waitUntil(lastClose, 'the last close of the device'),
  down_write(memory_lock),
  step('priv->vdev = NULL', assign(priv_vdev, FALSE)),
  up_write(memory_lock),
];
const vfio_pci_dma_buf_cleanup = fn(
  'vfio_pci_dma_buf_cleanup',
  {
    title: 'last close of the device',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_cleanup()',
  },
  cleanup(and(not(device_fd), not(vma))),
);

export default spec('history/hb-31', {
  summary: 'which tests the fault handler of a BAR behind a DMABUF needs',
  mirrors: 'drivers/vfio/pci, v2 of the series of May 2026, patch 4',
  processes: [
    process('owner', [user()]),
    process('revoke', [vfio_pci_revoke_bars()]),
    process('cleanup', [vfio_pci_dma_buf_cleanup()]),
  ],
  survivors: [
    unnoticed(
      'both are done with memory_lock held for write, under which a fault asks; mmap() decides nothing',
      'vfio_pci_dma_buf_move: swap priv->revoked = true and unmap_mapping_range()',
    ),
    unnoticed(
      'at the last close no VMA is left, so no fault can look; other users of the pointer are not modelled',
      'vfio_pci_dma_buf_cleanup: priv->vdev = NULL before memory_lock is taken',
      'vfio_pci_dma_buf_cleanup: priv->vdev = NULL after memory_lock is released',
      'vfio_pci_dma_buf_cleanup: read lock down_write(&memory_lock)',
    ),
    unnoticed(
      'the variant no-early-test: the test of the fault is enough',
      'vfio_pci_core_mmap: if (!revoked) always',
    ),
  ],
  races: [
    pageTables(pte),
    benignRace(revoked, 'mmap decides nothing: a fault asks again under memory_lock', {
      between: ['vfio_pci_core_mmap'],
    }),
  ],
  properties: [
    VdevValid,
    property('RevokedMeansUnmapped', 'Outside of memory_lock a revoked buffer has no PTE.', [
      clause('no PTE', { given: and(revoked, not(isWriteLocked(memory_lock))), then: not(pte) }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 mmap, 1 access, 1 munmap, 1 revoke, the last close',
      goals: [
        goal('the BAR is mapped', pte),
        goal('a revoke precedes the access', and(revoked, vma)),
        goal('the device is gone', not(priv_vdev)),
        goal('the fd is closed while the BAR is mapped', and(not(device_fd), vma)),
      ],
    }),
  ],
  base: variant('v2', {
    summary: 'mmap() and the fault test `revoked`; the fault reads the pointer with READ_ONCE()',
    ref: 'v2 of the series, patch 4',
    expect: { small: allHold },
  }),
  variants: [
    variant('no-early-test', {
      summary: 'mmap() does not test: the fault is enough',
      replace: { vfio_pci_core_mmap: [map] },
      ref: 'review of v1, patch 7',
      expect: { small: allHold },
    }),
    variant('plain-load', {
      summary: 'the fault reads the pointer without READ_ONCE(): it is stable',
      replace: {
        vfio_pci_mmap_huge_fault: faultBody(step('vdev = priv->vdev', assign(vdev, priv_vdev)), [
          when(not(revoked), [insert]),
        ]),
      },
      ref: 'review of v2, patch 4',
      expect: { small: allHold },
    }),
    variant('early-test-only', {
      summary: 'mmap() tests, the fault does not',
      replace: { vfio_pci_mmap_huge_fault: faultBody(loadOnce, [insert]) },
      ref: 'derived',
      expect: { small: violates('RevokedMeansUnmapped') },
      races: [expectedRace(revoked, 'mmap asks without memory_lock, and nobody asks again')],
    }),
    variant('not-pinned', {
      summary: 'the VMA holds no reference to the device file',
      replace: { vfio_pci_dma_buf_cleanup: cleanup(not(device_fd)) },
      ref: 'derived',
      expect: { small: violates('VdevValid') },
      races: [expectedRace(priv_vdev, 'nothing keeps the last close away from a fault')],
    }),
  ],
});
