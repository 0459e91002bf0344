/**
 * Why a mutant of code that several specs share may go unnoticed, by what it is about. The mutants have other names in each of them, so a spec
 * lists those that it has; what is true of one spec alone stands there.
 */

/** A load that faults although its page is there. */
export const FAULT_ASKS_AGAIN =
  'a fault on a page that is there asks like any other, and inserts what is there already';

/** What follows the downgrade, done before it. */
export const EXCLUSIVE_IS_STRONGER =
  'who zaps before the downgrade does what a munmap() does that does not downgrade';

/** The flag, the invalidate callbacks. */
export const UNDER_RESV =
  'both are done under the reservation lock, which an importer takes before it maps; in the callback, with the lock held, it must not map';

/** The command register and its shadow. A failing write, behind which the shadow is a lie, is in the variants alone. */
export const UNDER_MEMORY_LOCK =
  'both are written under memory_lock, who asks for either holds it, and the write does not fail here';

/** The power register and what the kernel believes. */
export const UNDER_LOCK_OR_ALONE =
  'both are written under memory_lock, and who asks for either holds it or is the suspend or resume that requests wait for';

/** `dma_buf_export()` in front of the lock, or behind it. */
export const NOT_LISTED_YET =
  'nobody reaches a buffer before it is on the list, which memory_lock orders';

/** The list changes with `memory_lock` held for read. */
export const ONE_WRITER =
  'who walks the list holds memory_lock for write, and one buffer comes and goes here: a list that two of them damage is not modelled';

/** The reference of the walk is dropped too early. */
export const RELEASE_WAITS =
  'the release waits for memory_lock, which the walk holds: no-file-get-move of dmabuf-revoke does without the reference and holds';

/** The registration that belongs to the DMABUF is dropped too early. */
export const FD_IS_REGISTERED =
  'the fd that is being closed has a registration of its own, which goes last';

/** The write to PCI_COMMAND at the last close, left out or too late. */
export const CONFIG_IS_RESTORED =
  'the write keeps interrupts away from the reset, and behind that the config of the open is restored, neither of which is modelled; nobody has a mapping any more, whatever the memory bit says';

/** `vfio_config_free()` earlier or later. */
export const SHADOW_IS_UNUSED =
  'nobody reads the config shadow of a device that is being closed: no fault gets that far, and a hot reset waits for dev_set_lock';
