/**
 * The user's mappings of BARs: BUF is backed by a hidden DMABUF, CUSTOM is made by a driver with `vm_ops` of its own, DEVFD is the
 * mapping of the device file that every BAR had before the series. CLIENT is the mapping of an exported DMABUF by a client process.
 *
 * `attached` is the VMA in the address space (changed under `mmap_lock` held for write), `linked` its entry in the file's mapping
 * tree (changed under `i_mmap_rwsem`): only a linked VMA is seen by `unmap_mapping_range()`. One VMA per tree, so taking
 * `i_mmap_rwsem`, the access and the release are one step. One page per VMA, order 0.
 */
import {
  and,
  array,
  assign,
  BOOLEAN,
  cond,
  type Effect,
  type Expr,
  enumeration,
  eq,
  FALSE,
  gt,
  implies,
  int,
  not,
  or,
  rwsem,
  type ValueOf,
  variable,
} from '../../../checker/lang/index.ts';
import { hasCustomMappings, mapper, mmap_dmabuf, noMapper, touches } from './bounds.ts';
import { client_maps, hasClient } from './client-bounds.ts';
import { custom_maps } from './nvgrace-bounds.ts';
import { hasPeer } from './peer-bounds.ts';

export const VMA = enumeration('vma', ['BUF', 'CUSTOM', 'DEVFD', 'CLIENT', 'PEER_VMA']);
export const { BUF, CUSTOM, DEVFD, CLIENT, PEER_VMA } = VMA.values;
export type Vma = Expr<ValueOf<typeof VMA>>;

export const mmap_lock = rwsem('mmap_lock');
/** That of the client process. */
export const client_mmap_lock = rwsem('client_mmap_lock');
/** That of the process that uses the peer. */
export const peer_mmap_lock = rwsem('peer_mmap_lock');

/** The VMA occurs in this configuration at all: decided by constants. */
export const vmaOccurs = (vma: Vma): Expr<boolean> =>
  or(
    and(eq(vma, BUF), mmap_dmabuf, or(gt(touches, int(0)), mapper)),
    and(eq(vma, CUSTOM), hasCustomMappings, gt(touches, int(0))),
    and(eq(vma, DEVFD), not(mmap_dmabuf), gt(touches, int(0))),
    and(eq(vma, CLIENT), hasClient),
    and(eq(vma, PEER_VMA), hasPeer),
  );

/** There from the start, unless a thread maps it during the run. */
const fromTheStart = (vma: Vma): Expr<boolean> =>
  and(
    implies(eq(vma, BUF), noMapper),
    implies(eq(vma, CLIENT), not(client_maps)),
    implies(eq(vma, CUSTOM), not(custom_maps)),
  );

export const attached = variable('attached', array(VMA, BOOLEAN), fromTheStart);
export const linked = variable('linked', array(VMA, BOOLEAN), fromTheStart);
export const pte = variable('pte', array(VMA, BOOLEAN), FALSE);

/** What `unmap_mapping_range()` does to a VMA: its PTE goes, TLB flush included, if the VMA is linked. */
export const zapped = (vma: Vma): Effect =>
  assign(pte.at(vma), cond(linked.at(vma), FALSE, pte.at(vma)));
