/**
 * The program as a function: arguments in, text to two sinks, exit code out.
 *
 * It touches neither the process nor the console, so that tests call it directly; those concerns are in bin.ts.
 */
import { makeContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { type Host, plainHost, type Sink } from './host.ts';
import { parseCommandLine } from './parse.ts';
import { UsageError } from './usage-error.ts';

export type { Host, Sink } from './host.ts';

/** Runs one command line and returns its exit code. */
export async function main(
  argv: readonly string[],
  out: Sink,
  err: Sink,
  host: Host = plainHost(),
): Promise<number> {
  try {
    const parsed = await parseCommandLine(argv);
    if (parsed.kind === 'text') {
      out(`${parsed.text}\n`);
      return EXIT.ok;
    }
    return await parsed.run(await makeContext({ out, err }, host, parsed.globals));
  } catch (error) {
    if (error instanceof UsageError) {
      err(`ordeal: ${error.message}\n`);
      if (wantsJson(argv)) out(errorLine(error.message, EXIT.usage));
      return EXIT.usage;
    }
    const { stack, message } = error instanceof Error ? error : new Error(String(error));
    err(`ordeal: internal error: ${stack ?? message}\n`);
    if (wantsJson(argv)) out(errorLine(message, EXIT.internal));
    return EXIT.internal;
  }
}

/** Also of a command line that could not be parsed. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).includes('--json');
}

/** Written here, and not where results are, because nothing else may have been loaded when something is refused. */
const errorLine = (message: string, exit: number): string =>
  `${JSON.stringify({ v: 1, type: 'error', message, exit })}\n`;
