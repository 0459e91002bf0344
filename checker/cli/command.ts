/**
 * What a command is: its words, its options, its help, and what it does.
 */
import type { Argv } from 'yargs';
import type { Context } from './context.ts';

export interface Command<A> {
  /** As yargs reads it: `check [targets..]`. */
  readonly usage: string;
  readonly summary: string;
  /** Command line and what it does; the help shows both. */
  readonly examples: readonly (readonly [string, string])[];
  /** Those that it can return. */
  readonly exitCodes: readonly number[];
  readonly options: (parser: Argv) => Argv;
  /** Returns the exit code. Throws `UsageError` for what the user has to change. */
  readonly run: (args: A, context: Context) => Promise<number>;
}
