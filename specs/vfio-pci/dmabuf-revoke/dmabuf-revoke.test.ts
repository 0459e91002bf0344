/**
 * The traces of `vfio-pci/dmabuf-revoke` that tell a story, and that its small configurations can tell right from wrong.
 *
 * `ordeal check` holds every variant to its expectation; what stands here is what an expectation cannot say.
 */
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../checker/lang/index.ts';
import { SpecLab } from '../../../checker/testing/spec-lab.ts';
import spec from './spec.ts';

const lab = new SpecLab(spec);

describe('the stories of the list', () => {
  test('flavour B drops a count that memory off has used up, and its close hangs', () => {
    expect(lab.violations('flavourB', 'close')).toEqual({ 'S-REF': 24, deadlock: 26 });
    const trace = lab.trace('flavourB', 'close', 'S-REF');
    expect(trace.filter((step) => step.includes('kref_put'))).toHaveLength(2);
    expect(trace.at(-1)).toBe('admin[0]: kref_put(&kref[EXPORT])');
  });

  test('a stubborn importer, its load and a reset wait for each other', () => {
    const trace = lab.trace('stubborn-importer', 'stubborn', 'deadlock');
    expect(trace).toContain('admin[0]: kref_put(&kref[EXPORT])');
    expect(trace).toContain('importer[0]: down_read(&mmap_lock)');
    expect(trace).not.toContain('importer[0]: down_read(&memory_lock)');
  });

  test('a hot reset waits in the same way when BAR and buffer belong to different devices', () => {
    const trace = lab.trace('stubborn-importer', 'stubborn-hot', 'deadlock');
    expect(trace).toContain('hot_resetter[0]: down_write_trylock(&peer_memory_lock) = 1');
    expect(trace).toContain('importer[0]: down_read(&mmap_lock)');
  });

  test('the order of D0 and revoke decides nothing while D3 entry revokes', () => {
    expect(lab.violations('revoke-before-d0', 'sync')).toEqual({});
    expect(lab.violations('good', 'sync')).toEqual({});
  });

  test('a waking resume is all that as-is-wake needs', () => {
    const trace = lab.trace('as-is-wake', 'low-power-wake', 'S-AVAIL');
    expect(trace).toContain('pm_wq: runtime_status = RPM_SUSPENDED');
    expect(trace.filter((step) => step.includes('revoked[EXPORT] = '))).toEqual([
      'admin[0]: revoked[EXPORT] = true',
    ]);
  });

  test.each(['low-power', 'low-power-export', 'low-power-wake'])(
    'the proposed repair holds in %s',
    (configuration) => expect(lab.violations('fix-engaged', configuration)).toEqual({}),
  );

  test('without its one reference on the file the walk of a move is still safe', () => {
    expect(lab.violations('no-file-get-move', 'close')).toEqual({});
  });
});

/** Function of the base, the statements taken out of it, who must notice, and where. */
const ESSENTIAL: readonly (readonly [string, readonly string[], string, string])[] = [
  ['vfio_pci_ioctl_reset', ['vfio_pci_set_power_state(D0)'], 'S-D0RESET', 'sync'],
  ['vfio_pci_ioctl_reset', ['vfio_pci_dma_buf_move(vdev, true)'], 'S-REVRESET', 'sync'],
  ['vfio_pci_ioctl_reset', ['up_write(&memory_lock)'], 'S-LOCKBAL', 'sync'],
  ['vfio_lock_and_set_power_state', ['vfio_pci_dma_buf_move(vdev, true)'], 'S-ACCESS', 'sync'],
  ['vfio_exp_config_write', ['vfio_pci_dma_buf_move(vdev, true)'], 'S-REVRESET', 'sync'],
  ['vfio_basic_config_write', ['vfio_pci_dma_buf_move(vdev, true)'], 'S-ACCESS', 'sync'],
  ['vfio_pci_zap_and_down_write_memory_lock', ['vfio_pci_zap_bars()'], 'S-ACCESS', 'mapping'],
  ['vfio_pci_zap_and_down_write_memory_lock', ['down_write(&memory_lock)'], 'S-ASSERT', 'sync'],
  ['vfio_pci_dma_buf_move', ['revoked[buffer] = true'], 'S-REVRESET', 'sync'],
  ['vfio_pci_dma_buf_move', ['dma_buf_invalidate_mappings(importer)'], 'deadlock', 'sync'],
  ['vfio_pci_dma_buf_move', ['wait_for_completion(&comp[buffer])'], 'S-ACCESS', 'async'],
  ['vfio_pci_dma_buf_move', ['kref_put(&kref[buffer])'], 'deadlock', 'sync'],
  [
    'vfio_pci_dma_buf_move',
    ['kref_init(&kref[buffer]); reinit_completion(&comp[buffer])'],
    'S-REF',
    'sync',
  ],
  ['vfio_pci_dma_buf_move', ['revoked[buffer] = false'], 'S-AVAIL', 'sync'],
  [
    'dma_buf_map_attachment',
    ['mutex_lock(&resv[EXPORT])', 'mutex_unlock(&resv[EXPORT])'],
    'S-REF',
    'sync',
  ],
  [
    'iopt_revoke_notify',
    ['iopt_unmap_domain(importer); pages_phys.len = 0'],
    'S-ACCESS',
    'iommufd',
  ],
  [
    'iopt_revoke_notify',
    ['mutex_lock(&pages_mutex)', 'mutex_unlock(&pages_mutex)'],
    'S-ACCESS',
    'iommufd',
  ],
  [
    'vfio_pci_core_feature_dma_buf',
    ['down_write(&memory_lock)', 'up_write(&memory_lock)'],
    'S-ACCESS',
    'export',
  ],
  ['vfio_pci_core_feature_dma_buf', ['vfio_device_try_get_registration()'], 'S-REF', 'export'],
  ['vfio_pci_dma_buf_release', ['list_del_init(&priv->dmabufs_elm)'], 'S-LIST', 'close'],
  ['vfio_pci_dma_buf_release', ['vfio_device_put_registration()'], 'deadlock', 'close'],
  ['vfio_pci_dma_buf_cleanup', ['vfio_pci_dma_buf_move(vdev, true)'], 'S-ACCESS', 'close'],
  [
    'vfio_pci_dma_buf_cleanup',
    ['list_del_init(&priv->dmabufs_elm); priv->vdev = NULL'],
    'S-UAF',
    'close',
  ],
  ['vfio_pci_dma_buf_cleanup', ['vfio_device_put_registration()'], 'deadlock', 'close'],
  ['vfio_pci_dev_set_hot_reset', ['vfio_pci_dma_buf_move(vdev, true)'], 'S-REVRESET', 'hot'],
  ['vfio_pci_dev_set_hot_reset', ['pci_set_power_state(peer, D0)'], 'S-D0RESET', 'hot'],
  ['vfio_pci_dev_set_hot_reset', ['up_write(&peer_memory_lock)'], 'S-LOCKBAL', 'hot'],
  ['vfio_pci_dev_set_hot_reset', ['vfio_pci_zap_bars()'], 'S-REVRESET', 'hot-mapping'],
  ['vfio_pci_core_disable', ['vfio_config_free()'], 'S-CLOSE', 'close'],
  ['vfio_pci_core_disable', ['reset ends'], 'S-CLOSE', 'close'],
  ['iopt_area_unfill_domains', ['iommu_unmap(); mapped[importer] = false'], 'S-UNMAP', 'iommufd'],
];

describe('each essential step is missed', () => {
  test.each(ESSENTIAL)('%s without %j is noticed by %s in %s', (name, texts, property, where) => {
    expect(lab.violations('good', where, { drop: { [name]: texts } })).toHaveProperty([property]);
  });
});

/** Constants that offer an actor or an operation, and the value without it. */
const OFFERS: Settings = {
  touches: 0,
  importers: 0,
  exporting: false,
  'fd-fails': false,
  'fd-closes': false,
  closes: false,
  unregisters: false,
  peers: false,
  'hot-resets': 0,
  'peer-writes': 0,
  admins: 0,
  'op-reset': false,
  'op-d0': false,
  'op-d3': false,
  'op-command': false,
  'op-flr': false,
  'op-entry': false,
  'op-entry-wake': false,
  'op-exit': false,
  'op-plain': false,
};

/** The safe variant that a configuration is there for. */
function safeIn(configuration: string): string {
  if (configuration.startsWith('low-power')) return 'fix-engaged';
  if (configuration.startsWith('stubborn')) return 'stubborn-importer';
  return configuration === 'fork' ? 'fork' : 'good';
}

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
    expect(lab.missedGoals(safeIn(name), name, { set })).not.toEqual([]);
  });
});
