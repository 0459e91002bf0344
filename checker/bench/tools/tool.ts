/**
 * What a tool is to the benchmark: something that is built for a case once and then runs as a command that says its counts.
 */
import { spawnSync } from 'node:child_process';
import type { Case, Counts } from '../cases.ts';

export interface Built {
  readonly command: readonly string[];
  readonly cwd: string;
  /** Reads the counts off what the command prints; null when they are not there. */
  readonly countsIn: (output: string) => Counts | null;
}

export interface Tool {
  readonly name: string;
  /** With versions and options, for the head of a report. */
  readonly description: string;
  /** Why it cannot be used here; null when it can. */
  readonly missing: () => string | null;
  /** Builds for a case into a folder of its own; this time is not measured. */
  readonly build: (chosen: Case, folder: string) => Built;
}

/** Runs a step of a build; throws with what it says if it fails. */
export function step(cwd: string, program: string, ...args: readonly string[]): string {
  const run = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (run.status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${run.error?.message ?? run.stderr}`);
  return run.stdout;
}

/** Whether a program can be started. */
export const isInstalled = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args).error === undefined;

/** The first program that is missing, as a reason. */
export function missingOf(...programs: readonly string[]): string | null {
  const missing = programs.find((program) => !isInstalled(program, '--version'));
  return missing === undefined ? null : `${missing} is not installed`;
}

/** Numbers of the groups of a pattern; null when it does not match. */
export function numbersIn(output: string, pattern: RegExp): readonly number[] | null {
  const match = pattern.exec(output);
  return match === null ? null : match.slice(1).map(Number);
}

/** Options of a compiler of C for all that is measured. */
export const C_OPTIONS = ['-O3', '-w'] as const;
