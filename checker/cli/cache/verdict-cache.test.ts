// Verdicts of earlier runs: served to the same model and the same checker only, and never if anything is wrong with them.

import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runNode } from '../../testing/checkout.ts';
import { ROOT } from '../../testing/files.ts';
import { ordeal } from '../../testing/ordeal.ts';
import { FLAVOURS, SpecFolder, specText } from '../../testing/spec-folder.ts';

let folder: SpecFolder;
beforeEach(() => {
  folder = new SpecFolder(['twin']);
});
afterEach(() => folder.remove());

const path = (name: string): string => join(folder.path, name);

interface Served {
  readonly outcome: string;
  readonly cached?: boolean;
}

/** Gates without a record of its own; what it says of each search. */
async function searches(...args: readonly string[]): Promise<readonly Served[]> {
  const { stdout } = await ordeal(
    [
      'gate',
      '--specs',
      path('twin.mjs'),
      '--record',
      path('record'),
      '--update',
      '--json',
      ...args,
    ],
    { env: { ORDEAL_CACHE: path('cache') } },
  );
  return searchesIn(stdout);
}

const searchesIn = (stdout: string): readonly Served[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'search');

const FOUND = [{ outcome: 'expected' }];
const SERVED = [{ outcome: 'expected', cached: true }];

/** Edits every file of the cache. */
function damage(edit: (text: string) => string): void {
  const files = readdirSync(path('cache'), { recursive: true, encoding: 'utf8' })
    .map((name) => path(`cache/${name}`))
    .filter((file) => /[0-9a-f]{64}$/.test(file));
  expect(files).toHaveLength(1);
  for (const file of files) writeFileSync(file, edit(readFileSync(file, 'utf8')));
}

describe('a verdict of an earlier run', () => {
  beforeEach(async () => {
    const first = await searches();
    expect(first).toMatchObject(FOUND);
    expect(first[0]).not.toHaveProperty('cached');
  }, 120_000);

  test('is served to the same model, says so, and is left out with --no-cache', async () => {
    expect(await searches()).toMatchObject(SERVED);
    const { stdout } = await ordeal(
      ['gate', '--specs', path('twin.mjs'), '--record', path('record'), '-v'],
      { env: { ORDEAL_CACHE: path('cache') } },
    );
    expect(stdout).toMatch(/^expected {2}mine\/twin\[small\] {2}.* depth=1 cached$/m);
    expect((await searches('--no-cache'))[0]).not.toHaveProperty('cached');
  });

  test.each([
    ['a step', { body: "step('x = true', assign(x, TRUE)), step('y = 1', assign(y, int(1)))" }],
    [
      'a property',
      { properties: "property('P', 'x stays.', [clause('c', { then: or(x, not(x)) })])" },
    ],
    [
      'the name of a property alone',
      {
        properties: "property('Q', 'x stays false.', [clause('c', { then: not(x) })])",
        expect: "violates('Q')",
      },
    ],
    ['the name of a step alone', { body: "step('set x', assign(x, TRUE))" }],
    ['a goal', { goals: "goal('y', eq(y, int(3)))" }],
  ])('is never served to a spec that differs in %s', async (_, flavour) => {
    folder.write('twin.mjs', specText('twin', { ...FLAVOURS['twin'], ...flavour }));
    expect((await searches())[0]).not.toHaveProperty('cached');
  });

  test('is served to a spec that differs in a comment, and judged by its expectation of today', async () => {
    const prologue = '// a comment\n';
    folder.write('twin.mjs', specText('twin', { ...FLAVOURS['unsafe'], prologue }));
    expect(await searches()).toMatchObject([{ outcome: 'VIOLATED', cached: true }]);
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, -5)],
    ['edited', (text: string) => text.replace('"kind":"violated"', '"kind":"holds"')],
    ['empty', () => ''],
  ])('is never served if it is %s', async (_, edit) => {
    damage(edit);
    const again = await searches();
    expect(again).toMatchObject(FOUND);
    expect(again[0]).not.toHaveProperty('cached');
    expect(await searches()).toMatchObject(SERVED);
  });
});

test('a run that hits a bound leaves nothing behind', async () => {
  await ordeal(
    [
      'gate',
      'classics/two-phase-commit',
      '--record',
      path('record'),
      '--update',
      '--max-time',
      '0.001',
    ],
    { env: { ORDEAL_CACHE: path('cache') } },
  );
  const complete = readdirSync(path('cache'), { recursive: true, encoding: 'utf8' });
  const second = await ordeal(
    ['gate', 'classics/two-phase-commit', '--record', path('r'), '--update', '--json'],
    { env: { ORDEAL_CACHE: path('cache') } },
  );
  const served = searchesIn(second.stdout).filter(({ cached }) => cached === true);
  expect(served.length).toBe(complete.filter((name) => /[0-9a-f]{64}$/.test(name)).length);
});

test('a checker that was changed is served nothing, wherever the change is', async () => {
  const root = mkdtempSync(join(tmpdir(), 'ordeal-changed-'));
  try {
    for (const name of ['bin', 'dist', 'package.json'])
      cpSync(join(ROOT, name), join(root, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    const gate = async (): Promise<boolean> => {
      const args = ['gate', '--specs', path('twin.mjs'), '--record', path('record'), '--update'];
      process.env['ORDEAL_CACHE'] = path('cache');
      const run = await runNode(['bin/ordeal.mjs', ...args, '--json', '--progress', 'none'], root);
      delete process.env['ORDEAL_CACHE'];
      return searchesIn(run.stdout)[0]?.cached === true;
    };
    expect([await gate(), await gate()]).toEqual([false, true]);
    for (const file of ['program/bin.js', 'program/search-worker.js', 'semantics/evaluate.js']) {
      const place = join(root, 'dist/checker', file);
      writeFileSync(place, `${readFileSync(place, 'utf8')}\n// changed\n`);
      expect([file, await gate()]).toEqual([file, false]);
    }
    expect(await gate()).toBe(true);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}, 240_000);
