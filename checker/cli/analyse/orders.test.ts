/**
 * `ordeal orders` as a user meets it: what it answers, what it refuses, and with which exit codes.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ordeal } from '../../testing/ordeal.ts';

const RESET = [
  'orders',
  'vfio-pci/revoke-bars/original-order',
  '--in',
  'vfio_pci_ioctl_reset',
  '--steps',
  'lock,zap,D0,revoke,reset,unrevoke,unlock',
];
/** Few enough orders for a test. */
const SMALL = [...RESET, '--config', 'importer-power', '--fix', 'lock,D0', '--fix', 'lock,unlock'];

const HOT_RESET = [
  'orders',
  'vfio-pci/revoke-bars/v4',
  '--in',
  'vfio_pci_dev_set_hot_reset',
  '--config',
  'hot-reset',
  '--steps',
  'set,lock,revoke,lock2,revoke2,D0,D0_2,reset,unrevoke2,unlock2,unrevoke,unlock,unset',
];

describe('ordeal orders', { timeout: 300_000 }, () => {
  test('finds what D3 entry without a revoke requires, and sets aside what fails anyway', async () => {
    const { code, stdout } = await ordeal([
      ...SMALL,
      ...['--fix', 'revoke,unlock', '-c', 'd3-revokes=no', '--query', 'revoke < D0', '--json'],
    ]);
    const answer = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(answer.setAside).toEqual(['S-ACCESS', 'I-NOMAP']);
    expect(answer.consequence.reduced).toContain('D0 < revoke');
    expect(answer.query).toMatchObject({
      verdict: 'forbidden',
      broken: { property: 'S-D0REVOKE', steps: 14 },
    });
    expect(answer.query.broken.trace).toHaveLength(14);
  });

  test('names the assumption under which a free pair is not free', async () => {
    const { code, stdout } = await ordeal([...SMALL, '--query', 'revoke,D0']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/query "revoke < D0": does not matter here/);
    expect(stdout).toMatch(
      /it would matter with d3-revokes=no .*\n? *S-D0REVOKE needs D0 <\s+revoke/,
    );
    expect(stdout.split('\n').every((line) => line.length <= 72)).toBe(true);
  });

  test('writes the answer, the picture and every counterexample', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'ordeal-orders-')), 'out');
    const { code, stdout } = await ordeal([...SMALL, '--out', folder]);
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'orders.txt'), 'utf8')).toBe(stdout);
    expect(readFileSync(join(folder, 'precedences.svg'), 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
    expect(readFileSync(join(folder, 'orders.md'), 'utf8')).toContain('graph LR');
    const numbers = [...stdout.matchAll(/\(counterexample (\d+)\)/g)].map(([, number]) => number);
    expect(numbers.length).toBeGreaterThan(0);
    for (const number of numbers) {
      const trace = readFileSync(join(folder, `counterexample-${number}.txt`), 'utf8');
      expect(trace).toMatch(/<== VIOLATION/);
      expect(trace).not.toMatch(/replay:/);
    }
  });

  test('says what it knows when a limit is hit, with exit code 3', async () => {
    const { code, stdout } = await ordeal([...RESET, '--max-states', '2000']);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^INCONCLUSIVE .*bound=max-states/s);
  });

  test('stops on Ctrl-C with exit code 130', async () => {
    const { code, stdout } = await ordeal([...RESET, '--config', 'power', '--progress', 'plain'], {
      signal: { name: 'SIGINT', after: /depth/ },
    });
    expect(code).toBe(130);
    expect(stdout).toMatch(/bound=interrupted/);
  });

  test('stops within a second while the space of a single order is searched', async () => {
    const { code, stdout, elapsedMs } = await ordeal(
      [...RESET, '--config', 'large', '--progress', 'plain'],
      { signal: { name: 'SIGINT', after: /distinct \d/ } },
    );
    expect(code).toBe(130);
    expect(stdout).toMatch(/bound=interrupted/);
    expect(elapsedMs).toBeLessThan(1500);
  });
});

const NARROW = ['--fix', 'lock < reset < unrevoke < unlock', '--json'];

test('with faults, writes and an importer zap, D0 and revoke are free between lock and reset', {
  timeout: 300_000,
}, async () => {
  const full = ['--config', 'power', '-c', 'importers=1'];
  const { code, stdout } = await ordeal([...RESET, ...full, ...NARROW]);
  expect(code).toBe(0);
  const { orders, safe, setAside, consequence } = JSON.parse(stdout);
  expect([orders, safe.length, setAside]).toEqual([210, 6, []]);
  expect(consequence.isSufficient).toBe(true);
  const between = ['zap', 'D0', 'revoke'].flatMap((unit) => [`lock < ${unit}`, `${unit} < reset`]);
  expect(consequence.reduced.toSorted()).toEqual(between.toSorted());
  expect(consequence.free).toEqual([
    ['zap', 'D0'],
    ['zap', 'revoke'],
    ['D0', 'revoke'],
  ]);
});

test('with faults alone D0 does nothing, and no fault sees the buffer revoked', {
  timeout: 120_000,
}, async () => {
  const { code, stdout } = await ordeal([
    ...RESET,
    '--config',
    'power',
    '-c',
    'admins=0',
    ...NARROW,
  ]);
  expect(code).toBe(0);
  const { census, consequence, assertion, neverTaken } = JSON.parse(stdout);
  expect(census.find(({ unit }: { unit: string }) => unit === 'D0')).toMatchObject({ changed: 0 });
  expect(
    [...consequence.required, ...assertion.required].filter((pair) => /\bD0\b/.test(pair)),
  ).toEqual([]);
  expect(neverTaken).toContain('vfio_pci_mmap_huge_fault: if (!revoked[MMAP]) -> false');
});

test('jumps lead to their labels: what a device of a hot reset needs', {
  timeout: 120_000,
}, async () => {
  const chains = [
    'set < lock < revoke < lock2 < revoke2 < reset < unrevoke2 < unlock2 < unrevoke < unlock < unset',
    'set < D0 < reset',
    'set < D0_2 < unrevoke2',
  ];
  const fixed = chains.flatMap((chain) => ['--fix', chain]);
  const { code, stdout } = await ordeal([...HOT_RESET, ...fixed, '--json']);
  expect(code).toBe(0);
  const { consequence, broken } = JSON.parse(stdout);
  // The peer is to be woken after it is locked and before the reset begins; when in between, does not matter.
  expect(consequence).toMatchObject({
    reduced: ['lock2 < D0_2', 'D0_2 < reset'],
    isSufficient: true,
  });
  const lengths = broken.map(({ property, steps }: { property: string; steps: number }) => [
    property,
    steps,
  ]);
  expect(lengths).toEqual([
    ['S-D0RESET', 33],
    ['S-D0RESET', 32],
  ]);
});

test('a lock that callers hold is no finding of the environment', { timeout: 60_000 }, async () => {
  const target = ['vfio-pci/revoke-bars/v4', '--config', 'importer-power'];
  const { stdout } = await ordeal(['orders', ...target, '--in', 'vfio_pci_zap_revoke_bars']);
  expect(stdout).not.toMatch(/fails without the function/);
});

describe('ordeal orders refuses', { timeout: 120_000 }, () => {
  const cases: readonly (readonly [what: string, args: readonly string[], message: RegExp])[] = [
    ['no function', ['orders', 'history/hb-19'], /needs --in FUNCTION; there are: /],
    [
      'an unknown function',
      ['orders', 'history/hb-19', '--in', 'vfio_pci_ioctl_rset'],
      /did you mean/,
    ],
    ['an unknown step', [...RESET, '--query', 'revke < D0'], /did you mean 'revoke'/],
    ['a precedence that is none', [...RESET, '--fix', 'revoke'], /expected "a < b"/],
    ['too few names', [...RESET.slice(0, -1), 'lock,zap'], /names 2 of the 7 statements/],
    ['an unknown property', [...RESET, '-p', 'S-ACESS'], /did you mean 'S-ACCESS'/],
    ['more orders than it tries', HOT_RESET, /6227020800 orders are more than --limit 50000/],
    [
      'an unknown neighbour',
      [...RESET.slice(0, 4), '--beside', 'kref_put()'],
      /--beside: vfio_pci_ioctl_reset\(\) has no step 'kref_put\(\)'/,
    ],
  ];
  test.concurrent.for(cases)('%s', async ([, args, message], { expect }) => {
    const { code, stderr } = await ordeal(args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

test('a unit that is optional twice is optional once', async () => {
  const args = ['orders', 'history/hb-19', '--in', 'vfio_pci_ioctl_reset', '--json'];
  const fixed = ['--fix', 'down_write < vfio_pci_set_power_state < vfio_pci_dma_buf_move'];
  const optional = ['--optional', 'vfio_pci_zap_bars'];
  const once = await ordeal([...args, ...fixed, ...optional]);
  expect(once.code).toBe(0);
  expect((await ordeal([...args, ...fixed, ...optional, ...optional])).stdout).toBe(once.stdout);
});
