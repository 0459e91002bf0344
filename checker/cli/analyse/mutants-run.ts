/**
 * The run of `ordeal mutants`: which variants are mutated, in which configurations, by how many threads, and what is told of each.
 */
import { availableParallelism } from 'node:os';
import {
  type MutantName,
  type MutantsFound,
  type MutantsJob,
  type MutantsOutcome,
  mutantsFound,
  mutantsOf,
  mutatedVariant,
  runMutants,
} from '../../analyse/index.ts';
import { planMemory } from '../../explore/index.ts';
import { ownersIn } from '../../model/index.ts';
import type { MutantsReport } from '../../report/index.ts';
import { type Cell, planCells } from '../check/plan.ts';
import { startProgress } from '../check/progress.ts';
import type { Context } from '../context.ts';
import { combine, EXIT } from '../exit-code.ts';
import { settingsOf } from '../names.ts';
import { loadCatalog } from '../targets/catalog.ts';
import { printProblems } from '../targets/problems.ts';
import { type Chosen, chooseVariants } from '../targets/targets.ts';
import { UsageError, unknownName } from '../usage-error.ts';
import { type AnalysisArguments, limitsOf } from './analyses.ts';

export interface MutantsArguments extends AnalysisArguments {
  readonly p?: string;
  readonly in?: readonly string[];
  readonly minScore?: number;
  readonly workers?: number;
}

/** Tells what came out and returns the exit code of it. */
export type TellMutants = (report: MutantsReport) => number;

/** Judges the mutants of every variant that is asked for, and returns the exit code. */
export async function runOnMutants(
  args: MutantsArguments,
  context: Context,
  tell: TellMutants,
): Promise<number> {
  const plan = await planned(args, context);
  if (plan === null) return EXIT.usage;
  const codes: number[] = [];
  const { signal } = context;
  for (const cells of plan) {
    if (signal.aborted) break;
    codes.push(await judged(cells, args, context, tell));
  }
  return combine(codes, signal.aborted ? (signal.reason as number) : null);
}

/** The cells of each variant. */
async function planned(
  { targets = [], c = [], config = 'small', p }: MutantsArguments,
  context: Context,
): Promise<readonly (readonly Cell[])[] | null> {
  if (targets.length === 0) throw new UsageError('mutants needs a spec: ordeal mutants SPEC');
  const entries = await loadCatalog(context, targets);
  const plan = planCells({
    chosen: chooseVariants(entries, targets).filter(isMutated),
    configurations: config.split(','),
    overrides: settingsOf(c),
    property: p ?? null,
    rule: 'verdict',
    variable: null,
    symmetry: 'off',
  });
  if (plan.kind === 'cells') {
    const ids = [...new Set(plan.cells.map(({ chosen }) => chosen.id))];
    return ids.map((id) => plan.cells.filter(({ chosen }) => chosen.id === id));
  }
  printProblems(plan.problems, context);
  return null;
}

/** A spec or a family stands for the first variant that is safe, and else for the base: mutants of what is broken say little. */
function isMutated(chosen: Chosen): boolean {
  return chosen.isVariant || isMutatedVariant(chosen);
}

async function judged(
  cells: readonly Cell[],
  args: MutantsArguments,
  context: Context,
  tell: TellMutants,
): Promise<number> {
  const [{ chosen, overrides }] = cells as readonly [Cell];
  const { spec } = chosen.entry;
  refuseUnknownOwners(chosen, args.in);
  const mutants = mutantsOf(spec, chosen.variant, args.in ?? null);
  const outcome = await judgeAll(jobOf(cells, args), mutants, args, context);
  if (outcome.kind === 'failed') {
    context.err(`ordeal: internal error: ${chosen.id}: ${outcome.message}\n`);
    return EXIT.internal;
  }
  if (outcome.kind === 'fallen') {
    context.err(`ordeal: ${fallenText(chosen, args, outcome)}\n`);
    return EXIT.usage;
  }
  const notes = isMutatedVariant(chosen) ? spec.survivors : [];
  const found: MutantsFound = mutantsFound(outcome.mutants, notes, isWhole(args));
  const settings = Object.entries(overrides).map(([name, value]) => `${name}=${value}`);
  return tell({
    name: settings.length === 0 ? chosen.id : `${chosen.id}[${settings.join(',')}]`,
    configurations: cells.map(({ configuration, model }) => ({
      name: configuration.name,
      bounds: model.bounds,
    })),
    property: args.p ?? null,
    found,
  });
}

/** Of a property that does not hold no mutant says what it needs. */
const fallenText = (
  { id }: Chosen,
  { p }: MutantsArguments,
  { configurations }: Extract<MutantsOutcome, { kind: 'fallen' }>,
): string =>
  `-p '${p}': ${id}[${configurations.join(',')}] violates it itself, so no mutant says what it needs; --config names configurations in which it holds`;

/** The reasons of a spec are those of one variant: the same line may survive elsewhere because a property is missing. */
const isMutatedVariant = ({ entry, variant }: Chosen): boolean =>
  variant === mutatedVariant(entry.spec);

/** The notes of a spec speak of all that is done without a narrower question. */
const isWhole = ({ in: only, p, c, config }: MutantsArguments): boolean =>
  only === undefined &&
  p === undefined &&
  c === undefined &&
  (config === undefined || config === 'small');

function refuseUnknownOwners(
  { entry, variant }: Chosen,
  only: readonly string[] | undefined,
): void {
  const names = ownersIn(entry.spec, variant).map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownName('--in: function', unknown, names);
}

function jobOf(cells: readonly Cell[], args: MutantsArguments): MutantsJob {
  const [{ chosen, overrides }] = cells as readonly [Cell];
  const { limitBytes } = planMemory(workersOf(args), args.maxMem);
  return {
    url: chosen.entry.url,
    variant: chosen.variant.name,
    configurations: cells.map(({ configuration }) => configuration.name),
    overrides,
    limits: limitsOf(args, limitBytes),
    property: args.p ?? null,
    isCompared: args.p === undefined,
    only: args.in ?? null,
  };
}

const workersOf = ({ workers }: MutantsArguments): number => workers ?? availableParallelism();

async function judgeAll(
  job: MutantsJob,
  mutants: readonly MutantName[],
  args: MutantsArguments,
  context: Context,
) {
  const workers = workersOf(args);
  const { heapBytes } = planMemory(workers, args.maxMem);
  const progress = startProgress(mutants.length, context, 'mutant');
  try {
    const { signal } = context;
    return await runMutants(job, mutants, {
      workers,
      heapBytes,
      signal,
      onProgress: progress.update,
    });
  } finally {
    progress.stop();
  }
}
