// The packed package, installed in an empty folder, works and holds what it should.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNode } from './checkout.ts';
import { npm, packInto } from './packed.ts';

const folder = mkdtempSync(join(tmpdir(), 'ordeal-package-'));
const user = join(folder, 'user');
const installed = join(user, 'node_modules', 'ordeal');

beforeAll(() => {
  const tarball = packInto(folder);
  mkdirSync(user);
  writeFileSync(join(user, 'package.json'), '{ "type": "module", "private": true }\n');
  npm(user, 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('runs the command through npx', () => {
  expect(npm(user, 'exec', '--no', '--', 'ordeal', '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('runs the command through the link that npm makes', async () => {
  const outcome = await runNode([join(user, 'node_modules/.bin/ordeal'), '--version'], user);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
});

test('makes a page of a trace, with its script, without the tools of a checkout', () => {
  const args = ['exec', '--no', '--', 'ordeal', 'trace', 'export', 'classics/barzap/bad:Safe'];
  npm(user, ...args, '-o', 'page.html');
  const page = readFileSync(join(user, 'page.html'), 'utf8');
  expect(page).toMatch(/<script>\(function\(\)\{/);
  expect(page).toContain('id="model-data"');
});

test('lets a spec author import the spec language', async () => {
  const program = "import * as lang from 'ordeal'; console.log(Object.keys(lang).length > 0)";
  const outcome = await runNode(['--input-type=module', '--eval', program], user);
  expect(outcome).toEqual({ code: 0, stdout: 'true\n', stderr: '' });
});

test('holds the build and neither the sources of the checker nor tests', () => {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  expect(files).toContain('LICENSE');
  const bundled = readFileSync(join(installed, 'dist/checker/program/LICENSES.txt'), 'utf8');
  expect(bundled).toMatch(/^yargs \d+\.\d+\.\d+ \(MIT\)\n\nMIT License/m);
  expect(existsSync(join(installed, 'checker'))).toBe(false);
  expect(files.filter((path) => /\.test\b/.test(path))).toEqual([]);
});
