/**
 * Data races as text, JSON and Markdown, in the shape in which KCSAN tells them: two accesses, where, what is held, what would
 * change.
 */
import type { JudgedRace, Race, RaceEnd, Races } from '../../analyse/index.ts';
import type { FoundRace } from '../../semantics/index.ts';
import { ascii } from '../ascii.ts';
import { MOST_COLUMNS } from '../options.ts';
import { jsonLine } from '../result-json.ts';
import type { LineOptions, Painter } from '../result-lines.ts';
import { wrapLabel, wrapWords } from '../wrap.ts';
import {
  type Analysed,
  boundsLine,
  extentJson,
  extentText,
  markdownTable,
  modeText,
  padded,
  pathLines,
  stepText,
  Threads,
  wordOf,
} from './common.ts';

export interface RacesReport extends Analysed<Races> {
  /** Whether `check` looks for races too: the spec says which it knows. */
  readonly isJudged: boolean;
}

/** Races that nobody calls benign. */
export const harmful = ({ races }: Races): readonly Race[] =>
  races.filter(({ benign }) => benign === null);

/** The lines of the result: one for the model, one per race, and on demand one per note that nothing answers to. */
export function raceLines(
  { name, bounds, extent, found, isJudged }: RacesReport,
  { paint, isVerbose }: LineOptions,
): readonly string[] {
  const unseen = isVerbose ? found.unseen : [];
  const bad = harmful(found).length;
  const figures = `races=${bad} benign=${found.races.length - bad} ${extentText(extent)}`;
  return [
    `${padded(wordOf(extent, bad > 0), paint)}${name}  ${figures}`,
    ...found.races.map((race) => lineOf(race, paint)),
    ...unseen.map(({ variable, reason }) => `  no race here on ${variable}: ${reason}`),
    ...(bad === 0 || isJudged ? [] : ['  the spec lists no races: check does not look for them']),
    ...(bad === 0 && extent.completion.kind === 'complete' ? [boundsLine(bounds)] : []),
  ];
}

function lineOf({ variable, ends, path, benign, expected }: Race, paint: Painter): string {
  const word = padded(benign === null ? 'VIOLATED' : 'expected', paint);
  const note = benign === null ? asExpected(expected !== null) : benignNote(benign);
  return `${word}  ${raceText({ variable, ends, steps: path.steps.length })}${note}`;
}

const asExpected = (isExpected: boolean): string => (isExpected ? ' (as expected)' : '');

const benignNote = (reason: string | null): string => `  benign: ${ascii(reason ?? '')}`;

/** `race revoked  write f / marked read g  steps=3 shortest` */
function raceText({ variable, ends, steps }: FoundRace): string {
  const [a, b] = ends.map(
    ({ access, isMarked, owner }) => `${isMarked ? 'marked ' : ''}${access} ${owner}`,
  );
  return `race ${variable}  ${a} / ${b}  steps=${steps} shortest`;
}

/** A race below the line of a search that met it. */
export function judgedRaceLine(
  { kind, race, because }: JudgedRace,
  rule: 'matrix' | 'verdict',
  paint: Painter,
): string {
  const isViolation = kind === 'violated' || (kind === 'expected' && rule === 'verdict');
  const word = padded(isViolation ? 'VIOLATED' : 'expected', paint);
  const note = rule === 'verdict' ? asExpected(kind === 'expected') : '';
  return `${word}  ${raceText(race)}${kind === 'benign' ? benignNote(because) : note}`;
}

/** One race in full. */
export function raceReport(race: Race): readonly string[] {
  const { ends, cell, change, path, benign, expected, pairs } = race;
  const threads = new Threads(ends.map(({ process }) => process));
  const steps = pathLines(path, threads);
  const changed =
    change === null ? 'no, it writes the value that is there' : `${change.from} -> ${change.to}`;
  return [
    ...wrapLabel(`data race in ${ends[0].owner} / ${ends[1].owner}`, MOST_COLUMNS),
    '',
    ...ends.flatMap((end) => [...endLines(end, cell, threads), '']),
    `value changed: ${changed}`,
    ...(benign === null ? [] : wrapWords(`benign: ${ascii(benign)}`, MOST_COLUMNS, 2)),
    ...(expected === null ? [] : wrapWords(`expected: ${ascii(expected)}`, MOST_COLUMNS, 2)),
    '',
    ...(steps.length === 0
      ? ['at the start']
      : [`after ${steps.length === 1 ? 'this step' : 'these steps'} (shortest):`]),
    ...steps,
    '     both accesses are next, and nothing orders them',
    ...(pairs === 1 ? [] : [`     (${pairs} pairs of steps of these functions race so)`]),
    ...wrapWords(`threads: ${threads.legend()}`, MOST_COLUMNS, 9),
  ];
}

function endLines(end: RaceEnd, cell: string, threads: Threads): readonly string[] {
  const kind = `${end.access}${end.isMarked ? ' (marked)' : ''}`;
  const held = end.held.map(({ lock, mode }) => `${lock} ${modeText(mode)}`).join(', ');
  const indented = (text: string): readonly string[] =>
    wrapLabel(ascii(text), MOST_COLUMNS - 2).map((line) => `  ${line}`);
  return [
    `${kind} of ${cell} by ${threads.name(end.process)}, holding ${held === '' ? 'nothing' : held}:`,
    ...indented(stepText({ ...end, choices: [] })),
  ];
}

/** One object for the model, one per race. */
export function raceJson({ name, bounds, extent, found }: RacesReport): readonly string[] {
  const bad = harmful(found).length;
  const head = { name, bounds, races: bad, benign: found.races.length - bad };
  return [
    jsonLine('races', { ...head, ...extentJson(extent), unseen: found.unseen }),
    ...found.races.map(({ path, ...race }) =>
      jsonLine('race', { name, ...race, steps: path.steps.length, path: path.steps }),
    ),
  ];
}

/** A table, and each race in full below it. */
export function raceMarkdown({ name, extent, found }: RacesReport): readonly string[] {
  const rows = found.races.map(({ variable, ends, change, path, benign, expected }) => [
    variable,
    ...ends.map(endText),
    change === null ? 'same value' : `${change.from} -> ${change.to}`,
    String(path.steps.length),
    benign ?? (expected === null ? 'NOT DECLARED' : `it is not, and expected: ${expected}`),
  ]);
  const head = ['variable', 'writes', 'and', 'change', 'steps', 'benign because'];
  return [
    `### Data races of \`${name}\``,
    '',
    `${extentText(extent)}`,
    '',
    ...(rows.length === 0 ? ['none'] : markdownTable([head, ...rows])),
    ...found.races.flatMap((race) => ['', '```text', ...raceReport(race), '```']),
  ];
}

function endText({ access, isMarked, owner, held }: RaceEnd): string {
  const locks = held.map(({ lock, mode }) => `${lock} ${modeText(mode)}`).join(', ');
  const kind = `${isMarked ? 'marked ' : ''}${access}`;
  return `${kind} in ${owner}${locks === '' ? '' : ` under ${locks}`}`;
}
