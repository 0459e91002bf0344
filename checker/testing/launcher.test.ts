// The launcher never runs a build that does not match the sources.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Checkout, runNode } from './checkout.ts';
import { filesBelow, ROOT } from './files.ts';

const REBUILDING = 'ordeal: sources changed, rebuilding\n';
const FIRST = { code: 12, stdout: 'first\n', stderr: '' };

const pristine = new Checkout();
let checkout: Checkout;

beforeEach(() => {
  checkout = new Checkout(pristine);
});
afterEach(() => checkout.remove());
afterAll(() => pristine.remove());

const say = (word: string): void =>
  checkout.write('checker/cli/word.ts', `export const word: string = '${word}';\n`);

describe('a fresh build', () => {
  test('runs without a word, with the exit code of the program', async () => {
    expect(await checkout.launch()).toEqual(FIRST);
  });

  test('is not made stale by a new test', async () => {
    checkout.write('checker/cli/word.test.ts', 'nonsense');
    expect(await checkout.launch()).toEqual(FIRST);
  });
});

describe('a stale build', () => {
  test('is rebuilt once after an edit', async () => {
    say('again');
    expect(await checkout.launch()).toEqual({ code: 12, stdout: 'again\n', stderr: REBUILDING });
    expect(await checkout.launch()).toEqual({ code: 12, stdout: 'again\n', stderr: '' });
  });

  test('is rebuilt after an edit that keeps the size', async () => {
    say('fresh');
    expect(await checkout.launch()).toMatchObject({ stdout: 'fresh\n', stderr: REBUILDING });
  });

  test('loses the outputs of removed sources', async () => {
    checkout.write('specs/gone.ts', 'export {};\n');
    await checkout.launch();
    expect(existsSync(join(checkout.root, 'dist/specs/gone.js'))).toBe(true);
    checkout.remove('specs/gone.ts');
    expect(await checkout.launch()).toMatchObject({ stdout: 'first\n', stderr: REBUILDING });
    expect(existsSync(join(checkout.root, 'dist/specs'))).toBe(false);
  });

  test('never runs when the sources have a type error', async () => {
    checkout.write('checker/cli/word.ts', 'export const word: string = 7;\n');
    for (const _ of ['first', 'second']) {
      const { code, stdout, stderr } = await checkout.launch();
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('checker/cli/word.ts(1,14): error TS2322');
      expect(stderr).toMatch(/^ordeal: the rebuild failed .*: run npm run build$/m);
    }
  });

  test('never runs when there is no compiler', async () => {
    checkout.remove('node_modules');
    mkdirSync(join(checkout.root, 'node_modules'));
    say('again');
    const { code, stdout, stderr } = await checkout.launch();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('the compiler is not installed: run npm ci');
  });

  test('is rebuilt by several launchers at once without harm', async () => {
    say('again');
    const outcomes = await Promise.all([1, 2, 3].map(() => checkout.launch()));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ code: 12, stdout: 'again\n' });
    expect(await checkout.launch()).toEqual({ code: 12, stdout: 'again\n', stderr: '' });
    expect(readdirSync(checkout.root).filter((name) => name.startsWith('.build'))).toEqual([]);
  });
});

describe('is refused with exit code 2', () => {
  test.each([
    ['dist', 'ordeal: there is no build: run npm run build\n'],
    ['node_modules', 'ordeal: the dependencies are not installed: run npm ci\n'],
  ])('a checkout without %s', async (folder, stderr) => {
    checkout.remove(folder);
    expect(await checkout.launch()).toEqual({ code: 2, stdout: '', stderr });
  });

  test('an old Node', async () => {
    const pretend = 'Object.defineProperty(process, "versions", { value: { node: "20.18.9" } })';
    const outcome = await checkout.launch('--import', `data:text/javascript,${pretend}`);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toBe('ordeal: Node 20.18.9 is too old: Node 20.19 or later is needed\n');
  });
});

test('an installed package runs its build without sources and without a node_modules of its own', async () => {
  checkout.remove('checker');
  checkout.remove('node_modules');
  expect(await checkout.launch()).toEqual(FIRST);
});

test('a program that never settles ends as an internal error', async () => {
  checkout.write('checker/cli/bin.ts', 'await new Promise(() => {});\nexport {};\n');
  expect(await checkout.launch()).toMatchObject({ code: 70, stdout: '' });
});

test('the sources of this repository are rebuilt after an edit', async () => {
  for (const path of filesBelow('').filter((name) => /^(checker|specs)\//.test(name))) {
    cpSync(join(ROOT, path), join(checkout.root, path));
  }
  const file = 'checker/cli/main.ts';
  const source = readFileSync(join(ROOT, file), 'utf8');
  checkout.write(file, `process.stdout.write('edited\\n');\n${source}`);
  const { code, stdout, stderr } = await runNode(['bin/ordeal.mjs', '--version'], checkout.root);
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^edited\n\d+\.\d+\.\d+\n$/),
    stderr: REBUILDING,
  });
});
