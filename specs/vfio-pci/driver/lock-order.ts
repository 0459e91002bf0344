/**
 * The order in which the locks of the driver nest, outermost first, over all eras; of each chain an era has those that exist in it.
 * `ordeal locks` compares what it finds with this.
 */
export const LOCK_ORDER: readonly (readonly string[])[] = [
  ['mmap_lock', 'vma_lock', 'memory_lock'],
  ['mmap_lock', 'vm_lock', 'memory_lock', 'i_mmap_rwsem'],
  ['memory_lock', 'resv', 'pages_mutex'],
  ['client_mmap_lock', 'memory_lock'],
  ['dev_set_lock', 'memory_lock', 'peer_memory_lock', 'resv'],
  ['peer_mmap_lock', 'peer_memory_lock'],
];
