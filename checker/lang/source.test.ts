import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  array,
  assign,
  BOOLEAN,
  check,
  clause,
  configuration,
  constant,
  down_write,
  element,
  eq,
  every,
  FALSE,
  fn,
  goal,
  indexDomain,
  mutex_lock,
  mutexes,
  process,
  property,
  rwsem,
  type Source,
  step,
  TRUE,
  variable,
  variant,
  when,
} from './index.ts';

const FILE = fileURLToPath(import.meta.url);

/** Line and column of the call that called this one. */
function here(): string {
  const [, , caller = ''] = (new Error().stack ?? '').split('\n');
  return /:(\d+):\d+\)?$/.exec(caller)?.[1] ?? '?';
}

const lineOf = (source: Source): string => {
  const [frame = ''] = source.frames();
  return frame.startsWith(`${FILE}:`) ? (frame.slice(FILE.length + 1).split(':')[0] ?? '') : frame;
};

const BAR = indexDomain('bar', 2);
const lock = rwsem('lock');
const P = property('P', 'A sentence.');
const config = { bounds: '1' };
const off = { summary: 'off', ref: 'derived', expect: {} };

test.each([
  ['a step', step('x').source, here()],
  ['a condition', when(TRUE, []).source, here()],
  ['a check', check(P, TRUE).source, here()],
  ['an operation of the vocabulary', down_write(lock).source, here()],
  ['a lock of an array', mutex_lock(mutexes('m', BAR).at(element(BAR, 0))).source, here()],
  ['a function', fn('f', []).definition.source, here()],
  ['a call', fn('f', [])().source, here()],
  ['a process', process('p', []).source, here()],
  ['a property', property('Q', 'A sentence.').source, here()],
  ['a clause', clause('c', { then: TRUE }).source, here()],
  ['a goal', goal('g', TRUE).source, here()],
  ['a configuration', configuration('c', config).source, here()],
  ['a variant', variant('v', off).source, here()],
])('%s knows the line where it was written', (_, source, line) => {
  expect(lineOf(source)).toBe(line);
});

const nodeSource = (of: { readonly node: object }): Source =>
  (of.node as { readonly source: Source }).source;

test('expressions know the line where they were written', () => {
  expect([lineOf(nodeSource(eq(TRUE, FALSE))), here()]).toEqual([here(), here()]);
  expect([lineOf(nodeSource(every(BAR, () => TRUE)))]).toEqual([here()]);
});

test('declarations know the line where they were written', () => {
  const { node } = variable('v', BOOLEAN, FALSE);
  const line = Number(here()) - 1;
  const declared = node.kind === 'variable' ? node.variable.source : null;
  expect(Number(lineOf(declared as Source))).toBe(line);
  const { node: of } = constant('c', BOOLEAN, FALSE, 'a constant');
  expect(Number(lineOf((of.kind === 'constant' ? of.constant : P).source))).toBe(line + 4);
});

test('the chain of helpers is kept, innermost first, however deep', () => {
  const build = (depth: number): Source => (depth === 0 ? step('x').source : build(depth - 1));
  const frames = build(20)
    .frames()
    .filter((frame) => frame.startsWith(FILE));
  expect(frames.length).toBeGreaterThan(20);
  expect(frames.slice(1, 21).every((frame) => frame === frames[1])).toBe(true);
});

test('frames of the checker are left out', () => {
  const { source } = assignInHelper();
  expect(source.frames().filter((frame) => /checker\/lang\/[a-z-]+\.ts:/.test(frame))).toEqual([]);
});

function assignInHelper() {
  const mapped = variable('mapped', array(BAR, BOOLEAN), FALSE);
  return step('x', assign(mapped.at(element(BAR, 0)), TRUE));
}

test('a compiled spec is placed in its .ts file', () => {
  const dist = new URL('../../dist/checker/lang/index.js', import.meta.url).href;
  const folder = mkdtempSync(join(tmpdir(), 'ordeal-source-'));
  const compiled = join(folder, 'my-spec.js');
  // One line of JavaScript that stands for line 3, column 1 of the TypeScript beside it.
  const map = { version: 3, sources: ['my-spec.ts'], names: [], mappings: ';AAEA' };
  const lines = [
    `import { step } from '${dist}';`,
    "console.log(JSON.stringify(step('x').source.frames()));",
    `//# sourceMappingURL=data:application/json;base64,${btoa(JSON.stringify(map))}`,
  ];
  writeFileSync(compiled, lines.join('\n'));
  const out = execFileSync(execPath, ['--enable-source-maps', compiled], { encoding: 'utf8' });
  expect(JSON.parse(out)).toEqual([expect.stringMatching(/my-spec\.ts:3:\d+$/)]);
});
