// "Write your first spec" can be followed word for word, with the packed package.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, readText } from './files.ts';
import { typedOutputs } from './generated-blocks.ts';
import { packInto } from './packed.ts';
import { followed, patched } from './walkthrough.ts';

const PAGE = 'docs/first-spec.md';
const folder = mkdtempSync(join(tmpdir(), 'ordeal-first-spec-'));
const empty = join(folder, 'mine');

beforeAll(() => {
  // As the page has it: the checkout lies beside the empty folder.
  const checkout = join(folder, 'ordeal');
  mkdirSync(checkout);
  mkdirSync(empty);
  packInto(checkout);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every command of the page works and prints what the page shows', {
  timeout: 180_000,
}, async () => {
  await expect(followed(readText(PAGE), empty)).toMatchFileSnapshot(join(ROOT, PAGE));
});

test('the page shows no output but that of its commands', () => {
  const others = typedOutputs(readText(PAGE)).filter((block) => !block.startsWith('console\n$ '));
  expect(others).toEqual([]);
});

test('a diff whose lines are not in the file is refused', () => {
  expect(patched('a\nb\nc\n', ' a\n-b\n+B\n')).toBe('a\nB\nc\n');
  expect(patched('a\nb\nc\nd\n', '@@\n a\n+1\n@@\n-d\n')).toBe('a\n1\nb\nc\n');
  expect(() => patched('a\n', '-b\n+c\n')).toThrow('0 places');
  expect(() => patched('a\na\n', '-a\n')).toThrow('2 places');
});
