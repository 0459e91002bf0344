// What a spec depends on, told from its files: any byte of any of them changes the digest, and what cannot be seen has none.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SpecSources } from './spec-sources.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ordeal-sources-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (path: string): string => join(root, path);

function write(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

/** As a new run sees it. */
const digest = (path = 'specs/f/s.js'): string | null =>
  new SpecSources({ specs: at('specs'), language: at('checker/lang') }).digestOf(at(path));

const LANGUAGE = "import { spec } from '../../checker/lang/index.js';\n";
const SPEC = `${LANGUAGE}import { x } from './inner/words.js';\nexport default spec(x);\n`;
const WORDS = "import {\n  y,\n} from '../more.js';\nexport const x = y;\n";

beforeEach(() => {
  write('specs/f/s.js', SPEC);
  write('specs/f/inner/words.js', WORDS);
  write('specs/f/more.js', 'export const y = 1;\n');
});

test.each([
  ['the module', 'specs/f/s.js'],
  ['what it imports', 'specs/f/inner/words.js'],
  ['what that imports', 'specs/f/more.js'],
])('a comment more in %s is another digest', (_, path) => {
  const before = digest();
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  write('specs/f/other.js', '// of no concern\n');
  expect(digest()).toBe(before);
  write(
    path,
    `${{ s: SPEC, words: WORDS }[/(s|words)\.js$/.exec(path)?.[1] ?? ''] ?? 'export const y = 1;\n'}// more\n`,
  );
  expect(digest()).not.toBe(before);
});

test('modules that import each other have a digest each', () => {
  write('specs/f/more.js', "export * from './s.js';\nexport const y = 1;\n");
  expect(digest()).toMatch(/^[0-9a-f]{64}$/);
  expect(digest('specs/f/more.js')).not.toBe(digest());
});

test.each([
  ['of Node', "import { readFileSync } from 'node:fs';"],
  ['of a package', "import lodash from 'lodash';"],
  ['beside the specs', "import { z } from '../../../elsewhere.js';"],
  ['of the checker that is not the language', "import { z } from '../../model/index.js';"],
  ['that is not there', "import { z } from './absent.js';"],
  ['at run time', "const z = await import('./more.js');"],
  ['behind a comment', "import/* */'node:fs';"],
  ['from behind a comment', "export * from/* */'node:fs';"],
])('an import %s leaves it without a digest', (_, line) => {
  write('specs/f/more.js', `${line}\nexport const y = 1;\n`);
  expect(digest()).toBeNull();
});

test.each([
  'process.env.HOME',
  "process['env']",
  'process?.env',
  'globalThis.process',
  'Date.now()',
  'new Date',
  'Math.random()',
  'performance.now()',
  "eval('1')",
  "[].constructor.constructor('return 1')()",
  'import.meta.url',
])('%s may differ between two runs: no digest', (expression) => {
  write('specs/f/more.js', `export const y = ${expression};\n`);
  expect(digest()).toBeNull();
});

test('the words of a spec are no code', () => {
  const text =
    "export const y = process('admin', 'from \"the share list, a mail\"');\n// A process.\n";
  write('specs/f/more.js', text);
  expect(digest()).toMatch(/^[0-9a-f]{64}$/);
});

test('a module may be a spec unless it nowhere says default', () => {
  const sources = new SpecSources({ specs: at('specs'), language: at('checker/lang') });
  write('specs/f/as.js', "const a = 1;\nexport { a as 'default' };\n");
  write('specs/f/read.js', 'export default Date.now();\n');
  expect(
    ['s', 'as', 'read', 'absent', 'more'].map((name) =>
      sources.mayBeSpec(at(`specs/f/${name}.js`)),
    ),
  ).toEqual([true, true, true, true, false]);
});
