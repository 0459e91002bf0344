/**
 * Variants of `vfio-pci/bar-resources`: set-up at the first use, its replacements that were proposed, and checks left out.
 */
import {
  allHold,
  also,
  assign,
  c,
  check,
  eq,
  expectedRace,
  FALSE,
  forEach,
  mutex,
  mutex_lock,
  mutex_unlock,
  ne,
  returnFromFunction,
  step,
  stop,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import {
  BAR,
  barmap,
  EBUSY,
  ENOMEM,
  NULL,
  PTR,
  pci_iomap,
  pci_request_selected_regions,
  requested,
  returning,
  S_ERR,
} from '../driver/bar.ts';
import {
  bar,
  exportBar,
  mapBar,
  readBar,
  setUpBarmap,
  unlessFailed,
  vfio_pci_core_map_bars,
  vfio_pci_core_unmap_bars,
} from '../driver/bar-operations.ts';

export const good = variant('good', {
  summary: 'set up when the device is enabled; every user asks what became of its BAR',
  ref: '7.2: v2 of the series and later (April 2026)',
  expect: { callers: allHold, 'bad-bar': allHold, medium: allHold },
});

/** The callers of the set-up at first use, and an open that sets nothing up. */
const lazily = {
  vfio_pci_core_enable: [step('pci_enable_device()')],
  vfio_pci_core_mmap: unlessFailed(setUpBarmap, mapBar),
  vfio_pci_bar_rw: unlessFailed(setUpBarmap, readBar),
};

const barmap_lock = mutex('barmap_lock');

const spurious = violates('S-ERR');
const unrequested = violates(
  'S-RSRC',
  also('S-ERR', 'as in lazy: the second of two first users is refused'),
);

const firstUse = [
  variant('lazy', {
    summary:
      'stored up to 7.1: set up at the first use, without a lock that all callers share; exports ask, too',
    replace: { ...lazily, vfio_pci_core_feature_dma_buf: unlessFailed(setUpBarmap, exportBar) },
    ref: '6.1 to 7.1 vfio_pci_core_setup_barmap(); seen on 6.1.192 and 6.12.117: a third of 200 rounds fail with -EBUSY, none on 7.2.13',
    races: [
      expectedRace(
        requested,
        'mmap holds mmap_lock and read holds nothing: no lock is common to the callers',
      ),
      expectedRace(barmap, 'the same callers set it and ask for it'),
    ],
    expect: { callers: spurious, 'bad-bar': spurious },
  }),
  variant('lazy-mutex', {
    from: 'lazy',
    summary: 'the set-up at the first use, serialised by a mutex: the proposal that was replaced',
    replace: {
      vfio_pci_core_setup_barmap: [
        mutex_lock(barmap_lock),
        when(eq(barmap.at(bar), NULL), [
          pci_request_selected_regions(
            bar,
            [
              pci_iomap(
                bar,
                [step(c`${barmap.at(bar)} = io`, assign(barmap.at(bar), PTR))],
                [step('ret = -ENOMEM', returning(ENOMEM))],
              ),
            ],
            [step('ret = -EBUSY', returning(EBUSY))],
          ),
        ]),
        mutex_unlock(barmap_lock),
      ],
    },
    ref: 'April 2026: what "Request resources and map BARs at enable time" replaced',
    expect: { callers: allHold, 'bad-bar': allHold },
  }),
  variant('lazy-publish-first', {
    from: 'lazy',
    summary: 'barmap is set before the region is requested',
    replace: {
      vfio_pci_core_setup_barmap: [
        when(ne(barmap.at(bar), NULL), [step('return 0'), returnFromFunction()]),
        step(c`${barmap.at(bar)} = io`, assign(barmap.at(bar), PTR)),
        pci_request_selected_regions(
          bar,
          [],
          [
            step(
              c`${barmap.at(bar)} = NULL; return -EBUSY`,
              assign(barmap.at(bar), NULL),
              returning(EBUSY),
            ),
          ],
        ),
      ],
    },
    ref: 'derived',
    races: [
      expectedRace(requested, 'no lock is common to the callers'),
      expectedRace(barmap, 'the same callers set it and ask for it'),
    ],
    expect: { callers: unrequested, 'bad-bar': unrequested },
  }),
];

const checks = [
  variant('export-unchecked', {
    from: 'lazy-mutex',
    summary: 'stored up to 7.1: an export asks nothing, and so exports what nobody has requested',
    replace: { vfio_pci_core_feature_dma_buf: exportBar },
    ref: '6.19 to 7.1 vfio_pci_core_feature_dma_buf()',
    expect: { 'bad-bar': violates('S-RSRC') },
  }),
  variant('enable-unchecked-export', {
    summary: 'set up at the open, but an export still asks nothing',
    replace: { vfio_pci_core_feature_dma_buf: exportBar },
    ref: 'v2 of the series without its third patch',
    expect: { 'bad-bar': violates('S-RSRC') },
  }),
  variant('enable-strict', {
    summary: 'a BAR that cannot be set up fails the open, so that nobody has to ask later',
    replace: {
      vfio_pci_core_enable: [
        step('pci_enable_device()'),
        vfio_pci_core_map_bars(),
        forEach(BAR, (each) => [
          when(
            ne(barmap.at(each), PTR),
            [
              vfio_pci_core_unmap_bars(),
              check(S_ERR, FALSE),
              step('return ret', returning(EBUSY)),
              stop(),
            ],
            [],
            c`if (IS_ERR(${barmap.at(each)}))`,
          ),
        ]),
      ],
      vfio_pci_core_mmap: mapBar,
      vfio_pci_bar_rw: readBar,
      vfio_pci_core_feature_dma_buf: exportBar,
    },
    ref: 'v1 of the series (21 April 2026)',
    expect: { callers: allHold, 'bad-bar': violates('S-ERR') },
  }),
];

export const variants = [...firstUse, ...checks];
