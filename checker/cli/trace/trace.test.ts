/**
 * `ordeal trace` as the real program: what it writes, how two traces part, why one is as it is, and what it says of files it cannot trust.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ordeal } from '../../testing/ordeal.ts';
import { SpecFolder } from '../../testing/spec-folder.ts';

const BAD = 'classics/barzap/bad:Safe';
const folder = new SpecFolder();
afterAll(() => folder.remove());

describe('export', () => {
  test.each([
    ['page.html', /^<!doctype html>[\s\S]*<script>[\s\S]*<\/html>\n$/],
    ['t.json', /^\{\n {2}"v": 1,\n {2}"type": "trace",[\s\S]*"sum": "\w{16}"/],
    ['t.itf.json', /^\{\n "#meta": \{\n {2}"format": "ITF"/],
    ['t.md', /^\*\*VIOLATED\*\* /],
    ['t.mmd', /^sequenceDiagram\n/],
    ['t.mail', /^In the Ordeal model classics\/barzap\/bad/],
    ['t.txt', /^VIOLATED {2}classics\/barzap\/bad/],
    ['t.out', /^@!@!@STARTMSG 2262:0 @!@!@\n/],
  ])('to %s: the ending of the file tells the format', async (name, begins) => {
    const file = join(folder.path, name);
    expect(await ordeal(['trace', 'export', BAD, '-o', file])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
    expect(readFileSync(file, 'utf8')).toMatch(begins);
  });

  test('prints JSON without a file, and another format when asked', async () => {
    const json = await ordeal(['trace', 'export', BAD]);
    expect(JSON.parse(json.stdout)).toMatchObject({ type: 'trace', property: 'Safe' });
    const itf = await ordeal(['trace', 'export', BAD, '--format', 'itf']);
    expect(JSON.parse(itf.stdout)).toHaveProperty('states');
    const replayed = await ordeal(['trace', 'replay', BAD, '--format', 'itf']);
    expect(replayed.stdout).toBe(itf.stdout);
  });

  test('refuses an ending that it does not know, and a file that cannot be written', async () => {
    const unknown = await ordeal(['trace', 'export', BAD, '-o', 'trace.doc']);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toMatch(/^ordeal: 'trace\.doc' tells no format: .*\.html.*\n$/);
    mkdirSync(join(folder.path, 'taken.html'));
    const blocked = await ordeal(['trace', 'export', BAD, '-o', join(folder.path, 'taken.html')]);
    expect(blocked).toMatchObject({ code: 2, stdout: '' });
    expect(blocked.stderr).toMatch(/^ordeal: --output: .* cannot be written: it is a folder\n$/);
    expect(existsSync('trace.doc')).toBe(false);
  });
});

describe('diff', () => {
  test('of a trace with itself is empty: exit code 0', async () => {
    const { code, stdout } = await ordeal(['trace', 'diff', BAD, BAD]);
    expect(code).toBe(0);
    expect(stdout).toContain('the same 5 steps');
  });

  test('says where two traces part, and that they differ: exit code 4', async () => {
    const other = 'classics/readers-writers/blind-readers:WriterAlone';
    const { code, stdout } = await ordeal(['trace', 'diff', BAD, other]);
    expect(code).toBe(4);
    expect(stdout).toContain('they part at the first step');
    expect(stdout).toMatch(/^ {2}A ends: {4}false: /m);
    expect(stdout).toMatch(/^ {2}B ends: {4}false: /m);
  });

  test('is an object for a program', async () => {
    const { stdout } = await ordeal(['trace', 'diff', BAD, BAD, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      v: 1,
      type: 'trace-diff',
      alignment: { same: 5 },
      a: { property: 'Safe', steps: expect.any(Array) },
    });
  });
});

describe('why', () => {
  test('says what the steps are for, and which condition would have stopped it', async () => {
    const { code, stdout } = await ordeal(['trace', 'why', BAD]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/the verdict rests on it/);
    expect(stdout).toMatch(/guards that would have stopped it:\n {2}2 {5}CPU0 {2}if \(!revoked/);
  });

  test('is an object for a program', async () => {
    const { stdout } = await ordeal(['trace', 'why', BAD, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'why',
      trace: { property: 'Safe' },
      needs: expect.any(Array),
      guards: [expect.objectContaining({ kind: 'decides' })],
    });
  });
});

describe('a file', () => {
  const exported = async (): Promise<string> => (await ordeal(['trace', 'export', BAD])).stdout;

  test('that was edited is replayed, but nothing is claimed of it', async () => {
    const text = await exported();
    const file = folder.write('edited.json', text.replace(/ {4}\{.*\n/, ''));
    const { code, stdout, stderr } = await ordeal(['trace', 'replay', file]);
    expect(code).toBe(4);
    expect(stdout).not.toContain('shortest');
    expect(stderr).toMatch(/^ordeal: '.*edited\.json' was edited, or .*\n$/);
  });

  test.each([
    ['is cut off', (text: string) => text.slice(0, 400), /the trace is truncated/],
    [
      'is of another version',
      (text: string) => text.replace('"v": 1', '"v": 9'),
      /version 9; this program reads version 1/,
    ],
    [
      'is of an unknown spec',
      (text: string) => text.replace('classics/barzap', 'classics/barzip'),
      /did you mean 'classics\/barzap'/,
    ],
    [
      'is of an unknown variant',
      (text: string) => text.replace('"bad"', '"bat"'),
      /variant 'bat' is unknown/,
    ],
    [
      'is of an unknown constant',
      (text: string) => text.replace('"constants": {}', '"constants": {"G":"1"}'),
      /'G'/,
    ],
    ['is empty', () => '', /the file is empty/],
  ])('that %s is refused in one line: exit code 2', async (name, change, complaint) => {
    const file = folder.write(`${name.replaceAll(' ', '-')}.json`, change(await exported()));
    for (const action of ['show', 'replay', 'export', 'why']) {
      const { code, stdout, stderr } = await ordeal(['trace', action, file]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(complaint);
      expect(stderr).not.toContain('    at ');
    }
  });
});
