/**
 * The committed matrix of a spec as text: made to be reviewed in `git diff` and merged by git.
 *
 * One entry per line, verdict word first, sorted by name, between a first and a last line that say what this is and where it
 * ends: a file that was cut, or left with the marks of a merge, is no smaller matrix but an error.
 */
import type { Entry } from './record.ts';

const WORD_WIDTH = 10;
const VERSION = 1;
const WORDS = new Set([
  'search',
  'never',
  'VACUOUS',
  'ok',
  'expected',
  'benign',
  'open',
  'UNEXPECTED',
  'VIOLATED',
]);
const FIRST_LINE = /^# ordeal matrix (\d+): (\S+\/\S+)$/;
const LINE = /^(\S+) +(\S+)(?: {2}(\S.*))?$/;
const CARRIAGE_RETURNS =
  'it has carriage returns: git changed its line ends (core.autocrlf), or an editor did';
const LAST_LINE = /^end +(\d+) lines?$/;

export type ReadMatrix =
  | { readonly kind: 'matrix'; readonly spec: string; readonly entries: readonly Entry[] }
  /** One sentence: what is wrong, and in which line. */
  | { readonly kind: 'unreadable'; readonly message: string };

/** The text of a matrix, with a final newline. Same entries, same bytes. */
export function matrixText(spec: string, entries: readonly Entry[]): string {
  const lines = inOrder(entries).map(lineOf);
  return [
    `# ordeal matrix ${VERSION}: ${spec}`,
    ...lines,
    `end       ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`,
    '',
  ].join('\n');
}

/** Entries sorted by name; what belongs to a search follows it. */
export const inOrder = (entries: readonly Entry[]): readonly Entry[] =>
  entries.toSorted(
    (a, b) =>
      compareText(a.name, b.name) || compareText(a.word, b.word) || compareText(a.rest, b.rest),
  );

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const lineOf = ({ word, name, rest }: Entry): string =>
  `${word.padEnd(WORD_WIDTH)}${word.length >= WORD_WIDTH ? ' ' : ''}${name}${rest === '' ? '' : `  ${rest}`}`;

/** Reads a matrix back. Nothing is left out: every line is understood, and the last one says that it is the last. */
export function readMatrix(text: string): ReadMatrix {
  if (text.includes('\r')) return unreadable(CARRIAGE_RETURNS);
  const lines = text.split('\n');
  const [, version, spec = ''] = FIRST_LINE.exec(lines[0] ?? '') ?? [];
  if (version === undefined) return unreadable("line 1: a matrix begins with '# ordeal matrix'");
  if (Number(version) !== VERSION)
    return unreadable(`it has version ${version}; this program reads version ${VERSION}`);
  const body = lines.slice(1, -2);
  const entries: Entry[] = [];
  for (const [number, line] of body.entries()) {
    const entry = entryOf(line, spec);
    if (entry === null) return unreadable(`line ${number + 2}: '${line}' is no line of a matrix`);
    entries.push(entry);
  }
  const promised = LAST_LINE.exec(lines.at(-2) ?? '')?.[1];
  if (promised === undefined || lines.at(-1) !== '')
    return unreadable("it is truncated: it does not end with an 'end' line");
  if (Number(promised) !== entries.length)
    return unreadable(`its last line promises ${promised} lines, and there are ${entries.length}`);
  return withoutRepetition(spec, entries);
}

function entryOf(line: string, spec: string): Entry | null {
  const [, word = '', name = '', rest = ''] = LINE.exec(line) ?? [];
  const isOfSpec = name === spec || name.startsWith(`${spec}/`) || name.startsWith(`${spec}[`);
  return isOfSpec && WORDS.has(word) ? { word, name, rest } : null;
}

function withoutRepetition(spec: string, entries: readonly Entry[]): ReadMatrix {
  const seen = new Set<string>();
  for (const entry of entries) {
    const key = entryKey(entry);
    if (seen.has(key)) return unreadable(`it has two lines for ${entry.name}`);
    seen.add(key);
  }
  return { kind: 'matrix', spec, entries };
}

/** What makes two entries speak of the same: the verdict on a property is one, whatever it says. */
export function entryKey({ word, name, rest }: Entry): string {
  if (word === 'search') return `search ${name}`;
  if (word === 'never' || word === 'VACUOUS') return `${word} ${name} ${rest}`;
  return `verdict ${name}`;
}

const unreadable = (message: string): ReadMatrix => ({ kind: 'unreadable', message });
