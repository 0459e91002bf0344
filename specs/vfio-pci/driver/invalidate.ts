/**
 * The invalidate callbacks of the importers, one after the other, by kind of importer.
 *
 * Mirrors dma_buf_invalidate_mappings() of drivers/dma-buf/dma-buf.c (dma_buf_move_notify() before 7.1). SYNC drops its mapping and the
 * reference here, ASYNC is only told to stop, IOMMUFD unmaps under its own mutex, STUBBORN does nothing.
 *
 * Merged steps: what a SYNC importer drops; every other access to `mapped` holds `resv`, as the revoker does.
 */
import {
  and,
  assign,
  type Body,
  c,
  check,
  completing,
  cond,
  type Expr,
  eq,
  FALSE,
  forEach,
  given,
  gt,
  implies,
  int,
  isLast,
  or,
  S_REF,
  step,
  sub,
  type ValueOf,
} from '../../../checker/lang/index.ts';
import { countsMappings, IOMMUFD, importer_kind, isAsync, STUBBORN, SYNC } from './bounds.ts';
import { comp, EXPORT, kref } from './buffer.ts';
import { current_state, D0, phys_mem } from './device.ts';
import { IMPORTER, mapped, must_stop, S_D0REVOKE } from './importer-state.ts';
import { iopt_revoke_notify } from './iommufd.ts';

const references = kref.at(EXPORT);
const completion = comp.at(EXPORT);

type Importer = Expr<ValueOf<typeof IMPORTER>>;

/** What a SYNC importer does in its callback. */
function dropCounted(of: Importer): Body {
  const drops = and(mapped.at(of), gt(references.refs, int(0)));
  return [
    check(S_REF, implies(mapped.at(of), gt(references.refs, int(0)))),
    step(
      c`dma_buf_invalidate_mappings(${of})`,
      assign(mapped.at(of), FALSE),
      completing(completion, and(mapped.at(of), isLast(references))),
      assign(references.refs, cond(drops, sub(references.refs, int(1)), references.refs)),
    ),
  ];
}

const dropUncounted = (of: Importer): Body => [
  step(c`dma_buf_invalidate_mappings(${of})`, assign(mapped.at(of), FALSE)),
];

/**
 * One invalidate callback per importer, in the thread of the revoker, with `resv` held. `revokes` is what makes a call that also un-revokes
 * a revoke; nothing where it always is one.
 */
export const invalidateImporters = (...revokes: readonly Expr<boolean>[]): Body => [
  forEach(IMPORTER, (each) => [
    check(S_D0REVOKE, implies(mapped.at(each), and(eq(current_state, D0), phys_mem, ...revokes))),
    given(isAsync, [
      step(
        c`dma_buf_invalidate_mappings(${each})`,
        assign(must_stop.at(each), or(must_stop.at(each), mapped.at(each))),
      ),
    ]),
    given(eq(importer_kind, SYNC), [given(countsMappings, dropCounted(each), dropUncounted(each))]),
    given(eq(importer_kind, IOMMUFD), [iopt_revoke_notify(each)]),
    given(eq(importer_kind, STUBBORN), [
      step(c`dma_buf_invalidate_mappings(${each})  /* without effect */`),
    ]),
  ]),
];
