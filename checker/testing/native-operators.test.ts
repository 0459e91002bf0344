// Specs use no native logic and no native control flow; see native-operators.ts for the reason.

import { describe, expect, test } from 'vitest';
import { isTest, readText, typescriptBelow } from './files.ts';
import { nativeOperators } from './native-operators.ts';

const operators = (source: string): string[] =>
  nativeOperators(source).map((found) => found.operator);

test('no spec of the repository uses a native operator', () => {
  const specs = typescriptBelow('specs').filter((path) => !isTest(path));
  const findings = specs.flatMap((path) =>
    nativeOperators(readText(path)).map(({ line, operator }) => `${path}:${line} uses ${operator}`),
  );
  expect(findings).toEqual([]);
});

describe('is reported', () => {
  test.each([
    ['a conjunction', 'waitUntil(a && b)', ['&&']],
    ['a disjunction', 'waitUntil(a || b)', ['||']],
    ['a default', 'const x = a ?? b;', ['??']],
    ['a logical assignment', 'a &&= b; c ||= d; e ??= f;', ['&&=', '||=', '??=']],
    [
      'an equality',
      'check(a === b); check(c !== d); check(e == f); check(g != h);',
      ['===', '!==', '==', '!='],
    ],
    ['a negation', 'check(!a)', ['!']],
    ['a double negation', 'const x = !!a;', ['!', '!']],
    ['a negation after return', 'return !a;', ['!']],
    ['a negation at the start of a line', 'x\n!y', ['!']],
    ['a conditional', 'const x = a ? b : c;', ['?']],
    ['a conditional without blanks', 'const x=a?(b):c;', ['?']],
    ['a conditional with a fraction', 'const x = a?.5:1;', ['?']],
    ['an if', 'if (a) { b(); }', ['if']],
    [
      'loops',
      'for (const x of y) {} while (a) {} do { b(); } while (c);',
      ['for', 'while', 'do', 'while'],
    ],
    ['an asynchronous loop', 'for await (const x of y) {}', ['for']],
    ['a switch', 'switch (a) { default: }', ['switch']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text under test has a hole
    ['a negation in a template hole', '`${!a}`', ['!']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text under test has holes
    ['code in a template hole', '`${`${a && b}`} || ${ {a: c || d}.a }`', ['&&', '||']],
    [
      'an operator after a type alias without semicolon',
      'type A = B | C\nconst x = a && b;',
      ['&&'],
    ],
    ['an operator after an interface', 'interface A { b?: C }\nconst x = a || b;', ['||']],
    ['an operator after a regular expression', 'const x = /[/"]/.test(a) && b;', ['&&']],
    ['an operator after a division', 'const x = a / b && c / d;', ['&&']],
  ])('%s', (_, source, expected) => {
    expect(operators(source)).toEqual(expected);
  });
});

describe('is left alone', () => {
  test.each([
    ['a comment', '// a && b\n/* if (x) !y\n a || b */ const z = 1;'],
    ['a string', `const s = 'a && b'; const t = "it's || that"; const u = 'it\\'s !a';`],
    ['a template literal', '`a && b ? c : d`'],
    ['a regular expression', 'const r = /a&&b|!c/;'],
    ['an optional member or parameter', 'const f = (o: { a?: B }, c?: D) => g(o);'],
    ['an optional tuple element', 'const f = (o: [A, B?]) => g(o);'],
    ['a non-null mark', 'const x = a!.b; const y = c()!; const z = d[0]!;'],
    ['optional chaining', 'const x = a?.b?.[0];'],
    ['a conditional type with a name', 'type A<T> = T extends B ? C : D;\nexport const e = 1;'],
    [
      'an interface with an optional method',
      'export interface A { b?(c?: D): E; readonly if?: F }',
    ],
    ['interfaces in a row', 'interface A { b?(): C }\ninterface D { e?(): F }'],
    ['type aliases in a row', 'type A<T> = T extends B ? C : D\ntype E<T> = T extends F ? G : H'],
    ['imported types', "import { type A, type B } from './c.ts';\nimport type D from './d.ts';"],
    ['members with the name of a keyword', 'a.if(b); const c = { if: d, for: e };'],
    ['functions with a keyword inside their name', 'forEach(xs, (x) => [iff(x)]); doWhile(a);'],
    ['arrows and comparisons of types', 'const f = <T,>(x: Expr<T>): Expr<T> => x;'],
  ])('%s', (_, source) => {
    expect(operators(source)).toEqual([]);
  });
});

test('reports the line', () => {
  const source = '// one\nconst s = `two\nthree`;\nconst x = a && b;\n';
  expect(nativeOperators(source)).toEqual([{ line: 4, operator: '&&' }]);
});
