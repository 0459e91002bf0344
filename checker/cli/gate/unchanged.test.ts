// A gate of what has not changed loads nothing; whatever the answer depends on, a change of it is seen.
// Run in a copy of the package, whose specs, checker and record a test may edit.

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../../testing/files.ts';
import { type LaunchOutcome, startIn } from '../../testing/ordeal.ts';

const root = mkdtempSync(join(tmpdir(), 'ordeal-unchanged-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const SPEC = 'dist/specs/classics/peterson.js';
const OTHER = 'dist/specs/classics/barzap.js';
const MATRIX = 'counterexamples/classics/peterson/matrix.txt';
const TRACE = 'counterexamples/classics/peterson/turn-first/MutualExclusion.json';
const EDITED = [SPEC, OTHER, MATRIX, TRACE, 'dist/checker/semantics/evaluate.js'];

beforeAll(() => {
  for (const name of ['bin', 'dist', 'package.json', 'counterexamples'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
}, 60_000);

/** From the folder of the copy, by its own launcher. */
const gate = (...args: readonly string[]): Promise<LaunchOutcome> =>
  startIn(root, ['gate', ...args], { ORDEAL_CACHE: join(root, 'cache') });

const edit = (path: string, from: string | RegExp, to: string): void => {
  const text = readFileSync(join(root, path), 'utf8');
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  writeFileSync(join(root, path), edited);
};

const settled = {
  code: 0,
  stdout: 'same      4 cells\nsummary: 4 cells in 2 searches (2 cached), 4 same\n',
};
const PETERSON = 'classics/peterson';

beforeEach(async () => {
  for (const path of EDITED) cpSync(join(ROOT, path), join(root, path));
  await gate(PETERSON);
  // What is settled is not even loaded: a second run that loaded it would say so.
  expect(await gate(PETERSON)).toMatchObject(settled);
}, 120_000);

test('a settled spec is answered for without its models, beside one that is not', async () => {
  edit(OTHER, /summary: '/, "summary: 'now ");
  const { code, stdout } = await gate(PETERSON, 'classics/barzap');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^summary: \d+ cells in (\d+) searches.*same$/m);
  expect((await gate('-q', PETERSON)).stdout).toBe('');
});

test('the cells of a settled spec are those that were compared', async () => {
  const [first, second] = [await gate('vfio-pci/memtype'), await gate('vfio-pci/memtype')];
  expect(first.stdout).not.toContain('cached');
  expect(second.stdout.replace(/ \(\d+ cached\)/, '')).toBe(first.stdout);
  expect(second.stdout).not.toBe(first.stdout);
}, 120_000);

test.each([
  ['a step', 'or(not(flag.at(other)), eq(turn, me))', 'not(flag.at(other))', 11],
  ['an expectation', "violates('MutualExclusion')", 'allHold', 12],
  ['a name', "variant('turn-first'", "variant('turn-last'", 4],
])(
  'a spec with %s changed is gated anew',
  async (_, from, to, code) => {
    edit(SPEC, from, to);
    expect((await gate(PETERSON)).code).toBe(code);
    expect((await gate('classics')).code).toBe(code);
  },
  240_000,
);

test('a record with another verdict, a trace less or one step less differs', async () => {
  edit(MATRIX, 'expected  ', 'ok        ');
  expect((await gate(PETERSON)).code).toBe(4);
  cpSync(join(ROOT, MATRIX), join(root, MATRIX));
  edit(TRACE, /"steps": \[\n.*\n/, '"steps": [\n');
  expect((await gate(PETERSON)).code).toBe(4);
  rmSync(join(root, TRACE));
  expect((await gate(PETERSON)).code).toBe(4);
});

test('a record of a spec that is not there any more is gone, whatever is settled', async () => {
  cpSync(
    join(root, 'counterexamples/classics/peterson'),
    join(root, 'counterexamples/classics/gone'),
    {
      recursive: true,
    },
  );
  edit('counterexamples/classics/gone/matrix.txt', /classics\/peterson/g, 'classics/gone');
  rmSync(join(root, 'counterexamples/classics/gone/turn-first'), { recursive: true });
  const { code, stdout } = await gate('classics');
  rmSync(join(root, 'counterexamples/classics/gone'), { recursive: true });
  expect([code, stdout]).toEqual([4, expect.stringContaining('gone      classics/gone')]);
}, 120_000);

test('a changed checker has settled nothing', async () => {
  edit('dist/checker/semantics/evaluate.js', /$/, '\n// changed\n');
  expect((await gate(PETERSON)).stdout).toContain('in 2 searches, 4 same');
});

test('what is asked to be told in full is told of every search', async () => {
  const { stdout } = await gate(PETERSON, '-v');
  expect(stdout.match(/ cached$/gm)).toHaveLength(2);
  const lines = (await gate(PETERSON, '--json')).stdout.trim().split('\n');
  const objects = lines.map((line) => JSON.parse(line) as { type: string; cached?: unknown });
  expect(objects.filter(({ type, cached }) => type === 'search' && cached === true)).toHaveLength(
    2,
  );
  expect(objects.find(({ type }) => type === 'gate')).toMatchObject({ cells: 4, cached: 2 });
  expect((await gate(PETERSON, '--no-cache')).stdout).toContain('in 2 searches, 4 same');
});

test.each([
  ['classics/petersen', "did you mean 'classics/peterson'?"],
  ['classics/peterson/turn-first', 'is a variant: a gate compares whole specs'],
])('%s beside a settled spec is refused as always', async (target, message) => {
  const { code, stderr } = await gate(PETERSON, target);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
