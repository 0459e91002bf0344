// Specs outside of the repository: they import `ordeal` and get the spec language of this program,
// whatever copy of the package lies beside them.

import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../../testing/files.ts';
import { ordeal } from '../../testing/ordeal.ts';
import { SpecFolder, specText } from '../../testing/spec-folder.ts';

let folder: SpecFolder;
beforeEach(() => {
  folder = new SpecFolder(['twin']);
});
afterEach(() => folder.remove());

const check = (...args: readonly string[]) => ordeal(['check', ...args], { cwd: folder.path });

test('a spec without a package beside it is loaded and searched', async () => {
  const { code, stdout, stderr } = await check('./twin.mjs');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('expected  mine/twin[small]');
});

test('a spec with another copy of the package beside it is checked as well: nothing goes unseen', async () => {
  const copy = join(folder.path, 'node_modules/ordeal');
  mkdirSync(copy, { recursive: true });
  for (const room of ['lang', 'program'])
    cpSync(join(ROOT, 'dist/checker', room), join(copy, 'dist/checker', room), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(copy, 'package.json'));
  const forgotten = "step('x = true', assign(x, [or(x, not(x)), TRUE][1]))";
  folder.write('forgetful.mjs', specText('forgetful', { body: forgotten }));
  const { code, stderr } = await check('./forgetful.mjs');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^ordeal: forgetful\.mjs:\d+:\d+: E-UNUSED: /m);
});

test('a spec that reaches the package through a link is loaded', async () => {
  mkdirSync(join(folder.path, 'node_modules'));
  symlinkSync(ROOT, join(folder.path, 'node_modules/ordeal'));
  expect(await check('./twin.mjs')).toMatchObject({ code: 0 });
});

test('--specs replaces the specs of the package, with ids as for those', async () => {
  folder.write('deep/vocabulary.mjs', 'export const nothing = 1;\n');
  folder.write('deep/other.mjs', specText('other', {}));
  const all = await check('--specs', '.');
  expect(all.stdout.match(/^(ok|expected) +\S+\[/gm)).toEqual([
    'ok        mine/other[',
    'expected  mine/twin[',
  ]);
  const one = await check('--specs', '.', 'mine/other', '-c', 'N=2');
  expect(one.stdout).toContain('ok        mine/other[small,N=2]');
  const trace = await ordeal(['trace', 'show', 'mine/twin:P', '--specs', 'twin.mjs'], {
    cwd: folder.path,
  });
  expect(trace.stdout).toContain('VIOLATED  mine/twin[small]  (as expected)');
});

test('-C starts in another folder', async () => {
  const { code } = await ordeal(['-C', folder.path, 'check', './twin.mjs']);
  expect(code).toBe(0);
});

test('a folder also gives the specs that are links or that a neighbour made', async () => {
  folder.write('all/made.mjs', specText('made', {}));
  folder.write('all/passed-on.mjs', "export { default } from '../neighbour.mjs';\n");
  folder.write('neighbour.mjs', specText('neighbour', {}));
  symlinkSync(join(folder.path, 'twin.mjs'), join(folder.path, 'all/linked.mjs'));
  const { stdout } = await ordeal(['list', 'specs', '--specs', 'all'], { cwd: folder.path });
  for (const id of ['mine/made', 'mine/neighbour', 'mine/twin']) expect(stdout).toContain(id);
});

test('a value named like a member of every object is no value of a boolean constant', async () => {
  const value = 'd1=constructor';
  const { code, stderr } = await ordeal(['check', 'vfio-pci/revoke-bars/v4', '-c', value]);
  expect(code).toBe(2);
  expect(stderr).toContain('yes, no');
});
