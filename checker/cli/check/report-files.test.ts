// `--report` and targets: what is written where, and what is refused before anything is searched.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ordeal } from '../../testing/ordeal.ts';
import { SpecFolder } from '../../testing/spec-folder.ts';

const folder = new SpecFolder(['unsafe', 'twin']);
afterAll(() => folder.remove());

const path = (name: string): string => join(folder.path, name);
const check = (...args: readonly string[]) => ordeal(['check', ...args], { cwd: folder.path });

test('reports are written whatever the verdict, and nothing else is left behind', async () => {
  const reports = ['--report', 'junit=out.xml', '--report', 'json=out.json'];
  const { code, stderr } = await check('./unsafe.mjs', ...reports);
  expect({ code, stderr }).toEqual({ code: 12, stderr: '' });
  expect(readFileSync(path('out.xml'), 'utf8')).toContain('<failure type="violated"');
  expect(JSON.parse(readFileSync(path('out.json'), 'utf8'))).toMatchObject({ exit: 12 });
  expect(readdirSync(folder.path).filter((name) => name.includes('.new'))).toEqual([]);
});

test('a report that cannot be written takes nothing from the verdict, nor from the other reports', async () => {
  // A device that takes nothing: it can be opened, and writing to it fails.
  const reports = ['--report', 'junit=/dev/full', '--report', 'ktap=out.ktap'];
  const { code, stdout, stderr } = await check('./unsafe.mjs', ...reports);
  expect(code).toBe(12);
  expect(stdout).toContain('VIOLATED  mine/unsafe[small]');
  expect(stderr).toBe('ordeal: --report: /dev/full cannot be written: the disk is full\n');
  expect(existsSync(path('out.ktap'))).toBe(true);
  const held = await check('./twin.mjs', '--report', 'junit=/dev/full');
  expect(held.code).toBe(2);
});

test.each([
  ['junit', "--report 'junit': expected FORMAT=FILE, like junit=report.xml"],
  ['junti=x', "--report: format 'junti' is unknown: did you mean 'junit'?"],
])('--report %s is refused', async (wish, message) => {
  const { code, stdout, stderr } = await check('./unsafe.mjs', '--report', wish);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `ordeal: ${message}\n` });
});

test('a variant that is named is asked whether it is safe, also after its spec', async () => {
  const { stdout } = await check('classics/barzap', 'classics/barzap/bad');
  expect(stdout).toContain('VIOLATED  classics/barzap/bad[small]');
});

test('a variant that is named and lacks the property of -p is refused, not left out', async () => {
  const args = ['classics/barzap/bad', 'classics/peterson/turn-first', '-p', 'MutualExclusion'];
  const { code, stdout, stderr } = await check(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain("classics/barzap/bad: property 'MutualExclusion' is unknown");
  expect(await check('classics', '-p', 'MutualExclusion')).toMatchObject({ code: 0 });
});
