// The gate as it is used: a record beside specs that change, from the real program.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ordeal } from '../../testing/ordeal.ts';
import { FLAVOURS, SpecFolder, specText } from '../../testing/spec-folder.ts';

let folder: SpecFolder;
beforeEach(() => {
  folder = new SpecFolder(['holds', 'twin']);
});
afterEach(() => folder.remove());

const LOADED_MACHINE_MS = 120_000;

const path = (name: string): string => join(folder.path, name);
const record = (name: string): string => path(`counterexamples/mine/${name}`);

/** Runs a gate over the specs of the folder, with a cache of its own. */
const gate = (...args: readonly string[]) =>
  ordeal(['gate', '--specs', '.', ...args], {
    cwd: folder.path,
    env: { ORDEAL_CACHE: path('cache') },
  });

const write = (name: string, flavour: (typeof FLAVOURS)[string]): string =>
  folder.write(`${name}.mjs`, specText(name, flavour ?? {}));

describe('with a record', () => {
  beforeEach(async () => {
    expect(await gate('--update', '-q')).toMatchObject({ code: 0 });
  }, LOADED_MACHINE_MS);

  test('an unchanged matrix is the same, and with -q nothing is said', async () => {
    const stdout = 'same      4 cells\nsummary: 4 cells in 2 searches (2 cached), 4 same\n';
    expect(await gate()).toMatchObject({ code: 0, stdout, stderr: '' });
    expect(await gate('-q')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  test('the record is text, sorted, with a line per verdict', () => {
    expect(readFileSync(record('twin/matrix.txt'), 'utf8')).toMatch(
      /^# ordeal matrix 1: mine\/twin\nsearch {4}mine\/twin\[small\] {2}states=2 generated=2 depth=1 steps=1\/1 .* model=[0-9a-f]{16}\nexpected {2}mine\/twin\[small\]:P {2}steps=1 switches=0\nok {8}mine\/twin\[small\]:deadlock\nend {7}3 lines\n$/,
    );
  });

  test('a good variant that breaks is CHANGED, ends with 12, and its trace is kept', async () => {
    write('holds', FLAVOURS['unsafe'] ?? {});
    const { code, stdout } = await gate();
    expect(code).toBe(12);
    expect(stdout).toContain(
      'CHANGED   mine/holds[small]:P  ok -> VIOLATED steps=1 switches=0\n  trace: counterexamples/.found/mine/holds/P.json\n',
    );
    expect(stdout).toContain('  accept with: ordeal gate --update   (review the diff of');
    expect(readFileSync(record('../.found/mine/holds/P.json'), 'utf8')).toContain('"type"');
    expect(readFileSync(record('../.found/.gitignore'), 'utf8')).toBe('*\n');
    expect(existsSync(record('holds/P.json'))).toBe(false);
  });

  test.each([
    ['though it is still expected to fail', "violates('P')", 'UNEXPECTED'],
    ['and is expected to', 'allHold', 'ok'],
  ])('a bad variant that is mended, %s, is CHANGED and ends with 4', async (_, expected, word) => {
    write('twin', { expect: expected });
    const { code, stdout } = await gate();
    expect(code).toBe(4);
    expect(stdout).toContain(
      `CHANGED   mine/twin[small]:P  expected steps=1 switches=0 -> ${word}  (improvement)\n`,
    );
  });

  test('a removed spec is gone and an added one is new', async () => {
    rmSync(path('twin.mjs'));
    folder.write('other.mjs', specText('other', {}));
    const { code, stdout } = await gate();
    expect({ code, stdout }).toEqual({
      code: 4,
      stdout: [
        'same      2 cells',
        'new       mine/other[small]  the search with 2 verdicts',
        'gone      mine/twin[small]  the search with 2 verdicts',
        'summary: 4 cells in 2 searches (1 cached), 2 same, 1 gone, 1 new',
        '  accept with: ordeal gate --update   (review the diff of counterexamples/)',
        '',
      ].join('\n'),
    });
    expect(await gate('--update')).toMatchObject({ code: 0 });
    expect(existsSync(record('twin'))).toBe(false);
    expect(existsSync(record('other/matrix.txt'))).toBe(true);
    expect(await gate('-q')).toMatchObject({ code: 0, stdout: '' });
  });

  test('another model with the same verdicts is one line of drift', async () => {
    write('twin', {
      ...FLAVOURS['twin'],
      body: "step('x = true', assign(x, TRUE), assign(y, int(1)))",
    });
    const { code, stdout } = await gate();
    expect({ code, stdout }).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('drift     mine/twin[small]  same counts (model changed)\n'),
    });
    expect(stdout).toContain('summary: 4 cells in 2 searches (1 cached), 4 same, 1 drift\n');
  });

  test('a comment or a moved line is no difference', async () => {
    write('holds', { prologue: '// a comment\n\n' });
    expect(await gate('-q')).toMatchObject({ code: 0, stdout: '' });
  });

  test('something vacuous is a difference, and so is that it no longer is', async () => {
    write('holds', FLAVOURS['goalless'] ?? {});
    const vacuous = await gate();
    expect(vacuous.code).toBe(4);
    expect(vacuous.stdout.split('\n').slice(2, 5)).toEqual([
      'drift     mine/holds[small]  goals 0/0 -> 0/1 (model changed)',
      "CHANGED   mine/holds[small]  VACUOUS: goal 'x and not x'",
      "drift     mine/holds[small]  not covered: goal 'x and not x'",
    ]);
    expect(await gate('--update', '-q')).toMatchObject({ code: 5 });
    write('holds', {});
    const { code, stdout } = await gate();
    expect(code).toBe(4);
    expect(stdout).toContain(
      "CHANGED   mine/holds[small]  no longer vacuous: goal 'x and not x'\n",
    );
  });

  test('a trace that is missing, edited or in the wrong place is a difference', async () => {
    const file = record('twin/P.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"shortest": true', '"shortest": false'));
    expect((await gate()).stdout).toContain(
      'drift     mine/twin[small]:P  its trace is not as it was written\n',
    );
    writeFileSync(file, text.replace('"label":"x = true"', '"label":"x = false"'));
    expect((await gate()).stdout).toContain(
      'drift     mine/twin[small]:P  another trace; the committed one stops after 0 of 1 steps\n',
    );
    rmSync(file);
    expect(await gate()).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('mine/twin[small]:P  its trace is not committed\n'),
    });
    writeFileSync(record('twin/Q.json'), text);
    expect((await gate()).stdout).toContain('its trace belongs in mine/twin/P.json\n');
  });

  test.each([
    ['matrix.txt', (text: string) => text.slice(0, text.length / 2), 'is truncated'],
    ['matrix.txt', (text: string) => text.replace(/^ok .*\n/m, ''), 'promises 3 lines'],
    [
      'matrix.txt',
      (text: string) => text.replace('ok ', '<<<<<<< ours\nok '),
      'no line of a matrix',
    ],
    ['matrix.txt', (text: string) => text.replace('matrix 1', 'matrix 2'), 'has version 2'],
    ['matrix.txt', () => '', "begins with '# ordeal matrix'"],
    ['matrix.txt', (text: string) => text.replaceAll('\n', '\r\n'), 'core.autocrlf'],
    ['P.json', (text: string) => text.slice(0, text.length / 2), 'the trace is truncated'],
  ])('a damaged %s is an error and not a smaller record (%#)', async (name, damage, message) => {
    const file = record(`twin/${name}`);
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    const { code, stdout, stderr } = await gate();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^ordeal: counterexamples\/mine\/twin\/.*\n$/);
    expect(stderr).toContain(message);
    expect(await gate('--update', '-q')).toMatchObject({ code: 0 });
    expect(await gate('-q')).toMatchObject({ code: 0 });
  });

  test('a lost matrix beside traces is an error', async () => {
    rmSync(record('twin/matrix.txt'));
    expect(await gate()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('counterexamples/mine/twin has traces but no matrix.txt'),
    });
  });

  test('a spec that does not load is an error and no smaller matrix, also of an update', async () => {
    writeFileSync(path('twin.mjs'), 'import "ordeal"; throw new Error("broken");');
    for (const args of [[], ['--update']]) {
      const { code, stdout, stderr } = await gate(...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('twin.mjs does not load: broken');
    }
    expect(existsSync(record('twin/matrix.txt'))).toBe(true);
  });

  test('a spec that ends the program does not pass', async () => {
    writeFileSync(path('twin.mjs'), 'import "ordeal"; process.exit(0);');
    const { code, stderr } = await gate('-q');
    expect(code).toBe(70);
    expect(stderr).toContain('ended before its result');
  });

  test.each([
    [
      'listens to the end',
      "globalThis.process.on('exit', () => { globalThis.process.exitCode = 0; });",
    ],
    ['ends the program some time later', 'setTimeout(() => process.exit(0), 60_000);'],
  ])(
    'a spec that %s has not the last word',
    async (_, prologue) => {
      write('twin', { ...FLAVOURS['toothless'], prologue });
      expect((await gate('-q')).code).toBe(4);
    },
    30_000,
  );

  test('a record that is no folder is refused, also by an update', async () => {
    rmSync(path('counterexamples'), { recursive: true });
    writeFileSync(path('counterexamples'), 'mine');
    for (const args of [[], ['--update']]) {
      const { code, stderr } = await gate(...args);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(/^ordeal: counterexamples cannot be read: .*\n$/),
      });
    }
  });

  test('a run without an answer to everything is never recorded', async () => {
    const before = readFileSync(record('twin/matrix.txt'), 'utf8');
    const prologue =
      "import { isMainThread } from 'node:worker_threads';\nif (!isMainThread) throw new Error('no');";
    write('twin', { prologue });
    const { code, stderr } = await gate('--update', '--no-cache');
    expect(code).toBe(70);
    expect(stderr).toContain('counterexamples is not updated: the run has no answer to everything');
    expect(readFileSync(record('twin/matrix.txt'), 'utf8')).toBe(before);
  });

  test('an interrupted update leaves the record as it was', async () => {
    const before = readFileSync(record('holds/matrix.txt'), 'utf8');
    write('holds', { body: "step('y = 1', assign(y, int(1)))" });
    const prologue =
      "import { isMainThread } from 'node:worker_threads';\nif (!isMainThread) { setInterval(() => {}, 1000); await new Promise(() => {}); }";
    write('twin', { ...FLAVOURS['twin'], prologue });
    const { code, stdout, stderr } = await ordeal(
      ['gate', '--specs', '.', '--update', '--no-cache', '--progress', 'plain'],
      { cwd: folder.path, signal: { name: 'SIGINT', after: /depth/ } },
    );
    expect(code).toBe(130);
    expect(stdout).toMatch(/^summary: .*; not complete$/m);
    expect(stderr).toContain('is not updated');
    expect(readFileSync(record('holds/matrix.txt'), 'utf8')).toBe(before);
  });

  test('several gates and updates at once agree, and leave a record that is the same', async () => {
    write('holds', { body: "step('y = 1', assign(y, int(1)))" });
    const runs = [['--update'], [], ['--update'], []].map((args) => gate(...args));
    for (const { code } of await Promise.all(runs)) expect([0, 4]).toContain(code);
    expect(await gate('-q')).toMatchObject({ code: 0, stdout: '' });
  });

  test('only the named specs are compared, and recorded', async () => {
    write('holds', FLAVOURS['unsafe'] ?? {});
    rmSync(path('twin.mjs'));
    expect((await gate('mine/holds')).stdout).not.toContain('gone');
    expect(await gate('mine/holds', '--update', '-q')).toMatchObject({ code: 12 });
    expect(existsSync(record('twin/matrix.txt'))).toBe(true);
    expect((await gate('mine')).stdout).toContain('gone      mine/twin[small]');
  });
});

test('without a record there is nothing to compare with', async () => {
  expect(await gate()).toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'ordeal: there is no record in counterexamples: make one with ordeal gate --update\n',
  });
});

test('a variant is no target of a gate', async () => {
  const { code, stderr } = await ordeal(['gate', 'classics/barzap/bad']);
  expect(code).toBe(2);
  expect(stderr).toBe("ordeal: 'classics/barzap/bad' is a variant: a gate compares whole specs\n");
});
