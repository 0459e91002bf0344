/**
 * Breaking the checker on purpose makes a named test fail.
 *
 * Each break is one edit of the real sources in a copy, and the test that must not pass there. The copy has no build: the tests named
 * here read the sources.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './files.ts';

interface Break {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly testFile: string;
  readonly testName: string;
}

const BREAKS: readonly Break[] = [
  {
    what: 'drop an action: the last process never moves',
    file: 'checker/semantics/system.ts',
    from: 'this.#steppers.flatMap(',
    to: 'this.#steppers.slice(0, -1).flatMap(',
    testFile: 'specs/classics/barzap.test.ts',
    testName: 'F=2 B=2',
  },
  {
    what: 'flip a guard: a step is enabled when it must wait',
    file: 'checker/semantics/fire.ts',
    from: '!isTrue(step.guard, reading)',
    to: 'isTrue(step.guard, reading)',
    testFile: 'specs/classics/peterson.test.ts',
    testName: 'Peterson excludes',
  },
  {
    what: 'skip a level: states of depth 3 are not expanded',
    file: 'checker/semantics/search.ts',
    from: 'next.push(transition.next);',
    to: 'if (depth !== 2) next.push(transition.next);',
    testFile: 'specs/classics/barzap.test.ts',
    testName: 'F=2 B=2',
  },
  {
    what: 'let a reader pass a queued writer',
    file: 'checker/lang/kernel/rwsem.ts',
    from: 'and(eq(lock.writer, NONE), nobodyQueued(lock))',
    to: 'and(eq(lock.writer, NONE))',
    testFile: 'checker/testing/small-models.test.ts',
    testName: 'a reader cannot pass a queued writer',
  },
  {
    what: 'stop at the first violation',
    file: 'checker/semantics/search.ts',
    from: 'this.#limits.first === true',
    to: 'this.#limits.first !== true',
    testFile: 'checker/testing/small-findings.test.ts',
    testName: 'a violation of one property does not hide a deeper one of another',
  },
];

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'ordeal-break-'));
  for (const name of ['checker', 'specs', 'package.json', 'tsconfig.json']) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(
    join(copy, 'vitest.config.ts'),
    'export default { test: { include: ["**/*.test.ts"] } };\n',
  );
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function runTest({ testFile, testName }: Break): {
  readonly passed: boolean;
  readonly output: string;
} {
  const run = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', testFile, '-t', testName],
    { cwd: copy, encoding: 'utf8' },
  );
  return { passed: run.status === 0, output: run.stdout + run.stderr };
}

describe('the named test notices', () => {
  test.each(BREAKS)('$what', { timeout: 120_000 }, (each) => {
    const path = join(copy, each.file);
    const source = readFileSync(path, 'utf8');
    expect(source.split(each.from), `${each.from} occurs once in ${each.file}`).toHaveLength(2);
    writeFileSync(path, source.replace(each.from, each.to));
    const { passed, output } = runTest(each);
    writeFileSync(path, source);
    expect(passed).toBe(false);
    expect(output).toMatch(/Tests\s+\d+ failed/);
    expect(output).toContain(each.testName);
  });
});
