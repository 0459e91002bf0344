// The printed C compiles without a warning and finds what the plain JavaScript machine finds: counts, and when what is violated first.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import barzap from '../../../specs/classics/barzap.ts';
import philosophers from '../../../specs/classics/dining-philosophers.ts';
import twoPhaseCommit from '../../../specs/classics/two-phase-commit.ts';
import revokeBars from '../../../specs/vfio-pci/revoke-bars/spec.ts';
import { layOut, layOutWide, type Program } from '../../compile/index.ts';
import { modelOf } from '../../explore/index.ts';
import type { Settings, Spec } from '../../lang/index.ts';
import { programOf } from '../../testing/engines.ts';
import { ROOT, readText } from '../../testing/files.ts';
import { machineSearch } from '../../testing/machine-search.ts';
import { printProgram } from './print-program.ts';

const SEARCH = join(ROOT, 'checker/bench/c/search.c');
// A state is loaded as a whole, whatever of it a step needs.
const UNUSED = ['-Wno-unused-variable', '-Wno-unused-but-set-variable'];
// Bounds that the layout found narrower than a domain leave comparisons that are always true.
const CONSTANT = '-Wno-tautological-compare';
const FLAGS = ['-std=gnu11', '-O1', '-fwrapv', '-Wall', '-Wextra', '-Werror', ...UNUSED, CONSTANT];
const folder = mkdtempSync(join(tmpdir(), 'ordeal-printed-'));
const hasCompiler = spawnSync('gcc', ['--version']).status === 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function programFor(spec: Spec, variant: string, configuration: string, overrides: Settings = {}) {
  const built = modelOf(spec, { variant, configuration, overrides });
  if (built.kind !== 'model') throw new Error('no such model');
  return programOf(built.model);
}

/** Compiles and runs; what it prints, with properties by name. */
function resultOf(program: Program, layout = layOut(program)) {
  const source = join(folder, 'printed.c');
  writeFileSync(source, printProgram(program, layout, SEARCH));
  execFileSync('gcc', [...FLAGS, '-o', join(folder, 'printed'), source]);
  const output = execFileSync(join(folder, 'printed'), { encoding: 'utf8' });
  const counts = /^distinct=(\d+) generated=(\d+) depth=(\d+)$/m.exec(output) ?? [];
  const [, distinct, generated, depth] = counts.map(Number);
  const violated = [...output.matchAll(/^violated=(\w+) steps=(\d+)$/gm)].map(
    ([, name = '', steps]) => [program.model.properties[Number(name)]?.id ?? name, Number(steps)],
  );
  return { distinct, generated, depth, violated: Object.fromEntries(violated) };
}

/** What it has to print. */
function expectedOf(program: Program) {
  const { distinct, generated, depth, violated } = machineSearch(program);
  return { distinct, generated, depth, violated };
}

describe.skipIf(!hasCompiler)('a program printed as C', () => {
  test.each<[string, Program]>([
    ['barzap(3,2)', programFor(barzap, '', 'small', { F: '3', B: '2' })],
    ['barzap/bad, which is unsafe', programFor(barzap, 'bad', 'small')],
    ['two-phase commit', programFor(twoPhaseCommit, '', 'small')],
    ['a commit that is not', programFor(twoPhaseCommit, 'first-vote', 'small')],
    ['philosophers, who may starve', programFor(philosophers, '', 'small')],
    ['a driver, with checks that fail', programFor(revokeBars, 'v1-order-d1', 'd1')],
  ])('finds what the machine finds: %s', (_, program) => {
    expect(resultOf(program)).toEqual(expectedOf(program));
  });

  test('finds the same with every field in a word of its own', () => {
    const program = programFor(barzap, '', 'small');
    expect(resultOf(program, layOutWide(program))).toEqual(expectedOf(program));
  });
});

test.skipIf(hasCompiler)('no C compiler: the printed C is not tried', () => {
  expect(readText('checker/bench/c/search.c')).toContain('main');
});
