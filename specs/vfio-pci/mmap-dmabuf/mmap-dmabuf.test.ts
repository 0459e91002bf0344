/**
 * The traces of `vfio-pci/mmap-dmabuf` that tell a story, and that its small configurations can tell right from wrong.
 *
 * `ordeal check` holds every variant to its expectation; what stands here is what an expectation cannot say.
 */
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../checker/lang/index.ts';
import { SpecLab } from '../../../checker/testing/spec-lab.ts';
import spec from './spec.ts';

const lab = new SpecLab(spec);

describe('the stories of the list', () => {
  test('a PTE made by mmap() is hidden from the revoke: its VMA is not linked', () => {
    const trace = lab.trace('populate-in-mmap', 'mmap', 'S-ACCESS');
    const filled = trace.indexOf('mapper: vmf_insert_pfn(); pte[BUF] = true');
    const unmapped = trace.findIndex((step) => step.includes('unmap_mapping_range(MMAP)'));
    expect(filled).toBeGreaterThan(0);
    expect(unmapped).toBeGreaterThan(filled);
    expect(trace).not.toContain('mapper: vma_link_file()');
  });

  test('a fault through a buffer that does not keep the device open reads a NULL vdev', () => {
    const trace = lab.trace('no-vfile', 'close', 'S-UAF');
    expect(trace.some((step) => step.includes('priv->vdev = NULL'))).toBe(true);
    expect(trace.at(-1)).toMatch(/^user: down_read\(&memory_lock\)/);
  });

  test('revoked is tested again for nothing, unless a buffer stays revoked with memory enabled', () => {
    expect(lab.violations('fault-revoked-outside', 'touch')).toEqual({});
    expect(lab.violations('fault-ignore-revoked', 'touch')).toEqual({});
    for (const stuck of ['fault-revoked-outside-stuck', 'fault-ignore-revoked-stuck']) {
      expect(Object.keys(lab.violations(stuck, 'touch')).sort(), stuck).toEqual([
        'S-ACCESS',
        'S-AVAIL',
        'S-FAULT',
        'S-PTE',
        'S-REVRESET',
      ]);
    }
  });

  test('a plain read of vdev has the states of a marked one', () => {
    const counts = (of: string) => lab.search(of, 'close').counts;
    expect(counts('plain')).toEqual(counts('read-once'));
    expect(counts('plain')).toEqual(counts('good'));
  });
});

/** Function of the base, the statements taken out of it, who must notice, and where. */
const ESSENTIAL: readonly (readonly [string, readonly string[], string, string])[] = [
  ['vfio_pci_ioctl_reset', ['vfio_pci_dma_buf_move(vdev, true)'], 'S-REVRESET', 'touch'],
  ['vfio_pci_ioctl_reset', ['vfio_pci_set_power_state(D0)'], 'S-D0RESET', 'touch'],
  ['vfio_lock_and_set_power_state', ['vfio_pci_dma_buf_move(vdev, true)'], 'S-ACCESS', 'touch'],
  ['vfio_basic_config_write', ['vfio_pci_dma_buf_move(vdev, true)'], 'S-ACCESS', 'touch'],
  ['vfio_exp_config_write', ['vfio_pci_dma_buf_move(vdev, true)'], 'S-REVRESET', 'touch'],
  ['vfio_pci_dma_buf_move', ['revoked[buffer] = true'], 'S-REVRESET', 'touch'],
  ['vfio_pci_dma_buf_move', ['unmap_mapping_range(buffer)'], 'S-PTE', 'touch'],
  ['vfio_pci_dma_buf_move', ['revoked[buffer] = false'], 'S-AVAIL', 'touch'],
  ['vfio_pci_dma_buf_move', ['wait_for_completion(&comp[buffer])'], 'S-ACCESS', 'importer'],
  [
    'vfio_pci_mmap_huge_fault',
    ['down_read(&memory_lock)', 'up_read(&memory_lock)'],
    'S-ASSERT',
    'touch',
  ],
  ['vfio_pci_mmap_huge_fault', ['up_read(&memory_lock)'], 'deadlock', 'touch'],
  [
    'vfio_pci_core_mmap_prep_dmabuf',
    ['down_write(&memory_lock)', 'up_write(&memory_lock)'],
    'S-REVRESET',
    'mmap',
  ],
  ['munmap', ['unmap_vmas()#exclusive', 'unmap_vmas()#downgraded'], 'S-ACCESS', 'mmap'],
  ['vfio_pci_dma_buf_cleanup', ['vfio_pci_dma_buf_move(vdev, true)'], 'S-ACCESS', 'client'],
  ['munmap', ['unlink_file_vma()#exclusive'], 'S-LIST', 'mmap'],
  ['munmap', ['fput()#downgraded'], 'S-REF', 'mmap'],
  ['vfio_pci_dma_buf_release', ['vfio_device_put_registration()'], 'S-REF', 'mmap'],
  ['vfio_pci_dma_buf_release', ['kfree(priv)'], 'S-REF', 'mmap'],
  ['vfio_pci_mmap_page_fault', ['vfio_device_put_registration()'], 'S-REF', 'client'],
  ['vfio_device_fops_release', ['vfio_pci_core_close_device()'], 'S-CLOSE', 'close'],
];

describe('each essential step is missed', () => {
  test.each(ESSENTIAL)('%s without %j is noticed by %s in %s', (name, texts, property, where) => {
    expect(lab.violations('good', where, { drop: { [name]: texts } })).toHaveProperty([property]);
  });
});

/** Constants that offer an actor or an operation, and the value without it. */
const OFFERS: Settings = {
  touches: 0,
  mapper: false,
  importers: 0,
  exporting: false,
  'client-touches': 0,
  closes: false,
  admins: 0,
  'op-reset': false,
  'op-d0': false,
  'op-d3': false,
  'op-command': false,
  'op-flr': false,
};

describe('a small configuration offers nothing that its goals do not need', () => {
  const cases = spec.configurations
    .filter(({ size }) => size === 'small')
    .flatMap(({ name, set }) =>
      Object.keys({ admins: 1, ...set })
        .filter((constant) => constant in OFFERS && (set[constant] ?? 1) !== OFFERS[constant])
        .map((constant) => [name, constant] as const),
    );

  test.each(cases)('%s without %s misses a goal', (name, constant) => {
    const set = { [constant]: OFFERS[constant] ?? 0 };
    expect(lab.missedGoals('good', name, { set })).not.toEqual([]);
  });
});
