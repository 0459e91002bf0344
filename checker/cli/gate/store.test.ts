// The record on disk: read as one moment of it, replaced as a whole, by whoever comes and whenever somebody is killed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../../testing/files.ts';
import { readRecord, replaceRecord } from './store.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ordeal-record-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const SPECS = ['a/one', 'a/two', 'b/three', 'b/four'];

/** A record all of whose files say the same word; one file exists for that word alone. */
const recordOf = (word: string): ReadonlyMap<string, string> =>
  new Map([
    ...SPECS.map((spec) => [`${spec}/matrix.txt`, word] as const),
    [`a/one/${word}/P.json`, word],
  ]);

const everything = () => readRecord(root, () => true);

test('what is written is read, what is removed is gone with its empty folders, other files stay', async () => {
  await replaceRecord(root, recordOf('old'), []);
  writeFileSync(join(root, 'a/one/notes.md'), 'mine');
  await replaceRecord(root, recordOf('new'), ['a/one/old/P.json', 'b/four/matrix.txt']);
  const expected = new Map(recordOf('new'));
  expect(await everything()).toEqual(expected);
  expect(existsSync(join(root, 'a/one/old'))).toBe(false);
  expect(existsSync(join(root, 'a/one/notes.md'))).toBe(true);
  expect(readdirSync(root)).toEqual(['a', 'b']);
});

test('only the specs that are wanted are read', async () => {
  await replaceRecord(root, recordOf('x'), []);
  expect([...(await readRecord(root, (spec) => spec === 'b/four')).keys()]).toEqual([
    'b/four/matrix.txt',
  ]);
});

test('an update whose process was killed after it was committed is finished by the next reader', async () => {
  await replaceRecord(root, recordOf('old'), []);
  const pending = join(root, '.update/x/files/a/two');
  mkdirSync(pending, { recursive: true });
  mkdirSync(join(root, '.update/x/trash'));
  writeFileSync(join(pending, 'matrix.txt'), 'new');
  writeFileSync(join(root, '.update/x/removed.json'), '["b/four/matrix.txt"]');
  const files = await everything();
  expect(files.get('a/two/matrix.txt')).toBe('new');
  expect(files.get('a/one/matrix.txt')).toBe('old');
  expect(files.has('b/four/matrix.txt')).toBe(false);
  expect(existsSync(join(root, '.update'))).toBe(false);
});

test.each([
  ['before it was committed', '.update-abc/files/a/two'],
  ['when everything was done', '.update'],
])('an update whose process was killed %s changes nothing', async (_, left) => {
  await replaceRecord(root, recordOf('old'), []);
  mkdirSync(join(root, left), { recursive: true });
  expect(await everything()).toEqual(recordOf('old'));
  await replaceRecord(root, recordOf('old'), []);
  expect(await everything()).toEqual(recordOf('old'));
});

/** Replaces the record by two others in turn until it is killed. */
const WRITER = `
  const { replaceRecord } = await import(process.argv[1]);
  const specs = ${JSON.stringify(SPECS)};
  for (let turn = 0; ; turn++) {
    const [word, other] = turn % 2 ? ['old', 'new'] : ['new', 'old'];
    const files = specs.map((spec) => [spec + '/matrix.txt', word]);
    await replaceRecord(process.argv[2], new Map([...files, ['a/one/' + word + '/P.json', word]]), ['a/one/' + other + '/P.json']);
    if (turn === 0) process.stdout.write('begun');
  }`;

test('readers see the old record or the new one while writers are at work and are killed', async () => {
  await replaceRecord(root, recordOf('old'), []);
  const store = new URL(`file://${join(ROOT, 'dist/checker/cli/gate/store.js')}`).href;
  for (let round = 0; round < 4; round++) {
    const args = ['--input-type=module', '-e', WRITER, store, root];
    const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(writer.stdout, 'data');
    for (let look = 0; look < 25; look++) {
      const files = await everything();
      const [word = ''] = new Set(files.values());
      expect(files).toEqual(recordOf(word));
    }
    const ended = once(writer, 'close');
    writer.kill('SIGKILL');
    await ended;
    const files = await everything();
    expect(files).toEqual(recordOf([...files.values()][0] ?? ''));
  }
});

test('of several updates at once each is whole', async () => {
  const words = ['one', 'two', 'three', 'four'];
  await Promise.all(
    words.map((word) =>
      replaceRecord(root, new Map(SPECS.map((spec) => [`${spec}/matrix.txt`, word])), []),
    ),
  );
  const files = await everything();
  expect(files.size).toBe(SPECS.length);
  expect(new Set(files.values()).size).toBe(1);
  expect(readdirSync(root)).toEqual(['a', 'b']);
});
