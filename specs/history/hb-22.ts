/**
 * HB-22 (CVE-2026-80633): iommufd releases its pin of a DMABUF without the reservation lock. Mirrors iopt_release_pages() in
 * drivers/iommu/iommufd/pages.c and dma_buf_unpin() in drivers/dma-buf/dma-buf.c, v7.1.0 to v7.1.4.
 *
 * A broken contract: dma_buf_unpin() asserts the lock, since a revoke (vfio_pci_dma_buf_move()) reads under it who has pinned. The
 * commit of the fix is not known here.
 */
import {
  allHold,
  also,
  and,
  assign,
  BOOLEAN,
  check,
  configuration,
  eq,
  expectedRace,
  FALSE,
  fn,
  goal,
  local,
  lockdep_assert_held,
  mutex,
  mutex_lock,
  mutex_unlock,
  NONE,
  ne,
  not,
  process,
  property,
  spec,
  step,
  TRUE,
  variable,
  variant,
  violates,
} from '../../checker/lang/index.ts';

const resv = mutex('resv');
const pinned = variable('pinned', BOOLEAN, TRUE);
const seen = local('seen', BOOLEAN, FALSE);

const PinStable = property(
  'PinStable',
  'A revoke acts on a buffer that is pinned as it has seen it.',
);

const dma_buf_unpin = fn(
  'dma_buf_unpin',
  { mirrors: 'drivers/dma-buf/dma-buf.c: dma_buf_unpin()' },
  [lockdep_assert_held(resv), step('dmabuf->ops->unpin()', assign(pinned, FALSE))],
);

const iopt_release_pages = fn(
  'iopt_release_pages',
  {
    title: 'the last user of the pages goes',
    mirrors: 'drivers/iommu/iommufd/pages.c: iopt_release_pages()',
  },
  [dma_buf_unpin()],
);

const vfio_pci_dma_buf_move = fn(
  'vfio_pci_dma_buf_move',
  {
    locals: [seen],
    title: 'revoke',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_move()',
  },
  [
    mutex_lock(resv),
    step('seen = pinned', assign(seen, pinned)),
    check(PinStable, eq(seen, pinned)),
    step('dma_buf_invalidate_mappings()'),
    mutex_unlock(resv),
  ],
);

export default spec('history/hb-22', {
  summary: 'a pin is released without the lock that the callee asserts',
  mirrors: 'drivers/iommu/iommufd/pages.c, v7.1.0 to v7.1.4',
  processes: [
    process('iommufd', [iopt_release_pages()]),
    process('revoke', [vfio_pci_dma_buf_move()]),
  ],
  races: [],
  properties: [PinStable],
  configurations: [
    configuration('small', {
      bounds: '1 pinned buffer, 1 release, 1 revoke',
      goals: [
        goal('a revoke runs while the buffer is pinned', and(ne(resv.owner, NONE), pinned)),
        goal('the pin is released', not(pinned)),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'the pin is released without the reservation lock',
    ref: 'v7.1.0 to v7.1.4',
    expect: {
      small: violates(
        'S-ASSERT',
        also(
          'PinStable',
          'the race against which the assertion guards: a revoke is in the middle of it',
        ),
      ),
    },
    races: [
      expectedRace(
        pinned,
        'the pin is released without the reservation lock, under which a revoke reads it',
      ),
    ],
  }),
  variants: [
    variant('post', {
      summary: 'the pin is released under the reservation lock',
      replace: { iopt_release_pages: [mutex_lock(resv), dma_buf_unpin(), mutex_unlock(resv)] },
      ref: 'fix of CVE-2026-80633',
      expect: { small: allHold },
    }),
  ],
});
