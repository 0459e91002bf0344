/**
 * The examples of the documents: code blocks that say their own result.
 *
 * A block of TypeScript with lines `// => ...` is run with the whole spec language in scope and a function `example(parts)` that
 * checks a spec made of these parts; the lines must be what it finds. The blocks hold no types, so they run as they are.
 */
import * as lang from '../lang/index.ts';
import { instantiate } from '../model/index.ts';
import { search } from '../semantics/index.ts';
import { readText } from './files.ts';
import { violatedOf } from './outcome.ts';

export interface Example {
  /** `docs/meaning.md:12`. */
  readonly place: string;
  readonly code: string;
  /** The result as the document has it, line by line. */
  readonly claimed: readonly string[];
}

const CLAIM = /^\/\/ => (.*)$/gm;

/** Lists the code blocks of a document that are marked as TypeScript. */
export function examplesIn(path: string): readonly Example[] {
  const text = readText(path);
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(({ index, 1: code = '' }) => ({
    place: `${path}:${text.slice(0, index).split('\n').length}`,
    code,
    claimed: [...code.matchAll(CLAIM)].map(([, claim = '']) => claim),
  }));
}

type Parts = Pick<lang.SpecOptions, 'processes'> & Partial<lang.SpecOptions>;

/** Runs a block; gives the result of each of its `example(...)`, line by line. */
export function resultsOf({ code }: Example): readonly string[] {
  const results: string[] = [];
  const example = (parts: Parts) => results.push(...resultOf(parts));
  const names = [...Object.keys(lang), 'example'];
  const run = new Function(...names, `'use strict';\n${code}`);
  run(...Object.values(lang), example);
  return results;
}

function resultOf(parts: Parts): readonly string[] {
  const spec = lang.spec('docs/example', {
    summary: 'an example',
    mirrors: 'nothing',
    properties: [],
    configurations: [lang.configuration('small', { bounds: 'as written' })],
    base: { summary: 'as written', ref: 'derived', expect: { small: lang.allHold } },
    ...parts,
  });
  const [variant] = spec.variants;
  const [configuration] = spec.configurations as readonly [lang.Configuration];
  const made = instantiate({ spec, variant, configuration, overrides: {} });
  if (made.kind === 'specError') return made.problems.map(({ code }) => `spec error ${code}`);
  const result = search(made.model);
  const { distinct, generated, depth } = result.counts;
  return [
    `states=${distinct} generated=${generated} depth=${depth}`,
    ...Object.entries(violatedOf(result)).map(([property, steps]) => `${property} steps=${steps}`),
  ];
}
