/**
 * What a command needs of the process that runs it, as values: so that tests can be the process.
 */

/** Takes text as it is; lines bring their own newline. */
export type Sink = (text: string) => void;

export interface Host {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isStdoutTerminal: boolean;
  readonly isStderrTerminal: boolean;
  /** Aborted by Ctrl-C and the like; the reason is the exit code of a run that found nothing until then. */
  readonly signal: AbortSignal;
}

/** A host without a terminal, which nothing interrupts. */
export const plainHost = (): Host => ({
  cwd: process.cwd(),
  env: process.env,
  isStdoutTerminal: false,
  isStderrTerminal: false,
  signal: new AbortController().signal,
});
