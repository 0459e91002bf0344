/**
 * What must hold in every reachable state of `vfio-pci/bar-resources`. S-ERR and the access of S-RSRC are asserted in
 * `../driver/bar-operations.ts`.
 */
import { and, clauseFor, eq, gt, int, not, property } from '../../../checker/lang/index.ts';
import {
  BAR,
  barmap,
  dmabuf,
  isBusy,
  isNotMappable,
  PTR,
  requested,
  S_ERR,
  S_RSRC,
  vma,
} from '../driver/bar.ts';
import { closed, exporters, mappers } from '../driver/bar-operations.ts';

const resources = property(S_RSRC.id, S_RSRC.sentence, [
  clauseFor(BAR, 'mapped', (bar) => ({
    given: and(gt(mappers, int(0)), vma.at(bar)),
    then: requested.at(bar),
  })),
  clauseFor(BAR, 'exported', (bar) => ({
    given: and(gt(exporters, int(0)), dmabuf.at(bar)),
    then: requested.at(bar),
  })),
  clauseFor(BAR, 'exclusive', (bar) => ({ given: requested.at(bar), then: not(isBusy(bar)) })),
  clauseFor(BAR, 'barmap', (bar) => ({
    given: eq(barmap.at(bar), PTR),
    then: and(requested.at(bar), not(isNotMappable(bar))),
  })),
  clauseFor(BAR, 'released', (bar) => ({ given: closed, then: not(requested.at(bar)) })),
]);

export const properties = [resources, S_ERR];
