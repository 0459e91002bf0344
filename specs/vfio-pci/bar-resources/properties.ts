/**
 * What must hold in every reachable state of `vfio-pci/bar-resources`. S-ERR and the access of S-RSRC are asserted in
 * `../driver/bar-operations.ts`.
 */
import { and, clauseFor, gt, int, not, property } from '../../../checker/lang/index.ts';
import { BAR, dmabuf, requested, S_ERR, S_RSRC, vma } from '../driver/bar.ts';
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
  clauseFor(BAR, 'released', (bar) => ({ given: closed, then: not(requested.at(bar)) })),
]);

export const properties = [resources, S_ERR];
