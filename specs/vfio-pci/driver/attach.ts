/**
 * Importers that attach during the run, of every kind: what they call, one after the other.
 *
 * Mirrors vfio_pci_dma_buf_attach() of drivers/vfio/pci/vfio_pci_dmabuf.c and what an importing driver does around it. `attach` tests `revoked`
 * without a lock. Whether the importer says that it can be revoked, tested from flavour B on, is no step: STUBBORN says so and does not act
 * on it. Where the fd may be closed, an importer keeps the file until it has detached.
 */
import {
  assign,
  type Body,
  eq,
  fn,
  given,
  int,
  not,
  oneOf,
  or,
  param,
  process,
  repeat,
  rest,
  step,
  stepWhen,
  stop,
  sub,
  waitUntil,
  when,
} from '../../../checker/lang/index.ts';
import {
  exporting,
  IOMMUFD,
  importer_kind,
  importer_rounds,
  importers,
  STUBBORN,
} from './bounds.ts';
import { assertFile, EXPORT, f_count, revoked } from './buffer.ts';
import { fd } from './export.ts';
import { dma_buf_map_attachment, dma_buf_unmap_attachment } from './importer.ts';
import { IMPORTER } from './importer-state.ts';
import {
  iopt_area_fill_domains,
  iopt_area_unfill_domains,
  vfio_pci_dma_buf_iommufd_map,
} from './iommufd.ts';
import { fd_closes } from './lifecycle-bounds.ts';
import { getFile } from './revoke-steps.ts';
import { user_access } from './user.ts';
import { DEVFD } from './vma.ts';

/** Which importer acts. */
export const importer = param('importer', IMPORTER);

/** The exporter's attach callback: refuses what is revoked, read without a lock. */
export const vfio_pci_dma_buf_attach = fn(
  'vfio_pci_dma_buf_attach',
  {
    title: 'importer',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_attach()',
  },
  [when(revoked.at(EXPORT), [step('return -ENODEV'), stop()])],
);

/** Waits for the fd; where that may be closed, the importer takes a reference of its own. */
export const getBuffer: Body = [
  given(
    fd_closes,
    [
      assertFile(EXPORT),
      rest(stepWhen('dma_buf_get(fd)', fd, assign(f_count.at(EXPORT), getFile(EXPORT)))),
    ],
    [given(exporting, [rest(waitUntil(fd, 'dma_buf_get(fd)'))])],
  ),
];

/** One round of an importer that can be revoked. */
export const mapAndUnmap: Body = [
  rest(dma_buf_map_attachment(importer)),
  rest(
    oneOf([dma_buf_unmap_attachment(importer)], [step('the importer keeps its mapping'), stop()]),
  ),
];

const fillAndUnfill: Body = [
  rest(vfio_pci_dma_buf_iommufd_map(importer)),
  iopt_area_fill_domains(importer),
  rest(oneOf([iopt_area_unfill_domains(importer)], [step('iommufd keeps its mapping'), stop()])),
];

/** Its process has to finish an access to the BAR before it unmaps. */
const mapTouchUnmap: Body = [
  rest(dma_buf_map_attachment(importer)),
  user_access(DEVFD),
  dma_buf_unmap_attachment(importer),
];

/** Gets the buffer, attaches, maps and unmaps a bounded number of times, or keeps the mapping. */
export const attachingImporter = process('importer', { count: importers, instance: importer }, [
  ...getBuffer,
  rest(vfio_pci_dma_buf_attach()),
  repeat(importer_rounds, [
    given(eq(importer_kind, IOMMUFD), fillAndUnfill),
    given(eq(importer_kind, STUBBORN), mapTouchUnmap),
    given(not(or(eq(importer_kind, IOMMUFD), eq(importer_kind, STUBBORN))), mapAndUnmap),
  ]),
  given(fd_closes, [
    step(
      'dma_buf_detach(); dma_buf_put()',
      assign(f_count.at(EXPORT), sub(f_count.at(EXPORT), int(1))),
    ),
  ]),
]);
