/**
 * Why a mutant of code that several specs share may go unnoticed, by what it is about. The mutants have other names in each of them, so a spec
 * lists those that it has; what is true of one spec alone stands there.
 */

/** A load that faults although its page is there. */
export const FAULT_ASKS_AGAIN =
  'a fault on a page that is there asks like any other, and inserts what is there already';

/** The fault after `mmap_lock` is released, where the VMA is there from the start. */
export const NOBODY_UNMAPS =
  'nobody unmaps the BAR here, so the fault finds its VMA without mmap_lock too';

/** What follows the downgrade, done before it. */
export const EXCLUSIVE_IS_STRONGER =
  'who zaps before the downgrade does what a munmap() does that does not downgrade';

/** The flag, the invalidate callbacks. */
export const UNDER_RESV =
  'both are done under the reservation lock, which an importer takes before it maps';

/** The register and its shadow, or what the driver remembers of the device. */
export const UNDER_MEMORY_LOCK =
  'both are written under memory_lock, and who asks for either holds it';

/** `dma_buf_export()` in front of the lock, or behind it. */
export const NOT_LISTED_YET =
  'nobody reaches a buffer before it is on the list, which memory_lock orders';

/** The list changes with `memory_lock` held for read. */
export const ONE_WRITER =
  'one buffer comes and goes here; a list that two of them damage is not modelled';

/** The reference of the walk is dropped too early. */
export const RELEASE_WAITS =
  'the release waits for memory_lock, which the walk holds: no-file-get-move of dmabuf-revoke does without the reference and holds';

/** The registration that belongs to the DMABUF is dropped too early. */
export const FD_IS_REGISTERED =
  'the fd that is being closed has a registration of its own, which goes last';

/** The write to PCI_COMMAND at the last close. */
export const CONFIG_IS_RESTORED =
  'nothing is mapped any more that would need the memory bit, and what the write leaves the config of the open overwrites, which is not modelled';
