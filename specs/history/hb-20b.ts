/**
 * HB-20 (b) (CVE-2026-64042): a DMABUF is exported for a BAR whose resource was never requested, and which another driver may own.
 * Mirrors vfio_pci_core_feature_dma_buf() in drivers/vfio/pci/vfio_pci_dmabuf.c and the request of BARs at the first use and in
 * vfio_pci_core_enable(), before and after the series of April 2026 (fixed in v7.0.11). Two users of one BAR are in HB-20 (a).
 *
 * Two BARs, of which another owner may hold one when the device is opened; an export may precede any other use. `enable-only` is the
 * series without its third patch.
 */
import {
  allHold,
  and,
  array,
  assign,
  BOOLEAN,
  type Body,
  c,
  clauseFor,
  cond,
  configuration,
  type Expr,
  enumeration,
  eq,
  FALSE,
  fn,
  forEach,
  goal,
  indexDomain,
  oneOfEach,
  param,
  process,
  property,
  some,
  spec,
  step,
  TRUE,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';
import { resourceTree } from './not-memory.ts';

const BAR = indexDomain('bar', 2);
const OWNER = enumeration('owner', ['NOBODY', 'DEVICE', 'OTHER']);
const { NOBODY, DEVICE, OTHER } = OWNER.values;

const owner = variable('owner', array(BAR, OWNER), NOBODY);
const exported = variable('exported', array(BAR, BOOLEAN), FALSE);
const bar = param('bar', BAR);

/** pci_request_selected_regions(): takes what nobody has, else it fails and the BAR stays with whom it was. */
const request = (of: Expr<'bar#'>) =>
  step(
    c`pci_request_selected_regions(${of})`,
    assign(owner.at(of), cond(eq(owner.at(of), NOBODY), DEVICE, owner.at(of))),
  );

const vfio_pci_core_enable = fn(
  'vfio_pci_core_enable',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_enable()' },
  [],
);
const vfio_pci_core_setup_barmap = fn(
  'vfio_pci_core_setup_barmap',
  {
    params: [bar],
    mirrors: 'drivers/vfio/pci/vfio_pci_rdwr.c: vfio_pci_core_setup_barmap()',
  },
  [request(bar)],
);

const export_bar = (of: Expr<'bar#'>) =>
  step(c`dma_buf_export(${of})`, assign(exported.at(of), TRUE));
const vfio_pci_core_feature_dma_buf = fn(
  'vfio_pci_core_feature_dma_buf',
  {
    params: [bar],
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_core_feature_dma_buf()',
  },
  [export_bar(bar)],
);

const other_driver = fn(
  'pci_request_region',
  { title: 'another driver', mirrors: 'drivers/pci/pci.c' },
  [
    oneOfEach(BAR, (of) => [
      step(
        c`pci_request_region(${of})`,
        assign(owner.at(of), cond(eq(owner.at(of), NOBODY), OTHER, owner.at(of))),
      ),
    ]),
  ],
);

const requestAll: Body = [forEach(BAR, (of) => [request(of)])];
const checkAndExport: Body = [
  when(
    eq(owner.at(bar), DEVICE),
    [export_bar(bar)],
    [],
    c`if (vfio_pci_core_check_bar_rsrc(${bar}))`,
  ),
];

export default spec('history/hb-20b', {
  summary: 'a DMABUF is exported for a BAR that the device does not own',
  mirrors: 'drivers/vfio/pci as of v7.0, before and after the series of April 2026',
  processes: [
    process('user', [
      vfio_pci_core_enable(),
      oneOfEach(BAR, (of) => [vfio_pci_core_setup_barmap(of)]),
      forEach(BAR, (of) => [vfio_pci_core_feature_dma_buf(of)]),
    ]),
    process('other', [other_driver()]),
  ],
  races: [resourceTree(owner)],
  properties: [
    property('ExportedIsOwned', 'A BAR is exported only if the device owns its resource.', [
      clauseFor(BAR, 'owned', (of) => ({ given: exported.at(of), then: eq(owner.at(of), DEVICE) })),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '2 BARs, 1 first use, 2 exports, another driver that wants 1 BAR',
      goals: [
        goal(
          'another driver owns a BAR',
          some(BAR, (of) => eq(owner.at(of), OTHER)),
        ),
        goal(
          'a BAR that the device owns is exported',
          some(BAR, (of) => and(exported.at(of), eq(owner.at(of), DEVICE))),
        ),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'a BAR is requested at its first use, and an export is none',
    ref: 'before the series of April 2026',
    expect: { small: violates('ExportedIsOwned') },
  }),
  variants: [
    variant('enable-only', {
      summary:
        'BARs are requested when the device is enabled, and an export does not ask how that went',
      replace: {
        vfio_pci_core_enable: requestAll,
        vfio_pci_core_setup_barmap: [step('return status of the BAR')],
      },
      ref: '20260423 v2, patches 1 and 2',
      expect: { small: violates('ExportedIsOwned') },
    }),
    variant('post', {
      summary: 'BARs are requested when the device is enabled, and an export asks',
      from: 'enable-only',
      replace: { vfio_pci_core_feature_dma_buf: checkAndExport },
      ref: '20260423 v2',
      expect: { small: allHold },
    }),
  ],
});
