// Shards of a matrix, and what comes of putting them together: the bytes of one run.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ordeal } from '../../testing/ordeal.ts';
import { SpecFolder, specText } from '../../testing/spec-folder.ts';
import { SHARD, shardOf } from './shard.ts';

const folder = new SpecFolder(['holds', 'twin', 'unsafe', 'stuck', 'goalless']);
afterAll(() => folder.remove());

const path = (name: string): string => join(folder.path, name);
const run = (...args: readonly string[]) => ordeal(args, { cwd: folder.path });
const FORMATS = ['json', 'junit', 'ktap', 'sarif', 'github', 'gitlab', 'markdown'];

const reports = (name: string): readonly string[] =>
  FORMATS.flatMap((format) => ['--report', `${format}=${name}.${format}`]);

async function shards(of: number, ...args: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (let index = 1; index <= of; index++) {
    const file = `${args[0]}-${index}-of-${of}.json`;
    await run(...args, '--shard', `${index}/${of}`, '--report', `json=${file}`);
    files.push(file);
  }
  return files;
}

test('every search is in one shard, whatever their number', () => {
  const all = Array.from({ length: 11 }, (_, at) => at);
  for (const of of [1, 2, 3, 11, 20]) {
    const parts = Array.from({ length: of }, (_, at) => shardOf(all, { index: at + 1, of }));
    expect(parts.flat().sort((a, b) => a - b)).toEqual(all);
  }
});

test.each(['', '0/2', '3/2', '1', '1/0', '-1/2', '1/2/3', '1.5/2'])('%j is no shard', (text) => {
  expect(SHARD.parse(text)).toBeNull();
});

describe('a check of shards', () => {
  let parts: readonly string[] = [];
  beforeAll(async () => {
    parts = await shards(3, 'check', '--specs', '.', '--matrix');
  }, 240_000);

  test('merges into what one run prints, writes and ends with, in any order of the files', async () => {
    const whole = await run('check', '--specs', '.', '--matrix', ...reports('whole'));
    const merged = await run('merge', ...parts.toReversed(), '--specs', '.', ...reports('merged'));
    expect(whole).toMatchObject({ code: 12, stderr: '' });
    expect(merged).toMatchObject({ code: whole.code, stdout: whole.stdout, stderr: '' });
    for (const format of FORMATS)
      expect(readFileSync(path(`merged.${format}`), 'utf8'), format).toBe(
        readFileSync(path(`whole.${format}`), 'utf8'),
      );
  });

  test.each([
    ['one missing', (all: readonly string[]) => all.slice(1), 'shard 1/3 is missing'],
    [
      'one twice',
      (all: readonly string[]) => [...all, all[0] as string],
      '1/3 is given more than once',
    ],
    ['none of them', () => ['whole.json'], "'whole.json' is not the result of a shard"],
    ['a file that is not there', () => ['nowhere.json'], "'nowhere.json' cannot be read"],
  ])('with %s is refused', async (_, files, message) => {
    writeFileSync(path('whole.json'), '{"type":"report","part":null}');
    const { code, stdout, stderr } = await run('merge', ...files(parts), '--specs', '.');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('with one of another run is refused', async () => {
    const [other = ''] = await shards(1, 'check', '--specs', '.');
    const { code, stderr } = await run('merge', other, ...parts, '--specs', '.');
    expect(code).toBe(2);
    expect(stderr).toContain('is of another run than the first');
  });

  test('of specs that were changed meanwhile is refused', async () => {
    const other = new SpecFolder(['holds', 'twin', 'unsafe', 'stuck', 'goalless']);
    other.write('holds.mjs', specText('holds', { body: "step('y = 1', assign(y, int(1)))" }));
    const { code, stderr } = await run('merge', ...parts, '--specs', other.path);
    other.remove();
    expect(code).toBe(2);
    expect(stderr).toContain(
      'mine/holds[small] was searched by another program, or in another model',
    );
  });
});

test('a gate of shards merges into what one run says, and can be recorded from there', async () => {
  const gate = ['gate', '--specs', '.', '--no-cache'];
  const parts = async () => {
    const files: string[] = [];
    for (const index of [1, 2]) {
      const report = ['--report', `json=gate-${index}.json`];
      await run(...gate, '--shard', `${index}/2`, ...report);
      files.push(`gate-${index}.json`);
    }
    return files;
  };
  await run(...gate, '--update');
  folder.write('twin.mjs', specText('twin', { expect: "violates('P')" }));
  folder.write('holds.mjs', specText('other', {}));
  const files = await parts();
  const whole = await run(...gate);
  const merged = await run('merge', ...files, '--specs', '.');
  expect(whole.stdout).toContain('gone      mine/holds[small]');
  expect(merged).toMatchObject({ code: whole.code, stdout: whole.stdout, stderr: '' });
  const { code } = await run('merge', ...files, '--specs', '.', '--update', '-q');
  expect(code).toBe(12);
  expect((await run(...gate)).stdout).toContain(', 10 same\n');
}, 240_000);

test('a shard of a gate calls nothing gone that another shard has', async () => {
  const gate = ['gate', '--specs', '.', '--no-cache', '--shard'];
  const told = [await run(...gate, '1/2'), await run(...gate, '2/2')];
  for (const { stdout } of told) expect(stdout).not.toMatch(/^(gone|new|CHANGED|drift)/m);
}, 240_000);
