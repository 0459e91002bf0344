/** The C program that is printed from the same intermediate representation: how fast the search could be. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile, layOut, type Program } from '../../compile/index.ts';
import { loadSpecModule, modelOf } from '../../explore/index.ts';
import { printProgram } from '../c/print-program.ts';
import type { Case } from '../cases.ts';
import { BENCH, ROOT } from '../places.ts';
import { C_OPTIONS, missingOf, numbersIn, step, type Tool } from './tool.ts';

const FIGURES = /distinct=(\d+) generated=(\d+) depth=(\d+)/;

/** Loads what every case is printed from. */
export async function printedC(cases: readonly Case[]): Promise<Tool> {
  const programs = new Map<string, Program>();
  for (const chosen of cases) programs.set(chosen.name, await programOf(chosen));
  return {
    name: 'printed C',
    description: `the same program printed as C, gcc ${C_OPTIONS[0]}; no coverage, no traces, no limits`,
    missing: () => missingOf('gcc'),
    build: (chosen, folder) => {
      const program = programs.get(chosen.name) as Program;
      const text = printProgram(program, layOut(program), join(BENCH, 'c/search.c'));
      writeFileSync(join(folder, 'printed.c'), text);
      step(folder, 'gcc', '-std=gnu11', '-fwrapv', ...C_OPTIONS, '-o', 'printed', 'printed.c');
      return { command: [join(folder, 'printed')], cwd: folder, countsIn };
    },
  };
}

function countsIn(output: string) {
  const [distinct, generated, depth] = numbersIn(output, FIGURES) ?? [];
  if (distinct === undefined || generated === undefined || depth === undefined) return null;
  return { distinct, generated, depth };
}

async function programOf({ model, constants }: Case): Promise<Program> {
  const url = pathToFileURL(join(ROOT, `dist/specs/classics/${model}.js`)).href;
  const loaded = await loadSpecModule(url);
  if (loaded.kind !== 'spec') throw new Error(`${model} is not built`);
  const overrides = Object.fromEntries(
    Object.entries(constants).map(([name, value]) => [name, `${value}`]),
  );
  const cell = modelOf(loaded.spec, { variant: '', configuration: 'small', overrides });
  if (cell.kind !== 'model') throw new Error(`${model} cannot be built with these constants`);
  const compiled = compile(cell.model);
  if (compiled.kind === 'refused') throw new Error(compiled.reason);
  return compiled.program;
}
