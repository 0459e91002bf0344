/**
 * HB-20 (a) (CVE-2026-64042): two first users of a BAR request it at the same time, and the later one is told that it is busy.
 * Mirrors vfio_pci_core_setup_barmap() in drivers/vfio/pci/vfio_pci_rdwr.c, before and after the series "Request resources and map
 * BARs at enable time" (April 2026, fixed in v7.0.11). What an export does without asking is in HB-20 (b).
 *
 * One BAR that nobody else owns. The request is one step: the resource tree has a lock of its own. In `post` the function only reports
 * what the enable has done. `spurious_busy` remembers the error, which the caller sees and no other state shows.
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  clause,
  configuration,
  constant,
  expectedRace,
  FALSE,
  fn,
  ghost,
  goal,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  oneOf,
  process,
  property,
  spec,
  step,
  stepWhen,
  TRUE,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';
import { resourceTree } from './not-memory.ts';

const at_enable = constant(
  'at_enable',
  BOOLEAN,
  FALSE,
  'BARs are requested when the device is enabled',
);

const barmap_lock = mutex('barmap_lock');
const requested = variable('requested', BOOLEAN, at_enable);
const barmap = variable('barmap', BOOLEAN, at_enable);
const spurious_busy = ghost('spurious_busy', BOOLEAN, FALSE);

const request_and_map: Body = [
  when(not(barmap), [
    oneOf(
      [
        stepWhen('pci_request_selected_regions() = 0', not(requested), assign(requested, TRUE)),
        step('vdev->barmap[bar] = pci_iomap()', assign(barmap, TRUE)),
      ],
      [stepWhen('pci_request_selected_regions() = -EBUSY', requested, assign(spurious_busy, TRUE))],
    ),
  ]),
];

const vfio_pci_core_setup_barmap = fn(
  'vfio_pci_core_setup_barmap',
  {
    title: 'first use of a BAR',
    mirrors: 'drivers/vfio/pci/vfio_pci_rdwr.c: vfio_pci_core_setup_barmap()',
  },
  request_and_map,
);

export default spec('history/hb-20a', {
  summary: 'two first users of a BAR: one gets -EBUSY for what the device owns',
  mirrors: 'drivers/vfio/pci/vfio_pci_rdwr.c as of v7.0, before and after the series of April 2026',
  constants: [at_enable],
  processes: [process('user', { count: 2 }, [vfio_pci_core_setup_barmap()])],
  races: [resourceTree(requested)],
  properties: [
    property('NoSpuriousBusy', 'A BAR that the device owns is not reported busy to its users.', [
      clause('no -EBUSY', { then: not(spurious_busy) }),
    ]),
    property('MappedIsRequested', 'A BAR is mapped only when its region was requested.', [
      clause('requested', { given: barmap, then: requested }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 BAR, 2 first users',
      goals: [goal('the BAR is requested and mapped', and(requested, barmap))],
    }),
  ],
  base: variant('pre', {
    summary: 'requested and mapped at the first use, without a lock',
    ref: 'before the series of April 2026',
    expect: { small: violates('NoSpuriousBusy') },
    races: [
      expectedRace(barmap, 'the first users of a BAR test and set the pointer without a lock'),
    ],
  }),
  variants: [
    variant('serialised', {
      summary: 'at the first use, under a mutex: the proposal that was superseded',
      replace: {
        vfio_pci_core_setup_barmap: [
          mutex_lock(barmap_lock),
          when(not(barmap), [
            step('pci_request_selected_regions() = 0', assign(requested, TRUE)),
            step('vdev->barmap[bar] = pci_iomap()', assign(barmap, TRUE)),
          ]),
          mutex_unlock(barmap_lock),
        ],
      },
      ref: '20260415181423.1008458-1',
      expect: { small: allHold },
    }),
    variant('post', {
      summary: 'requested and mapped when the device is enabled',
      replace: {
        vfio_pci_core_setup_barmap: [step('return vdev->barmap[bar] ? 0 : -ENOMEM')],
      },
      set: { at_enable: 'yes' },
      ref: '20260423 v2, patch 1',
      expect: { small: allHold },
    }),
  ],
});
