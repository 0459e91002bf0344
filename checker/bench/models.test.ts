// The models of the other tools are read by them, where they are installed, and have the counts of our own specs.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { barzap, type Case, twoPhaseCommit } from './cases.ts';
import { disagreement } from './compare.ts';
import { rumur } from './tools/rumur.ts';
import { spin } from './tools/spin.ts';
import type { Tool } from './tools/tool.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ordeal-models-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** How the counts that a tool prints differ from those that are known. */
function complaintOf(tool: Tool, chosen: Case): string | null {
  const { command, cwd, countsIn } = tool.build(chosen, folder);
  const { stdout } = spawnSync(command[0] as string, command.slice(1), { cwd, encoding: 'utf8' });
  const counts = countsIn(stdout);
  return counts === null ? `no counts in: ${stdout}` : disagreement(counts, chosen.counts);
}

const cases = [barzap(3), twoPhaseCommit(4)];

for (const tool of [spin('BFS'), spin('DFS'), rumur]) {
  const missing = tool.missing();
  describe.skipIf(missing !== null)(`${tool.name}${missing === null ? '' : `: ${missing}`}`, () => {
    test.each(cases)('counts as we do: $name', (chosen) => {
      expect(complaintOf(tool, chosen)).toBeNull();
    });
  });
}

test('other counts are noticed, and what a tool does not tell is not held against it', () => {
  const { counts } = barzap(3);
  expect(disagreement({ ...counts, depth: null }, counts)).toBeNull();
  expect(disagreement({ distinct: 6_289, generated: 22_921, depth: 18 }, counts)).toBe(
    'distinct is 6289, not 6288, generated is 22921, not 22920',
  );
});
