/**
 * Importers of the exported buffer: another device that reaches the BAR by peer-to-peer DMA while it has a mapping.
 *
 * Mirrors the map, unmap and invalidate paths of drivers/vfio/pci/vfio_pci_dmabuf.c and the contract of drivers/dma-buf/dma-buf.c.
 * An importer is attached from the start: `attach` tests `revoked` without a lock and decides nothing, for map tests it again
 * under `resv`. A mapping stands for DMA in flight, so there is no fence to wait for beside it.
 *
 * Merged steps: the change of `mapped` and the reference it takes or drops; every other access to `mapped` holds `resv`.
 */
import {
  and,
  array,
  assertReferenced,
  assign,
  BOOLEAN,
  type Body,
  c,
  check,
  completing,
  cond,
  eq,
  FALSE,
  fn,
  forEach,
  forever,
  getting,
  given,
  gt,
  implies,
  indexDomain,
  int,
  isLast,
  mutex_lock,
  mutex_unlock,
  not,
  oneOf,
  or,
  param,
  process,
  property,
  putting,
  repeat,
  rest,
  S_REF,
  step,
  stop,
  sub,
  TRUE,
  variable,
  waitUntil,
  when,
} from '../../../checker/lang/index.ts';
import { importer_rounds, importers, isAsync } from './bounds.ts';
import { comp, EXPORT, kref, resv, revoked } from './buffer.ts';
import { current_state, D0, phys_mem } from './device.ts';

export const IMPORTER = indexDomain('importer', importers);
export const mapped = variable('mapped', array(IMPORTER, BOOLEAN), FALSE);
/** The importer was told to stop and has not yet: ASYNC only. */
export const must_stop = variable('must_stop', array(IMPORTER, BOOLEAN), FALSE);

export const S_D0REVOKE = property(
  'S-D0REVOKE',
  'When an importer with a mapping is called back to drop it, the device is in D0 and decodes memory.',
);

const importer = param('importer', IMPORTER);
const references = kref.at(EXPORT);
const completion = comp.at(EXPORT);

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
    when(not(revoked.at(EXPORT)), [
      assertReferenced(references),
      step(
        c`kref_get(&${references}); ${mapped.at(importer)} = true`,
        getting(references),
        assign(mapped.at(importer), TRUE),
      ),
    ]),
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
    when(mapped.at(importer), [
      assertReferenced(references),
      step(
        c`${mapped.at(importer)} = false; kref_put(&${references})`,
        assign(mapped.at(importer), FALSE),
        assign(must_stop.at(importer), FALSE),
        completing(completion, isLast(references)),
        putting(references),
      ),
    ]),
    mutex_unlock(resv.at(EXPORT)),
  ],
);

/** One invalidate callback per importer, in the thread of the revoker, with `resv` held. */
export const invalidateImporters: Body = [
  forEach(IMPORTER, (each) => [
    check(S_D0REVOKE, implies(mapped.at(each), and(eq(current_state, D0), phys_mem))),
    given(
      isAsync,
      [
        step(
          c`dma_buf_invalidate_mappings(${each})`,
          assign(must_stop.at(each), or(must_stop.at(each), mapped.at(each))),
        ),
      ],
      [
        check(S_REF, implies(mapped.at(each), gt(references.refs, int(0)))),
        step(
          c`dma_buf_invalidate_mappings(${each})`,
          assign(mapped.at(each), FALSE),
          completing(completion, and(mapped.at(each), isLast(references))),
          assign(
            references.refs,
            cond(
              and(mapped.at(each), gt(references.refs, int(0))),
              sub(references.refs, int(1)),
              references.refs,
            ),
          ),
        ),
      ],
    ),
  ]),
];

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
