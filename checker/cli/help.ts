/**
 * What `ordeal` says of itself: the first page, and the end of every help.
 */
import type { Command } from './command.ts';
import { EXIT_TEXTS } from './exit-code.ts';

/** Ten lines for whoever types the bare name. */
export const FIRST_PAGE = `ordeal: a model checker for the order of things in kernel code. It tries every
interleaving of a small model and prints the shortest trace that breaks it.

  ordeal list                what there is to check
  ordeal show SPEC           a model as C-like pseudo-code
  ordeal check               every variant against its expectation
  ordeal check SPEC/VARIANT  is it safe? If not, the trace
  ordeal trace show ID       a counterexample, also for mail or Markdown

Specs: specs/, and your own with --specs DIR. More: ordeal --help`;

/** The end of a command's help: examples and the exit codes that it can return. */
export function helpEpilogue({
  examples,
  exitCodes,
}: Pick<Command<never>, 'examples' | 'exitCodes'>): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  return [
    'Examples:',
    ...examples.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`),
    '',
    'Exit codes:',
    ...exitCodes.map((code) => `  ${String(code).padStart(3)}  ${EXIT_TEXTS[code] ?? ''}`),
  ].join('\n');
}

export const PROGRAM_EPILOGUE = helpEpilogue({
  examples: [
    ['ordeal check', 'every variant against its expectation'],
    ['ordeal show classics/barzap --diff bad', 'what a variant changes'],
  ],
  exitCodes: Object.keys(EXIT_TEXTS).map(Number),
});
