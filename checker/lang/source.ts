/**
 * Where in a spec something was written.
 *
 * Every statement, expression and declaration remembers the call stack of its construction, so that an error
 * can name the line of the spec. The stack is only captured here (a few microseconds) and formatted when an error is
 * printed. With source maps switched on (the command does that) the lines are those of the `.ts` file.
 */

/** A captured construction site; `frames()` gives `file:line:column`, innermost first, frames of the checker left out. */
export interface Source {
  frames(): readonly string[];
}

// The prefix shared by all files of this folder: frames below it belong to the checker, not to the spec.
const LANG_FOLDER = new URL('.', import.meta.url).href;

function framesOf(stack: string): readonly string[] {
  return stack
    .split('\n')
    .map((line) => /(?:\(|at )((?:file:|\/|[A-Za-z]:)[^()]*:\d+:\d+)\)?$/.exec(line.trim())?.[1])
    .filter((frame): frame is string => frame !== undefined && !isCheckerFrame(frame))
    .map((frame) => (frame.startsWith('file:') ? decodeURI(frame.slice('file://'.length)) : frame));
}

function isCheckerFrame(frame: string): boolean {
  const path = LANG_FOLDER.slice('file://'.length);
  const fromDist = path.replace('/dist/', '/');
  return [LANG_FOLDER, path, fromDist, `file://${fromDist}`].some(
    (folder) => frame.startsWith(folder) && !/\.test\.[jt]s/.test(frame),
  );
}

/** Captures the place of the caller. Cost: one stack capture, no formatting. */
export function captureSource(): Source {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, captureSource);
  let frames: readonly string[] | undefined;
  return {
    frames() {
      frames ??= framesOf(holder.stack ?? '');
      return frames;
    },
  };
}
