// The rooms of the house import in one direction, from cli down to lang.

import { describe, expect, test } from 'vitest';
import { isTest, readText, typescriptBelow } from './files.ts';
import { importsOf, importViolations } from './import-rules.ts';

const violations = (path: string, ...specifiers: string[]): string[] =>
  importViolations(path, specifiers.map((name) => `import { x } from '${name}';`).join('\n'));

test('every source of the repository imports in the allowed direction', () => {
  const sources = [...typescriptBelow('checker'), ...typescriptBelow('specs')];
  expect(sources.filter((path) => !isTest(path)).length).toBeGreaterThan(5);
  expect(sources.flatMap((path) => importViolations(path, readText(path)))).toEqual([]);
});

describe('importsOf', () => {
  test('finds every form of import with its line', () => {
    const source = [
      "import a from './a.ts';",
      "import type { B } from './b.ts';",
      "import './c.ts';",
      "export * from './d.ts';",
      'export {',
      '  e,',
      "} from './e.ts';",
      "const f = await import('./f.ts');",
      "type G = import('./g.ts').G;",
    ].join('\n');
    expect(importsOf(source)).toEqual(
      ['a', 'b', 'c', 'd']
        .map((name, at) => ({ specifier: `./${name}.ts`, line: at + 1 }))
        .concat(
          { specifier: './e.ts', line: 7 },
          { specifier: './f.ts', line: 8 },
          { specifier: './g.ts', line: 9 },
        ),
    );
  });

  test('ignores what only looks like an import', () => {
    const source = [
      "// import x from './a.ts'",
      '/* export * from "./b.ts" */',
      'const text = "import x from \'./c.ts\'";',
      "const option = { from: './d.ts' };",
      "Array.from('./e.ts');",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the text under test has a hole
      "`import x from './f.ts' ${from}`;",
    ].join('\n');
    expect(importsOf(source)).toEqual([]);
  });
});

describe('a room', () => {
  test('may import its own files, rooms below through their index, and packages', () => {
    expect(violations('checker/model/a.ts', './b.ts', '../lang/index.ts', 'immutable')).toEqual([]);
    expect(violations('checker/lang/kernel/a.ts', '../domain.ts', 'node:util')).toEqual([]);
    expect(violations('checker/cli/commands/a.ts', '../../explore/index.ts')).toEqual([]);
  });

  test.each([
    ['checker/lang/a.ts', '../model/index.ts', "'model' is not below 'lang'"],
    ['checker/explore/a.ts', '../report/index.ts', "'report' is not below 'explore'"],
    ['checker/compile/a.ts', '../reduce/index.ts', "'reduce' is not below 'compile'"],
    ['checker/semantics/a.ts', '../compile/index.ts', "'compile' is not below 'semantics'"],
    ['checker/model/a.ts', '../lang/domain.ts', "'lang' is entered through its index.ts only"],
    [
      'checker/model/a.ts',
      '../lang/kernel/index.ts',
      "'lang' is entered through its index.ts only",
    ],
    ['checker/model/a.ts', '../testing/files.ts', "'testing' is not a room that others may import"],
    ['checker/model/a.ts', './a.test.ts', 'nothing imports a test'],
    ['checker/cli/a.ts', '../../bin/build.mjs', 'nothing from outside checker/'],
    ['checker/attic/a.ts', '../lang/index.ts', "'attic' has no place in the order of rooms"],
  ])('%s may not import %s', (path, specifier, reason) => {
    expect(violations(path, specifier)).toEqual([
      expect.stringMatching(`^${path}:1 imports ${specifier}: .*${reason}`),
    ]);
  });

  test('reports the line of each violation', () => {
    expect(violations('checker/model/a.ts', './b.ts', '../cli/index.ts')).toEqual([
      expect.stringContaining('checker/model/a.ts:2 imports'),
    ]);
  });
});

describe('a spec', () => {
  test('may import the spec language and other specs', () => {
    const specifiers = ['../../checker/lang/index.ts', './b.ts', '../kernel/rwsem.ts'];
    expect(violations('specs/vfio-pci/a.ts', ...specifiers)).toEqual([]);
  });

  test.each([
    '../../checker/lang/domain.ts',
    '../../checker/model/index.ts',
    'immutable',
    'node:fs',
  ])('may not import %s', (specifier) => {
    expect(violations('specs/vfio-pci/a.ts', specifier)).toHaveLength(1);
  });

  test('is free in its tests', () => {
    expect(violations('specs/vfio-pci/a.test.ts', 'vitest')).toEqual([]);
  });
});
