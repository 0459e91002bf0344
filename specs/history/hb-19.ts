/**
 * HB-19: may the reset revoke DMABUFs before the device is back in D0? The question of the series "Clean up BAR zap and revocation"
 * (April to June 2026), in a small abstraction: one reset, one user who puts the device into D3, one page fault, one importer.
 *
 * The answer is conditional: with both assumptions (entry to D3 zaps and revokes; a fault tests the power state) all three orders hold, and
 * they separate when an assumption is dropped. memory_lock is a plain guard here, without a queue of writers, the fault tests and inserts
 * in one step, and the revoke only waits until the reservation lock is free, without taking it.
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  c,
  clause,
  cond,
  configuration,
  constant,
  down_read,
  down_write,
  enumeration,
  eq,
  FALSE,
  fn,
  given,
  goal,
  isWriteLocked,
  mutex,
  mutex_lock,
  mutex_unlock,
  NONE,
  ne,
  not,
  or,
  param,
  process,
  property,
  quiescent,
  rwsem,
  spec,
  step,
  stepWhen,
  TRUE,
  unnoticed,
  up_read,
  up_write,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';

const d3_zaps = constant('d3_zaps', BOOLEAN, TRUE, 'entry to D3 zaps and revokes');
const fault_tests_power = constant('fault_tests_power', BOOLEAN, TRUE, 'a fault tests for D0');

const POWER = enumeration('power', ['D0', 'D3', 'TRANSITION']);
const { D0, D3, TRANSITION } = POWER.values;

const memory_lock = rwsem('memory_lock', { writerPriority: false });
const resv = mutex('resv');
const power = variable('power', POWER, D0);
const pte = variable('pte', BOOLEAN, FALSE);
const mapped = variable('mapped', BOOLEAN, FALSE);
const revoked = variable('revoked', BOOLEAN, FALSE);
const in_reset = variable('in_reset', BOOLEAN, FALSE);

const vfio_pci_zap_bars = fn('vfio_pci_zap_bars', [
  step('unmap_mapping_range()', assign(pte, FALSE)),
]);

const revoke = param('revoke', BOOLEAN);
const vfio_pci_dma_buf_move = fn('vfio_pci_dma_buf_move', { params: [revoke] }, [
  stepWhen(
    c`priv->revoked = ${revoke}`,
    eq(resv.owner, NONE),
    assign(revoked, revoke),
    assign(mapped, and(mapped, not(revoke))),
  ),
]);

const state = param('state', POWER);
const vfio_pci_set_power_state = fn('vfio_pci_set_power_state', { params: [state] }, [
  when(
    eq(state, D0),
    [
      step('the device leaves D3', assign(power, cond(eq(power, D3), TRANSITION, power))),
      step('the device is in D0', assign(power, D0)),
    ],
    [step('the device is in D3', assign(power, D3))],
  ),
]);

const pci_try_reset_function = fn('pci_try_reset_function', [
  step('the reset begins', assign(in_reset, TRUE)),
  step('the reset ends', assign(in_reset, FALSE)),
]);

const vfio_pci_ioctl_reset = fn(
  'vfio_pci_ioctl_reset',
  { title: 'ioctl(VFIO_DEVICE_RESET)', mirrors: 'drivers/vfio/pci/vfio_pci_core.c' },
  [
    down_write(memory_lock),
    vfio_pci_zap_bars(),
    vfio_pci_set_power_state(D0),
    vfio_pci_dma_buf_move(TRUE),
    pci_try_reset_function(),
    vfio_pci_dma_buf_move(FALSE),
    up_write(memory_lock),
  ],
);
const revokeBeforeD0: Body = [
  down_write(memory_lock),
  vfio_pci_zap_bars(),
  vfio_pci_dma_buf_move(TRUE),
  vfio_pci_set_power_state(D0),
  pci_try_reset_function(),
  vfio_pci_dma_buf_move(FALSE),
  up_write(memory_lock),
];
const zapAfterD0: Body = [
  down_write(memory_lock),
  vfio_pci_set_power_state(D0),
  vfio_pci_zap_bars(),
  vfio_pci_dma_buf_move(TRUE),
  pci_try_reset_function(),
  vfio_pci_dma_buf_move(FALSE),
  up_write(memory_lock),
];

const vfio_lock_and_set_power_state = fn(
  'vfio_lock_and_set_power_state',
  { title: 'write to PMCSR: D3', mirrors: 'drivers/vfio/pci/vfio_pci_config.c' },
  [
    down_write(memory_lock),
    given(d3_zaps, [vfio_pci_zap_bars(), vfio_pci_dma_buf_move(TRUE)]),
    vfio_pci_set_power_state(D3),
    up_write(memory_lock),
  ],
);

const vfio_pci_mmap_huge_fault = fn(
  'vfio_pci_mmap_huge_fault',
  { title: 'user access to the BAR', mirrors: 'drivers/vfio/pci/vfio_pci_core.c' },
  [
    down_read(memory_lock),
    given(
      fault_tests_power,
      [step('if (power == D0) vmf_insert_pfn()', assign(pte, or(pte, eq(power, D0))))],
      [step('vmf_insert_pfn()', assign(pte, TRUE))],
    ),
    up_read(memory_lock),
  ],
);

const vfio_pci_dma_buf_map = fn(
  'vfio_pci_dma_buf_map',
  { title: 'importer', mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c' },
  [
    mutex_lock(resv),
    step('if (!priv->revoked) map', assign(mapped, or(mapped, not(revoked)))),
    mutex_unlock(resv),
  ],
);

const properties = [
  property('CpuOnlyInD0', 'A PTE of the BAR exists only while the device is in D0.', [
    clause('D0', { given: pte, then: eq(power, D0) }),
  ]),
  property('DmaOnlyInD0', 'An importer has the BAR mapped only while the device is in D0.', [
    clause('D0', { given: mapped, then: eq(power, D0) }),
  ]),
  property('NoCpuInTransition', 'No PTE exists while the device goes from D3 to D0.', [
    clause('no PTE', { given: eq(power, TRANSITION), then: not(pte) }),
  ]),
  property('NoDmaInTransition', 'No importer has a mapping while the device goes from D3 to D0.', [
    clause('no mapping', { given: eq(power, TRANSITION), then: not(mapped) }),
  ]),
  property('UsableAgain', 'In the end the buffer of a device in D0 is not revoked.', [
    clause('not revoked', { given: and(quiescent(), eq(power, D0)), then: not(revoked) }),
  ]),
  property('NoCpuInReset', 'No PTE exists while the device is in reset.', [
    clause('no PTE', { given: in_reset, then: not(pte) }),
  ]),
  property('NoDmaInReset', 'No importer has a mapping while the device is in reset.', [
    clause('no mapping', { given: in_reset, then: not(mapped) }),
  ]),
];

const small = configuration('small', {
  bounds: '1 BAR, 1 reset, 1 request for D3, 1 fault, 1 importer',
  goals: [
    goal('the fault maps the BAR', pte),
    goal('the importer maps the BAR', mapped),
    goal('the reset finds the device in D3', eq(power, TRANSITION)),
    goal(
      'the importer maps while memory_lock is held',
      and(isWriteLocked(memory_lock), ne(resv.owner, NONE)),
    ),
    goal('an importer is refused after a revoke', and(revoked, ne(resv.owner, NONE), not(mapped))),
  ],
});

const SERIES = 'vfio/pci: Clean up BAR zap and revocation (April to June 2026)';

const NO_POWER_TEST = {
  suffix: 'no-power-test',
  summary: 'the fault does not test the power state',
  set: { fault_tests_power: 'no' },
};
const NO_D3_ZAP = {
  suffix: 'no-d3-zap',
  summary: 'entry to D3 neither zaps nor revokes',
  set: { d3_zaps: 'no' },
};
const NEITHER = {
  suffix: 'neither',
  summary: 'neither of the two assumptions holds',
  set: { d3_zaps: 'no', fault_tests_power: 'no' },
};

/** An order of the reset without one of the assumptions, or without both. */
const without = (
  { suffix, summary, set }: typeof NO_POWER_TEST | typeof NO_D3_ZAP | typeof NEITHER,
  order: string,
  ...violated: readonly string[]
) =>
  variant(`${order}-${suffix}`, {
    summary: `order ${order}; ${summary}`,
    from: order,
    set,
    ref: 'derived',
    expect: { small: violates(...violated) },
  });

const [CPU_D0, DMA_D0] = ['CpuOnlyInD0', 'DmaOnlyInD0'];
const [CPU_TRANSITION, DMA_TRANSITION] = ['NoCpuInTransition', 'NoDmaInTransition'];

export default spec('history/hb-19', {
  summary: 'reset: zap, revoke and D0 in three orders, with and without the assumptions',
  mirrors: 'abstraction of drivers/vfio/pci as of the series of April to June 2026',
  constants: [d3_zaps, fault_tests_power],
  processes: [
    process('reset', [vfio_pci_ioctl_reset()]),
    process('d3_request', [vfio_lock_and_set_power_state()]),
    process('fault', [vfio_pci_mmap_huge_fault()]),
    process('importer', [vfio_pci_dma_buf_map()]),
  ],
  races: [],
  survivors: [
    unnoticed(
      'both are done under memory_lock before the device leaves D0, and an importer has no part in the zap',
      'vfio_lock_and_set_power_state: swap vfio_pci_zap_bars() and vfio_pci_dma_buf_move(true)',
    ),
  ],
  properties,
  configurations: [small],
  base: variant('tree', {
    summary: 'as in the tree: zap, D0, revoke',
    ref: SERIES,
    expect: { small: allHold },
  }),
  variants: [
    variant('v1', {
      summary: 'as in v1 of the series: zap, revoke, D0',
      replace: { vfio_pci_ioctl_reset: revokeBeforeD0 },
      ref: SERIES,
      expect: { small: allHold },
    }),
    variant('v2', {
      summary: 'as from v2 of the series on: D0, zap, revoke',
      replace: { vfio_pci_ioctl_reset: zapAfterD0 },
      ref: SERIES,
      expect: { small: allHold },
    }),
    without(NO_POWER_TEST, 'tree', CPU_D0),
    without(NO_POWER_TEST, 'v1', CPU_D0),
    without(NO_POWER_TEST, 'v2', CPU_D0, CPU_TRANSITION),
    without(NO_D3_ZAP, 'tree', CPU_D0, DMA_D0, DMA_TRANSITION),
    without(NO_D3_ZAP, 'v1', CPU_D0, DMA_D0),
    without(NO_D3_ZAP, 'v2', CPU_D0, DMA_D0, CPU_TRANSITION, DMA_TRANSITION),
    without(NEITHER, 'tree', CPU_D0, DMA_D0, DMA_TRANSITION),
    without(NEITHER, 'v1', CPU_D0, DMA_D0),
    without(NEITHER, 'v2', CPU_D0, DMA_D0, CPU_TRANSITION, DMA_TRANSITION),
  ],
});
