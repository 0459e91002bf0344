/**
 * State of the DMABUFs of one device. MMAP is the hidden buffer behind the BUF mapping, EXPORT one whose fd was
 * handed out: to an importer, or to a client process that maps it. PEER is the hidden buffer of a second device.
 *
 * Mirrors `struct vfio_pci_dma_buf` of drivers/vfio/pci/vfio_pci_dmabuf.c. `dmabufs` is membership of `vdev->dmabufs`; `f_count`
 * counts references on the file. `kref` starts with the "registered" reference.
 */
import {
  and,
  array,
  atomic,
  BOOLEAN,
  type Check,
  check,
  completions,
  cond,
  type Expr,
  enumeration,
  eq,
  FALSE,
  ghost,
  gt,
  int,
  krefs,
  mutexes,
  not,
  or,
  range,
  S_REF,
  type ValueOf,
  variable,
} from '../../../checker/lang/index.ts';
import { exporting, importers, mapper, mmap_dmabuf, noMapper, touches } from './bounds.ts';
import { hasClient } from './client-bounds.ts';
import { hasPeer } from './peer-bounds.ts';

export const BUFFER = enumeration('buffer', ['MMAP', 'EXPORT', 'PEER']);
export const { MMAP, EXPORT, PEER } = BUFFER.values;
export type Buffer = Expr<ValueOf<typeof BUFFER>>;

/** The buffer occurs in this configuration at all: decided by constants. */
export const occurs = (buffer: Buffer): Expr<boolean> =>
  or(
    and(eq(buffer, MMAP), mmap_dmabuf, or(gt(touches, int(0)), mapper)),
    and(eq(buffer, EXPORT), or(gt(importers, int(0)), hasClient)),
    and(eq(buffer, PEER), hasPeer),
  );

const fromTheStart = (buffer: Buffer): Expr<boolean> =>
  or(and(eq(buffer, MMAP), noMapper), and(eq(buffer, EXPORT), not(exporting)), eq(buffer, PEER));

export const dmabufs = variable('dmabufs', array(BUFFER, BOOLEAN), fromTheStart);
export const f_count = atomic('f_count', array(BUFFER, range(0, 3)), (buffer) =>
  cond(fromTheStart(buffer), int(1), int(0)),
);
export const revoked = variable('revoked', array(BUFFER, BOOLEAN), FALSE);
/** `status == VFIO_PCI_DMABUF_PERM_REVOKED`; `revoked` is any other status than OK. */
export const perm_revoked = variable('perm_revoked', array(BUFFER, BOOLEAN), FALSE);
/** The buffer was revoked permanently at some time. */
export const perm_asked = ghost('perm_asked', array(BUFFER, BOOLEAN), FALSE);
export const resv = mutexes('resv', BUFFER);
export const kref = krefs('kref', BUFFER, 3);
export const comp = completions('comp', BUFFER);

/** On the list and not about to be released: what a revoke has to deal with. */
export const isLive = (buffer: Buffer): Expr<boolean> =>
  and(dmabufs.at(buffer), gt(f_count.at(buffer), int(0)));
/** `get_file()` on a file without references would bring back what is about to be released; stands in front of what takes one. */
export const assertFile = (buffer: Buffer): Check => check(S_REF, gt(f_count.at(buffer), int(0)));
