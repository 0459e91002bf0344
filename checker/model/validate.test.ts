import { describe, expect, test } from 'vitest';
import * as bodies from '../testing/mistakes/bodies.ts';
import { type Cases, marksOf, placesOf, problemsOf } from '../testing/mistakes/cases.ts';
import * as control from '../testing/mistakes/control.ts';
import * as names from '../testing/mistakes/names.ts';
import * as properties from '../testing/mistakes/properties.ts';
import * as values from '../testing/mistakes/values.ts';

const MODULES = { names, bodies, control, values, properties };
const urlOf = (name: string) => new URL(`../testing/mistakes/${name}.ts`, import.meta.url).href;

describe.each(Object.entries(MODULES))('of %s', (name, module) => {
  const url = urlOf(name);
  const mistakes: Cases =
    'illTyped' in module ? { ...module.invalid, ...module.illTyped } : module.invalid;

  test.each(Object.entries(module.valid))('nothing is wrong with %s', (_, make) => {
    expect(problemsOf(make())).toEqual([]);
  });

  test.each(Object.entries(mistakes))('reports %s by code and line', (title, make) => {
    const marks = marksOf(title, url);
    expect(marks).not.toEqual([]);
    expect(placesOf(problemsOf(make()), url)).toEqual(marks);
  });
});

test('says what is wrong and what to do in these words', async () => {
  const lines = Object.values(MODULES).flatMap((module) => {
    const cases: Cases =
      'illTyped' in module ? { ...module.invalid, ...module.illTyped } : module.invalid;
    return Object.entries(cases).flatMap(([title, make]) => [
      `# ${title}`,
      ...problemsOf(make()).map(
        ({ code, message, help }) => `${code}: ${message}${help === null ? '' : `\n    ${help}`}`,
      ),
      '',
    ]);
  });
  await expect(lines.join('\n')).toMatchFileSnapshot('golden/problems.txt');
});
