/**
 * Importers of the exported buffer: another device that reaches the BAR by peer-to-peer DMA while it has a mapping.
 *
 * Mirrors the map and unmap paths of drivers/vfio/pci/vfio_pci_dmabuf.c and the contract of drivers/dma-buf/dma-buf.c.
 * An importer is attached from the start: `attach` tests `revoked` without a lock and decides nothing, for map tests it again
 * under `resv`. A mapping stands for DMA in flight, so there is no fence to wait for beside it.
 *
 * Merged steps: the change of `mapped` and the reference it takes or drops; every other access to `mapped` holds `resv`.
 */
import {
  assertReferenced,
  assign,
  type Body,
  c,
  completing,
  cond,
  type Expr,
  FALSE,
  fn,
  forever,
  getting,
  given,
  int,
  isLast,
  mutex_lock,
  mutex_unlock,
  not,
  oneOf,
  param,
  process,
  putting,
  repeat,
  rest,
  step,
  stop,
  TRUE,
  type ValueOf,
  waitUntil,
  when,
} from '../../../checker/lang/index.ts';
import { countsMappings, importer_rounds, importers, isAsync } from './bounds.ts';
import { comp, EXPORT, kref, resv, revoked } from './buffer.ts';
import { IMPORTER, mapped, must_stop } from './importer-state.ts';

export { IMPORTER, mapped, S_D0REVOKE } from './importer-state.ts';

export const importer = param('importer', IMPORTER);
const references = kref.at(EXPORT);
const completion = comp.at(EXPORT);

type Importer = Expr<ValueOf<typeof IMPORTER>>;

/** What the exporter's map callback leaves; 6.19 counted nothing. */
export function mapImporter(of: Importer): Body {
  const label = c`kref_get(&${references}); ${mapped.at(of)} = true`;
  const counted = step(label, getting(references), assign(mapped.at(of), TRUE));
  const uncounted = step(c`${mapped.at(of)} = true`, assign(mapped.at(of), TRUE));
  return [given(countsMappings, [assertReferenced(references), counted], [uncounted])];
}

function unmapImporter(of: Importer): Body {
  const dropped = [assign(mapped.at(of), FALSE), assign(must_stop.at(of), FALSE)];
  const counted = step(
    c`${mapped.at(of)} = false; kref_put(&${references})`,
    ...dropped,
    completing(completion, isLast(references)),
    putting(references),
  );
  const uncounted = step(c`${mapped.at(of)} = false`, ...dropped);
  return [given(countsMappings, [assertReferenced(references), counted], [uncounted])];
}

/** `dma_buf_map_attachment()`: refused while the buffer is revoked. */
export const dma_buf_map_attachment = fn(
  'dma_buf_map_attachment',
  {
    params: [importer],
    title: 'importer',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_map()',
  },
  [
    mutex_lock(resv.at(EXPORT)),
    when(not(revoked.at(EXPORT)), mapImporter(importer)),
    mutex_unlock(resv.at(EXPORT)),
  ],
);

/** `dma_buf_unmap_attachment()`: drops the mapping, if it is still there, and its reference. */
export const dma_buf_unmap_attachment = fn(
  'dma_buf_unmap_attachment',
  {
    params: [importer],
    title: 'importer',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_unmap()',
  },
  [
    mutex_lock(resv.at(EXPORT)),
    when(mapped.at(importer), unmapImporter(importer)),
    mutex_unlock(resv.at(EXPORT)),
  ],
);

/** Maps, and unmaps or keeps the mapping until it is told to stop; a bounded number of times. */
export const importerProcess = process('importer', { count: importers, instance: importer }, [
  repeat(importer_rounds, [
    rest(dma_buf_map_attachment(importer)),
    rest(
      oneOf([dma_buf_unmap_attachment(importer)], [step('the importer keeps its mapping'), stop()]),
    ),
  ]),
]);

/** The worker of an ASYNC importer: unmaps some time after it was told to stop. */
export const importerWorker = process(
  'importer_worker',
  { count: cond(isAsync, importers, int(0)), instance: importer },
  [
    forever([
      rest(waitUntil(must_stop.at(importer), c`wait_event(${must_stop.at(importer)})`)),
      dma_buf_unmap_attachment(importer),
    ]),
  ],
);
