/**
 * Specs with mistakes, each marked in the line where it must be reported: `// E-LABEL`.
 *
 * A case is a function, so that its stacks are those of its own lines. The marks are read from the source of the module: what is
 * reported must be exactly what is marked, in the order of the lines.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  allHold,
  type Body,
  configuration,
  process,
  type Role,
  type Spec,
  type SpecOptions,
  spec,
} from '../../lang/index.ts';
import { inSourceOrder, instantiate, type Problem, validateSpec } from '../../model/index.ts';

export type Cases = Readonly<Record<string, () => Spec>>;

/** A spec with one process and nothing else to complain about, except what `parts` brings along. */
export function specOf(body: Body, parts: Partial<SpecOptions> = {}): Spec {
  return specWith({ processes: [process('thread', body)], ...parts });
}

/** As `specOf`, with the processes among the parts. */
export function specWith(parts: Partial<SpecOptions> & { readonly processes: readonly Role[] }) {
  return spec('test/mistakes', {
    summary: 'a spec for a test',
    mirrors: 'nothing',
    properties: [],
    configurations: [configuration('small', { bounds: 'as written' })],
    base: { summary: 'as written', ref: 'derived', expect: { small: allHold } },
    ...parts,
  });
}

/** The problems of the spec and of every model that its variants are run in, each once. */
export function problemsOf(of: Spec): readonly Problem[] {
  const found = new Map<string, Problem>();
  const add = (problem: Problem) => found.set(JSON.stringify(problem), problem);
  validateSpec(of).forEach(add);
  for (const variant of of.variants) {
    for (const configuration of of.configurations) {
      if (variant.expect[configuration.name] === undefined) continue;
      const made = instantiate({ spec: of, variant, configuration, overrides: {} });
      if (made.kind === 'specError') made.problems.forEach(add);
    }
  }
  return inSourceOrder([...found.values()]);
}

/** `line code` of every problem; the line is the innermost one in the file of the cases. */
export function placesOf(problems: readonly Problem[], url: string): readonly string[] {
  const file = `${fileURLToPath(url)}:`;
  return problems.map(({ code, at }) => {
    const frame = at.find((each) => each.startsWith(file)) ?? `${file}?`;
    return `${frame.slice(file.length).split(':')[0]} ${code}`;
  });
}

/** `line code` of every mark in the lines of a case. */
export function marksOf(name: string, url: string): readonly string[] {
  const lines = readFileSync(fileURLToPath(url), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith(`  '${name}': `));
  if (start < 0) throw new Error(`no case '${name}' in ${url}`);
  const length = lines.slice(start + 1).findIndex((line) => /^( {2}'|};?$)/.test(line)) + 1;
  return marksIn(lines, start, start + length);
}

/** `line code` of every mark of a file. */
export function linesMarked(url: string): readonly string[] {
  const lines = readFileSync(fileURLToPath(url), 'utf8').split('\n');
  return marksIn(lines, 0, lines.length);
}

function marksIn(lines: readonly string[], start: number, end: number): readonly string[] {
  return lines.slice(start, end).flatMap((line, index) => {
    const marks = /\/\/ (E-[A-Z]+(?: E-[A-Z]+)*)$/.exec(line)?.[1] ?? '';
    return marks
      .split(' ')
      .flatMap((code) => (code === '' ? [] : [`${start + index + 1} ${code}`]));
  });
}
