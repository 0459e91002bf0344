/**
 * The program: process concerns only.
 *
 * Owns the exit code, signals, output errors and uncaught exceptions; what a command does is in main.ts. Code 1 is never
 * used on purpose, because Node makes it by itself.
 */
import { writeSync } from 'node:fs';
import { main } from './main.ts';

process.exitCode = 70; // an await that never settles must not look like a verdict

process.on('uncaughtException', (error) => {
  process.stderr.write(`ordeal: internal error: ${error.stack ?? error.message}\n`);
  end(INTERNAL);
});

const INTERNAL = 70;
const UNWRITABLE = 2;
const INTERRUPTED = 130;
const TERMINATED = 143;
/** As of a process that SIGPIPE ends, which Node ignores: what git and grep return. */
const UNREAD = 141;
const interruption = new AbortController();

// A spec is a program and may call process.exit: whatever it asks for, that is no verdict.
let isSettled = false;
process.on('exit', () => {
  if (isSettled) return;
  writeSync(2, 'ordeal: the program ended before its result: does a spec call process.exit?\n');
  process.exitCode = INTERNAL;
});

function end(code: number): never {
  settle();
  process.exit(code);
}

/** From here on the code is decided: a listener that a spec has added would have the last word. */
function settle(): void {
  isSettled = true;
  process.removeAllListeners('exit');
}

/** The first time asks the searches to stop with what is complete; the second time nothing waits any more. */
function interrupt(code: number): void {
  if (interruption.signal.aborted) end(code);
  interruption.abort(code);
}

/**
 * Not before somebody can be asked to stop: a spec that loops while it loads would keep the event loop from ever hearing of the signal, and
 * without a listener the signal ends the process.
 */
function listen(): AbortSignal {
  if (process.listenerCount('SIGINT') === 0) {
    process.on('SIGINT', () => interrupt(INTERRUPTED));
    process.on('SIGTERM', () => interrupt(TERMINATED));
  }
  return interruption.signal;
}

function refuseUnwritten(error: Error): never {
  process.stderr.write(`ordeal: the results cannot be written: ${error.message}\n`);
  end(UNWRITABLE);
}

// `ordeal ... | head` closes the pipe early: nobody reads on. That is no error, and no interruption either.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') refuseUnwritten(error);
  if (!interruption.signal.aborted) interruption.abort(UNREAD);
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const code = await main(
  process.argv.slice(2),
  (text) => process.stdout.write(text),
  (text) => process.stderr.write(text),
  {
    cwd: process.cwd(),
    env: process.env,
    isStdoutTerminal: process.stdout.isTTY === true,
    isStderrTerminal: process.stderr.isTTY === true,
    get signal() {
      return listen();
    },
  },
);
settle();
process.exitCode = code;
// Not when the last timer of a spec has run: what is written is all that is waited for.
process.stdout.write('', (error?: NodeJS.ErrnoException | null) => {
  // The stream tells the last writer before it tells its listeners.
  if (error && error.code !== 'EPIPE') refuseUnwritten(error);
  process.stderr.write('', () => process.exit(code));
});
