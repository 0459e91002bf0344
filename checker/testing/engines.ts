/**
 * The engines side by side: what the reference, the plain JavaScript machine and generated code say of one model.
 */
import { expect } from 'vitest';
import { compile, type Layout, type Program } from '../compile/index.ts';
import { type CompiledHooks, explore } from '../explore/compiled-search.ts';
import { resultOf } from '../explore/findings.ts';
import type { Model } from '../model/index.ts';
import { ERROR, type SearchResult } from '../semantics/index.ts';
import { type MachineResult, machineSearch } from './machine-search.ts';

/** The program of a model that the compiler must take. */
export function programOf(model: Model): Program {
  const compiled = compile(model);
  if (compiled.kind === 'refused') throw new Error(`${model.id}: ${compiled.reason}`);
  return compiled.program;
}

/** Searches with generated code. */
export const searchCompiled = (program: Program, hooks: CompiledHooks = {}): SearchResult =>
  explore(program, {}, hooks, resultOf);

/** The figures of a result that a search without traces has, too. */
function figuresOf({ counts, verdicts, coverage }: SearchResult): MachineResult {
  const violated: Record<string, number> = {};
  for (const verdict of verdicts)
    if (verdict.kind === 'violated') violated[verdict.property] = verdict.finding.path.steps.length;
  return { ...counts, violated, ...coverage };
}

/** Every engine says what the reference says, to the last value of the last trace. */
export function expectAgreement(model: Model, reference: SearchResult): void {
  const program = programOf(model);
  expect(searchCompiled(program)).toEqual(reference);
  // After an ERROR the search goes on, but what was passed on the way to it is nobody's business.
  if (reference.verdicts.some(({ property }) => property === ERROR)) return;
  expect(machineSearch(program)).toEqual(figuresOf(reference));
}

/** The same states in words of another shape are the same space. */
export function expectSameWhenWide(
  model: Model,
  reference: SearchResult,
  layOut: (program: Program) => Layout,
): void {
  expect(searchCompiled(programOf(model), { layOut })).toEqual(reference);
}
