/**
 * The first lines of a trace: verdict word, where, which property, how long.
 */
import { statusText } from '../model/index.ts';
import type { Ending, Trace } from '../trace/index.ts';
import { ascii } from './ascii.ts';
import type { Layout } from './options.ts';
import { wrapList, wrapWords } from './wrap.ts';

const WORDS: Readonly<Record<Ending['kind'], string>> = {
  invariant: 'VIOLATED',
  check: 'VIOLATED',
  deadlock: 'VIOLATED',
  error: 'ERROR',
  completed: 'COMPLETED',
  stopped: 'STOPPED',
};

export const verdictWord = ({ ending }: Trace): string => WORDS[ending.kind];

/** `steps=9 switches=3 shortest`. */
export function figures({ steps, switches, isShortest }: Trace): string {
  return `steps=${steps.length} switches=${switches}${isShortest ? ' shortest' : ''}`;
}

/** What has to be said of the variant wherever something of its trace is quoted; empty: nothing. */
export const standing = ({ status }: Pick<Trace, 'status'>): string =>
  status === null ? '' : statusText(status);

/** The same as a line of its own, if there is something to say. */
export const statusLines = (trace: Pick<Trace, 'status'>, indent = ''): readonly string[] =>
  trace.status === null ? [] : [`${indent}status: ${standing(trace)}`];

/** `vfio-pci/revoke-bars/v4[power,d1=yes]`: which search it is, with the constants that were set. */
export function searchName({ id, configuration, constants }: Trace): string {
  const settings = Object.entries(constants).map(([name, value]) => `${name}=${value}`);
  return `${id}[${[configuration, ...settings].join(',')}]`;
}

/** Verdict, figures, and what the variant is. */
export function verdictLines(trace: Trace, { isExpected, width }: Layout): readonly string[] {
  const where = `${searchName(trace)}${isExpected ? '  (as expected)' : ''}`;
  return [
    ...wrapWords(ascii(`${verdictWord(trace).padEnd(9)} ${where}`), width, 2),
    ...wrapWords(ascii(`${trace.property}  ${figures(trace)}`), width, 2),
    ...labelled('variant', wrapWords(ascii(trace.summary), width - TEXT_AT)),
    ...(trace.status === null
      ? []
      : labelled('status', wrapWords(standing(trace), width - TEXT_AT))),
  ];
}

/** The initial values that the model leaves open, and what is violated from the start; may be empty. */
export function startLines({ start }: Trace, { width, full }: Layout): readonly string[] {
  const values = start.values
    .filter(({ isChosen, isUsed }) => isChosen || (full && isUsed))
    .map(({ name, value }) => ascii(`${name}=${value}`));
  const violates = start.violates.map((id) => ascii(`(violates ${id})`));
  return labelled('start', wrapList([...values, ...violates], width - TEXT_AT));
}

/** Where the text of a labelled line begins. */
export const TEXT_AT = 13;

/** `  key:     first line`, the other lines below the first. A long key stands close to its text. */
export function labelled(key: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, at) =>
    (at === 0
      ? `${`  ${key}:`.padEnd(TEXT_AT - 1)} ${line}`
      : `${' '.repeat(TEXT_AT)}${line}`
    ).trimEnd(),
  );
}
