import { describe, expect, test } from 'vitest';
import barzap from '../../specs/classics/barzap.ts';
import revokeBars from '../../specs/vfio-pci/revoke-bars/spec.ts';
import type { Settings, Spec } from '../lang/index.ts';
import { everyStatement } from '../testing/every-statement.ts';
import { modelOf } from '../testing/outcome.ts';
import { diffModels, type Instance, plainLabel, printModel } from './index.ts';

interface Choice {
  readonly variant?: string;
  readonly configuration?: string;
  readonly set?: Settings;
}

function instanceOf(spec: Spec, { variant, configuration, set = {} }: Choice = {}): Instance {
  const named = <T extends { readonly name: string }>(all: readonly T[], name?: string): T =>
    all.find((each) => name === undefined || each.name === name) as T;
  return {
    spec,
    variant: named(spec.variants, variant),
    configuration: named(spec.configurations, configuration),
    overrides: set,
  };
}

test('prints every kind of statement and declaration like this', async () => {
  const text = printModel(instanceOf(everyStatement));
  await expect(text).toMatchFileSnapshot('golden/show.txt');
});

test.each([
  ['every statement', everyStatement, {}],
  ['barzap', barzap, {}],
  ['the reset orders', revokeBars, { variant: 'v4', configuration: 'power' }],
  ['the mapper', revokeBars, { variant: 'v4', configuration: 'mmap' }],
])('the labels of %s are those of its traces', (_, spec, choice) => {
  const lines = printModel(instanceOf(spec, choice))
    .split('\n')
    .map((line) => line.trim());
  const labels = modelOf(spec, choice).units.map(({ label }) => plainLabel(label));
  const steps = labels.filter((label) => !/ -> (true|false)$/.test(label) && label !== 'for (;;)');
  expect(steps.length).toBeGreaterThan(10);
  const missing = steps.filter(
    (label) => !lines.some((line) => line.startsWith(label) || line.includes(`/* ${label}`)),
  );
  expect(missing).toEqual([]);
});

test('prints plain ASCII, nested by eight blanks, without tabs', () => {
  const text = printModel(instanceOf(revokeBars, { configuration: 'power' }));
  expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  const code = text.slice(text.indexOf('*/\n'));
  expect(code.split('\n').filter((line) => !/^( {8})*(\S|$)/.test(line))).toEqual([]);
});

test('prints only what exists with the constants of the configuration', () => {
  const power = printModel(instanceOf(revokeBars, { configuration: 'power' }));
  expect(power).not.toContain('process importer');
  expect(power).not.toContain('dma_buf_map_attachment');
  const set = { importers: 1 };
  const more = printModel(instanceOf(revokeBars, { configuration: 'power', set }));
  expect(more).toContain('process importer');
  expect(more).toContain('const int importers = 1;');
});

test('parts of conditions that the configuration decides are left out, in the mapped clauses too', () => {
  const text = printModel(instanceOf(revokeBars, { variant: 'v4', configuration: 'power' }));
  expect(text).toContain('pte: pte[BUF] && revoked[MMAP] => in_revoke_window\n');
  expect(text).not.toContain('MMAP == MMAP');
});

test('the signs that occur are explained at the top, and no others', () => {
  const head = (spec: Spec) => printModel(instanceOf(spec)).split('*/')[0] ?? '';
  for (const sign of ['either', 'rest', 'waits for C', 'only if C', '#if']) {
    expect(head(everyStatement)).toContain(` * ${sign}: `);
  }
  expect(head(barzap)).not.toContain(' * #if');
});

test('a step that begins a branch does not wait, and an effect that the label says is not repeated', () => {
  const text = printModel(instanceOf(revokeBars, { variant: 'v4', configuration: 'power' }));
  expect(text).toMatch(/get_file_active\(buffer\) = 1; \/\* only if /);
  expect(text).toContain('vmf_insert_pfn(); pte[vma] = true;\n');
});

describe('the difference of two variants', () => {
  const of = (variant: string, set: Settings = {}) =>
    instanceOf(revokeBars, { variant, configuration: 'power', set });
  const changed = (diff: string) =>
    diff.split('\n').filter((line) => /^[-+](?![-+]{2} )/.test(line));

  test('v1-order against v4 is one line that moved', () => {
    const diff = diffModels(of('v4'), of('v1-order'));
    expect(changed(diff)).toHaveLength(2);
    const [gone, come] = changed(diff) as [string, string];
    expect([gone[0], come[0]]).toEqual(['-', '+']);
    expect(gone.slice(1)).toBe(come.slice(1));
    expect(diff.split('\n').slice(0, 3)).toEqual([
      '--- vfio-pci/revoke-bars/v4 [power]',
      '+++ vfio-pci/revoke-bars/v1-order [power]',
      expect.stringMatching(/^@@ -\d+,8 \+\d+,8 @@ static void vfio_pci_ioctl_reset\(void\)$/),
    ]);
  });

  test('the line numbers of a hunk are those of the two listings', () => {
    const [, , head = '', first = ''] = diffModels(of('v4'), of('v1-order')).split('\n');
    const [, old, now] = /-(\d+),8 \+(\d+),8/.exec(head) as unknown as [string, string, string];
    expect(printModel(of('v4')).split('\n')[Number(old) - 1]).toBe(first.slice(1));
    expect(printModel(of('v1-order')).split('\n')[Number(now) - 1]).toBe(first.slice(1));
  });

  test('a constant that is set is a line among the constants', () => {
    const diff = diffModels(of('v4'), of('v4', { touches: 1 }));
    expect(diff).toContain('@@ constants');
    expect(changed(diff).map((line) => line.split(';')[0])).toEqual([
      '-const int touches = 2',
      '+const int touches = 1',
    ]);
  });

  test('a function that only one of them has is there with all its lines', () => {
    const lines = changed(diffModels(of('v4'), of('v4', { importers: 1 })));
    const start = lines.indexOf('+static void dma_buf_map_attachment(importer importer)');
    expect(lines[start + 1]).toBe('+{');
    expect(lines.slice(start).indexOf('+}')).toBeGreaterThan(5);
  });

  test('a function with a line less is a hunk of its own', () => {
    const calm = instanceOf(everyStatement, { variant: 'calm' });
    const diff = diffModels(instanceOf(everyStatement), calm);
    expect(changed(diff)).toEqual(['-        helped;']);
    expect(diff).toContain('@@ static void helper(void)');
  });

  test('hunks stand in the order of the listing, lines that one of the two lacks at the line above them', () => {
    const heads = diffModels(of('v4'), of('v4', { importers: 1 }))
      .split('\n')
      .flatMap((line) => /^@@ -(\d+),(\d+) \+(\d+),/.exec(line)?.slice(1).map(Number) ?? []);
    const starts = (column: number) => heads.filter((_, at) => at % 3 === column);
    const [old, counts, now] = [starts(0), starts(1), starts(2)];
    expect(now).toEqual(now.toSorted((a, b) => a - b));
    expect(counts).toContain(0);
    expect(old.filter((line, at) => counts[at] === 0 && line < 10)).toEqual([]);
  });

  test('there is none between a variant and itself', () => {
    expect(diffModels(of('v4'), of('v4'))).toBe('');
  });
});
