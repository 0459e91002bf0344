/**
 * Where in a spec something was written.
 *
 * Every statement, expression and declaration remembers the call stack of its construction, so that an error
 * can name the line of the spec. The stack is only captured here (a few microseconds) and formatted when an error is
 * printed. With source maps switched on (the command does that) the lines are those of the `.ts` file.
 */

function pathOf(frame: string): string {
  return frame.startsWith('file:') ? decodeURI(frame.slice('file://'.length)) : frame;
}

/** A captured construction site; `frames()` gives `file:line:column`, innermost first, frames of the checker left out. */
export interface Source {
  frames(): readonly string[];
}

// Frames below this folder belong to the checker, not to the spec. What the checker's own tests build counts as spec.
const CHECKER_FOLDER = pathOf(new URL('..', import.meta.url).href);
// Source maps lead from the build back to the sources.
const CHECKER_FOLDERS = [CHECKER_FOLDER, CHECKER_FOLDER.replace('/dist/', '/')];
const TESTS = /\.test(-d)?\.[jt]s:|\/checker\/testing\//;
// Node's ten frames do not reach through a vocabulary of helpers to the line of the process.
const FRAMES = 40;

function framesOf(stack: string): readonly string[] {
  return stack
    .split('\n')
    .map((line) => /(?:\(|at )((?:file:|\/|[A-Za-z]:).*:\d+:\d+)\)?$/.exec(line.trim())?.[1])
    .filter((frame) => frame !== undefined)
    .map(pathOf)
    .filter(
      (frame) => TESTS.test(frame) || !CHECKER_FOLDERS.some((each) => frame.startsWith(each)),
    );
}

/** Captures the place of the caller. Cost: one stack capture, no formatting. */
export function captureSource(): Source {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  Error.captureStackTrace(holder, captureSource);
  Error.stackTraceLimit = limit;
  let frames: readonly string[] | undefined;
  return Object.freeze({
    frames() {
      frames ??= Object.freeze(framesOf(holder.stack ?? ''));
      return frames;
    },
  });
}
