/**
 * The answers of `vfio-pci/revoke-bars`, and that its small configurations can tell right from wrong.
 *
 * `ordeal check` holds every variant to its expectation; what stands here is what an expectation cannot say.
 */
import { describe, expect, test } from 'vitest';
import { searchModel } from '../../../checker/explore/index.ts';
import { type Body, type Settings, type Variant, variant } from '../../../checker/lang/index.ts';
import { instantiate } from '../../../checker/model/index.ts';
import type { SearchResult } from '../../../checker/semantics/index.ts';
import { functionsOf, without } from '../../../checker/testing/edit-body.ts';
import spec from './spec.ts';

const SMALL = spec.configurations.filter(({ size }) => size === 'small').map(({ name }) => name);

function variantNamed(name: string): Variant {
  const found = spec.variants.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no variant ${name}`);
  return found;
}

function run(of: Variant, name: string, overrides: Settings = {}): SearchResult {
  const configuration = spec.configurations.find((each) => each.name === name);
  if (configuration === undefined) throw new Error(`no configuration ${name}`);
  const built = instantiate({ spec, variant: of, configuration, overrides });
  if (built.kind === 'specError') throw new Error(JSON.stringify(built.problems, null, 2));
  return searchModel({ model: built.model, limits: {}, engine: 'compiled', hooks: {} });
}

/** Violated properties with the length of their shortest trace. */
function violations({ verdicts }: SearchResult): Record<string, number> {
  const violated = verdicts.flatMap((verdict) => (verdict.kind === 'violated' ? [verdict] : []));
  return Object.fromEntries(
    violated.map(({ property, finding }) => [property, finding.path.steps.length]),
  );
}

describe('the question of the list: may the revoke move in front of the D0 transition?', () => {
  test.each(['original-order', 'v1-order', 'v4'])('%s is safe with D0 and D3', (name) => {
    const { expect: recorded } = variantNamed(name);
    for (const configuration of SMALL.filter((each) => each in recorded)) {
      expect(violations(run(variantNamed(name), configuration)), configuration).toEqual({});
    }
  });

  test('with D1 and the reset as only revoker, only v1 calls importers back outside of D0', () => {
    expect(violations(run(variantNamed('v1-order-d1'), 'd1'))).toEqual({
      'S-ACCESS': 5,
      'S-D0REVOKE': 17,
    });
    expect(violations(run(variantNamed('original-order-d1'), 'd1'))).toEqual({ 'S-ACCESS': 5 });
    expect(violations(run(variantNamed('v4-d1'), 'd1'))).toEqual({ 'S-ACCESS': 5 });
  });

  test('without the revoke at D3 entry, only v1 calls importers back outside of D0', () => {
    const lengths = (order: string) =>
      violations(run(variantNamed(`${order}-no-d3-revoke`), 'importer-power'));
    expect(lengths('v1-order')).toEqual({ 'S-ACCESS': 5, 'S-D0REVOKE': 14, 'I-NOMAP': 4 });
    expect(lengths('original-order')).toEqual({ 'S-ACCESS': 5, 'I-NOMAP': 4 });
    expect(lengths('v4')).toEqual({ 'S-ACCESS': 5, 'I-NOMAP': 4 });
  });

  test('the trace of d0-before-lock ends with a reset that begins in D3', () => {
    const { verdicts } = run(variantNamed('d0-before-lock'), 'power');
    const verdict = verdicts.find(({ property }) => property === 'S-D0RESET');
    if (verdict?.kind !== 'violated') throw new Error('S-D0RESET is not violated');
    const { steps } = verdict.finding.path;
    expect(steps).toHaveLength(22);
    expect(steps.at(-1)).toMatchObject({ process: 'resetter[0]', label: 'reset begins' });
    const processes = steps.map(({ process }) => process);
    expect(processes.filter((process, step) => process !== processes[step - 1])).toEqual([
      'resetter[0]',
      'admin[0]',
      'resetter[0]',
    ]);
  });
});

/** Function of v4, the statements taken out of it, and who must notice: in the configuration named, or in some small one. */
const ESSENTIAL: readonly (readonly [string, readonly string[], string, string?])[] = [
  ['vfio_pci_ioctl_reset', ['vfio_pci_set_power_state(D0)'], 'S-D0RESET'],
  ['vfio_pci_ioctl_reset', ['vfio_pci_zap_revoke_bars()'], 'S-REVRESET'],
  ['vfio_pci_ioctl_reset', ['if (__vfio_pci_memory_enabled())'], 'S-AVAIL'],
  ['vfio_pci_ioctl_reset', ['down_write(&memory_lock)', 'up_write(&memory_lock)'], 'S-ASSERT'],
  ['vfio_pci_ioctl_reset', ['up_write(&memory_lock)'], 'S-LOCKBAL'],
  ['vfio_pci_zap_revoke_bars', ['vfio_pci_zap_bars()'], 'S-ACCESS'],
  ['vfio_pci_zap_revoke_bars', ['vfio_pci_dma_buf_move(true)'], 'S-ACCESS'],
  ['vfio_pci_unrevoke_bars', ['vfio_pci_dma_buf_move(false)'], 'S-AVAIL'],
  ['vfio_pci_dma_buf_move', ['revoked[buffer] = true'], 'S-REVRESET'],
  ['vfio_pci_dma_buf_move', ['dma_buf_invalidate_mappings(importer)'], 'deadlock'],
  ['vfio_pci_dma_buf_move', ['wait_for_completion(&comp[buffer])'], 'S-ACCESS'],
  ['vfio_pci_dma_buf_move', ['unmap_mapping_range(buffer)'], 'S-PTE'],
  ['vfio_pci_dma_buf_move', ['kref_put(&kref[buffer])'], 'deadlock'],
  [
    'vfio_pci_dma_buf_move',
    ['kref_init(&kref[buffer]); reinit_completion(&comp[buffer])'],
    'S-REF',
  ],
  ['vfio_pci_dma_buf_move', ['revoked[buffer] = false'], 'S-AVAIL'],
  ['vfio_lock_and_set_power_state', ['vfio_pci_lock_zap_revoke_bars()'], 'S-ACCESS'],
  ['vfio_lock_and_set_power_state', ['if (__vfio_pci_memory_enabled())'], 'S-AVAIL'],
  ['vfio_basic_config_write', ['vfio_pci_lock_zap_revoke_bars()'], 'S-ACCESS'],
  ['vfio_basic_config_write', ['if (__vfio_pci_memory_enabled())'], 'S-AVAIL'],
  ['vfio_exp_config_write', ['if (__vfio_pci_memory_enabled())'], 'S-AVAIL'],
  ['vfio_exp_config_write', ['vfio_pci_lock_zap_revoke_bars()'], 'S-REVRESET'],
  [
    'nvgrace_gpu_vfio_pci_huge_fault',
    ['down_read(&memory_lock)', 'up_read(&memory_lock)'],
    'S-FAULT',
  ],
  ['vfio_pci_mmap_huge_fault', ['down_read(&memory_lock)', 'up_read(&memory_lock)'], 'S-ACCESS'],
  ['vfio_pci_mmap_huge_fault', ['up_read(&memory_lock)'], 'deadlock'],
  ['dma_buf_map_attachment', ['mutex_lock(&resv[EXPORT])', 'mutex_unlock(&resv[EXPORT])'], 'S-IMP'],
  ['dma_buf_unmap_attachment', ['mapped[importer] = false; kref_put(&kref[EXPORT])'], 'deadlock'],
  [
    'vfio_pci_mmap_page_fault',
    ['vfio_device_try_get_registration()', 'vfio_device_put_registration()'],
    'S-UAF',
    'client-close',
  ],
  ['vfio_pci_mmap_page_fault', ['vfio_device_put_registration()'], 'deadlock', 'client-close'],
  ['vfio_pci_mmap_page_fault', ['if (priv->status != OK)'], 'S-UAF', 'client-close'],
  [
    'vfio_pci_mmap_page_fault',
    ['down_read(&memory_lock)', 'up_read(&memory_lock)'],
    'S-FAULT',
    'client-close',
  ],
  ['vfio_pci_dma_buf_set_status', ['unmap_mapping_range(priv)#client'], 'S-PERM', 'permanent'],
  [
    'vfio_pci_dma_buf_set_status',
    ['wait_for_completion(&comp[priv])'],
    'S-PERM',
    'permanent-importer',
  ],
  ['vfio_pci_dma_buf_set_status', ['kref_put(&kref[priv])'], 'deadlock', 'permanent-importer'],
  ['vfio_pci_dma_buf_set_status', ['status = VFIO_PCI_DMABUF_OK'], 'S-AVAIL', 'permanent'],
  [
    'vfio_pci_core_feature_dma_buf_revoke',
    ['down_write(&memory_lock)', 'up_write(&memory_lock)'],
    'S-ASSERT',
    'permanent',
  ],
  ['vfio_pci_dma_buf_cleanup', ['vfio_pci_dma_buf_move(true)'], 'S-ACCESS', 'client-close'],
  [
    'vfio_pci_dma_buf_cleanup',
    ['list_del_init(&priv->dmabufs_elm); priv->vdev = NULL'],
    'S-ACCESS',
    'client-close',
  ],
  ['vfio_pci_dma_buf_cleanup', ['vfio_device_put_registration()'], 'deadlock', 'client-close'],
  [
    'vfio_pci_dma_buf_cleanup',
    ['down_write(&memory_lock)', 'up_write(&memory_lock)'],
    'S-ASSERT',
    'client-close',
  ],
  [
    'vfio_device_fops_release',
    ['mutex_lock(&dev_set_lock)', 'mutex_unlock(&dev_set_lock)'],
    'S-ASSERT',
    'client-close',
  ],
  ['vfio_device_fops_release', ['vfio_device_put_registration()'], 'deadlock', 'client-close'],
  ['vfio_pci_core_disable', ['vfio_pci_set_power_state(D0)'], 'S-CLOSE', 'client-close'],
  ['munmap', ['unlink_file_vma()#exclusive'], 'S-LIST', 'mmap'],
  ['munmap', ['fput()#downgraded'], 'S-REF', 'mmap'],
  ['vfio_pci_core_feature_dma_buf_revoke', ['dma_buf_put(dmabuf)'], 'S-REF', 'permanent'],
  [
    'vfio_pci_runtime_pm_entry',
    ['pm_runtime_engaged = true; pm_runtime_put_noidle()'],
    'S-ENTRY',
    'custom-low-power',
  ],
  ['vfio_unregister_group_dev', ['wait_for_completion(&device->comp)'], 'S-UAF', 'client-close'],
  ['vfio_pci_dev_set_hot_reset', ['vfio_pci_zap_revoke_bars()'], 'S-REVRESET', 'hot-reset'],
  ['vfio_pci_dev_set_hot_reset', ['peer_vfio_pci_set_power_state(D0)'], 'S-D0RESET', 'hot-reset'],
  ['vfio_pci_dev_set_hot_reset', ['if (__vfio_pci_memory_enabled(peer))'], 'S-AVAIL', 'hot-reset'],
  ['vfio_pci_dev_set_hot_reset', ['up_write(&peer_memory_lock)'], 'S-LOCKBAL', 'hot-reset'],
  [
    'peer_vfio_pci_mmap_huge_fault',
    ['down_read(&peer_memory_lock)', 'up_read(&peer_memory_lock)'],
    'S-ACCESS',
    'hot-reset',
  ],
];

/** Whether some small configuration notices, the widest one (mmap) asked last. */
function isNoticed(edited: Variant, property: string, where?: string): boolean {
  if (where !== undefined) return property in violations(run(edited, where));
  const cheapestFirst = [...SMALL.filter((name) => name !== 'mmap'), 'mmap'];
  return cheapestFirst.some((name) => property in violations(run(edited, name)));
}

describe('each essential step of v4 is missed', () => {
  const functions = functionsOf(spec);

  const cases = ESSENTIAL.map(([name, texts, property, where]) => ({
    name,
    texts,
    property,
    where,
    without: texts.join(' and '),
  }));

  test.each(cases)('$name without $without is noticed by $property', (each) => {
    const { name, texts, property, where } = each;
    const body: Body = functions.get(name)?.body ?? [];
    const edited = variant('edited', {
      summary: 'one step less',
      replace: { [name]: without(body, ...texts) },
      ref: 'test',
      expect: {},
    });
    expect(isNoticed(edited, property, where)).toBe(true);
  });
});

/** Constants that offer an actor or an operation, and the value without it. */
const OFFERS: Settings = {
  driver: 'core',
  touches: 0,
  mapper: false,
  importers: 0,
  resetters: 0,
  admins: 0,
  'op-reset': false,
  'op-d0': false,
  'op-d1': false,
  'op-d3': false,
  'op-command': false,
  'op-flr': false,
  'client-touches': 0,
  'client-maps': false,
  'exporter-ops': 0,
  'op-perm': false,
  strangers: 0,
  'last-close': false,
  'custom-maps': false,
  'low-power-entry': false,
  'peer-touches': 0,
  'peer-writes': 0,
  'hot-resets': 0,
};

describe('a small configuration offers nothing that its goals do not need', () => {
  const cases = spec.configurations
    .filter(({ size }) => size === 'small')
    .flatMap(({ name, set }) =>
      Object.keys({ ...set, admins: 1 })
        .filter((constant) => constant in OFFERS && set[constant] !== OFFERS[constant])
        .map((constant) => [name, constant] as const),
    );

  test.each(cases)('%s without %s misses a goal', (name, constant) => {
    const device = name.startsWith('d1') ? variantNamed('v4-d1') : variantNamed('v4');
    const wanted = spec.configurations.find((each) => each.name === name)?.goals ?? [];
    const { goals } = run(device, name, { [constant]: OFFERS[constant] ?? 0 }).coverage;
    expect(goals.length).toBeLessThan(wanted.length);
  });
});
