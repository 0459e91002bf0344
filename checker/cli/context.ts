/**
 * What every command gets: where to print, how, and from where specs come. Made from the host and the global options.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Painter, Word } from '../report/index.ts';
import { cacheFolder } from './cache/cache-folder.ts';
import type { Host, Sink } from './host.ts';
import type { GlobalOptions } from './options.ts';
import { UsageError } from './usage-error.ts';

export type ProgressStyle = 'tty' | 'plain' | 'json' | 'none';

export interface Context {
  readonly out: Sink;
  readonly err: Sink;
  /** Relative paths of the command line start here. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly json: boolean;
  readonly isQuiet: boolean;
  readonly isVerbose: boolean;
  readonly progress: ProgressStyle;
  readonly paint: Painter;
  /** Files and folders of compiled specs; empty: those of the package. */
  readonly specs: readonly string[];
  /** Where results of earlier runs are kept; null: nowhere. */
  readonly cacheFolder: string | null;
  /** The file in which a step of GitHub Actions collects its summary; null elsewhere. */
  readonly stepSummary: string | null;
}

export async function makeContext(
  { out, err }: { readonly out: Sink; readonly err: Sink },
  host: Host,
  options: GlobalOptions,
): Promise<Context> {
  const cwd = resolve(host.cwd, options.C ?? '.');
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`-C '${options.C}' is not a folder`);
  return Object.freeze({
    out,
    err,
    cwd,
    // Asked for when the work begins, not before.
    get signal() {
      return host.signal;
    },
    json: options.json === true,
    isQuiet: options.quiet === true,
    isVerbose: options.verbose === true,
    progress: progressStyle(options, host),
    paint: options.json === true ? (word: Word) => word : await makePainter(options.color, host),
    specs: options.specs ?? [],
    cacheFolder: cacheFolder(host.env),
    stepSummary: host.env['GITHUB_STEP_SUMMARY'] || null,
  });
}

function progressStyle({ progress, quiet }: GlobalOptions, host: Host): ProgressStyle {
  if (progress !== 'auto') return progress;
  if (quiet === true) return 'none';
  return host.isStderrTerminal ? 'tty' : 'plain';
}

/** chalk 5 does not look at NO_COLOR, so the order is ours: the option, NO_COLOR, FORCE_COLOR, the terminal. */
async function makePainter(wish: GlobalOptions['color'], host: Host): Promise<Painter> {
  if (!isColoured(wish, host)) return (word) => word;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  const colours: Readonly<Record<Word, (text: string) => string>> = {
    ok: chalk.green,
    expected: chalk.green,
    open: chalk.yellow,
    VIOLATED: chalk.red,
    UNEXPECTED: chalk.red,
    INCONCLUSIVE: chalk.yellow,
    VACUOUS: chalk.red,
    ERROR: chalk.red,
    UNNOTICED: chalk.red,
  };
  return (word) => colours[word](word);
}

function isColoured(wish: GlobalOptions['color'], { env, isStdoutTerminal }: Host): boolean {
  if (wish !== 'auto') return wish === 'always';
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isStdoutTerminal && env['TERM'] !== 'dumb';
}
