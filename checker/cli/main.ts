// The command as a function: arguments in, text to two sinks, exit code out.
// Owns the choice of the command. It touches neither the process nor the console, so that tests
// call it directly; those concerns are in bin.ts.

import { readFileSync } from 'node:fs';

export type Sink = (text: string) => void;

const USAGE = 2;

// The build lies one level deeper (dist/checker/cli) than the source that tests call.
function version(): string {
  const depth = import.meta.url.endsWith('.ts') ? '../../' : '../../../';
  const text = readFileSync(new URL(`${depth}package.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Runs one command line and returns its exit code. */
export async function main(argv: readonly string[], out: Sink, err: Sink): Promise<number> {
  if (argv.length === 1 && argv[0] === '--version') {
    out(`${version()}\n`);
    return 0;
  }
  err(`ordeal: unknown arguments '${argv.join(' ')}': only --version is known\n`);
  return USAGE;
}
