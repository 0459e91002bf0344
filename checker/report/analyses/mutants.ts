/**
 * Mutants as text: the score, everything nobody noticed, and which step protects what.
 */
import type { JudgedMutant, MutantsFound, Notice, Score, Survivor } from '../../analyse/index.ts';
import { NOTICED_BY } from '../../analyse/index.ts';
import { ascii } from '../ascii.ts';
import { MOST_COLUMNS } from '../options.ts';
import type { LineOptions, Painter, Word } from '../result-lines.ts';
import { wrapLabel, wrapList, wrapWords } from '../wrap.ts';
import { padded, pathLines, Threads } from './common.ts';

export interface MutantsReport {
  /** `family/spec/variant`, with what `-c` sets. */
  readonly name: string;
  /** Configurations that were searched, and what each bounds. */
  readonly configurations: readonly { readonly name: string; readonly bounds: string }[];
  /** The one property that was asked for, or null. */
  readonly property: string | null;
  readonly found: MutantsFound;
}

/** What is no answer: a survivor without a reason, or a note that is not true. */
export const hasMutantFindings = ({ score, stale }: MutantsFound): boolean =>
  score.unnoticed > 0 || stale.length > 0;

/** The score, and one line for each survivor and each stale note. */
export function mutantLines(report: MutantsReport, options: LineOptions): readonly string[] {
  const { name, found, property } = report;
  const { score, survivors, stale, judged } = found;
  const { paint, isVerbose } = options;
  const told = survivors.filter(({ reason }) => isVerbose || reason === null);
  return [
    `${padded(wordOfMutants(found), paint)}${name}  ${figuresOf(score, property)}`,
    ...noticedLine(score),
    ...uncountedLine(score),
    ...(isVerbose ? judged.filter(isNoticed).flatMap((each) => verdictLines(each, paint)) : []),
    ...told.map((each) => survivorLine(each, paint)),
    ...judged.flatMap((each) => undecidedLine(each, options)),
    ...interruptedLine(judged, options),
    ...stale.map(
      ({ mutant, verdict }) =>
        `${padded('UNEXPECTED', paint)}  the spec says that '${mutant}' goes unnoticed: it is ${verdict}`,
    ),
    ...configurationLines(report),
  ];
}

export function wordOfMutants(found: MutantsFound): Word {
  if (hasMutantFindings(found)) return 'UNNOTICED';
  return found.score.undecided > 0 ? 'INCONCLUSIVE' : 'ok';
}

function figuresOf(score: Score, property: string | null): string {
  const { mutants, noticed, unnoticed, accepted, undecided, holds } = score;
  const figures = [
    `mutants=${mutants}`,
    `noticed=${noticed}`,
    ...(property === null
      ? [`unnoticed=${unnoticed}`, ...(accepted === 0 ? [] : [`accepted=${accepted}`])]
      : [`by=${property}`, `holds=${holds}`]),
    ...(undecided === 0 ? [] : [`undecided=${undecided}`]),
    ...(property === null ? [`score=${percentText(score)}`] : []),
  ];
  return figures.join(' ');
}

/** Rounded down, so that 100% is all of them. */
export const percentText = ({ percent }: Score): string =>
  `${(Math.floor(percent * 10) / 10).toFixed(1)}%`;

const BY: Readonly<Record<Notice['kind'], string>> = {
  property: 'by a property',
  deadlock: 'by deadlock alone',
  ERROR: 'by ERROR alone',
  race: 'by a data race alone',
  goal: 'by a goal that is not reached any more',
  vacuity: 'by what never happens any more',
};

function noticedLine({ by, noticed }: Score): readonly string[] {
  if (noticed === 0) return [];
  const parts = NOTICED_BY.filter((kind) => by[kind] > 0).map((kind) => `${by[kind]} ${BY[kind]}`);
  return indented(wrapList([`noticed: ${parts[0]}`, ...parts.slice(1)], MOST_COLUMNS - 2));
}

function uncountedLine({ equivalent, illFormed, absent }: Score): readonly string[] {
  const parts = [
    ...(equivalent > 0 ? [`${equivalent} equivalent`] : []),
    ...(illFormed > 0 ? [`${illFormed} ill-formed`] : []),
    ...(absent > 0 ? [`${absent} in none of the models`] : []),
  ];
  return parts.length === 0 ? [] : [`  not counted: ${parts.join(', ')}`];
}

const indented = (lines: readonly string[], by = 2): readonly string[] =>
  lines.map((line) => `${' '.repeat(by)}${line}`);

const isNoticed = ({ judged }: JudgedMutant): boolean => judged.kind === 'noticed';

function verdictLines({ mutant, judged }: JudgedMutant, paint: Painter): readonly string[] {
  if (judged.kind !== 'noticed') return [];
  return [`${padded('ok', paint)}  ${mutant.name}  ${judged.by.map(noticeText).join(', ')}`];
}

/** `S-ACCESS 18`. */
export const noticeText = ({ subject, steps }: Pick<Notice, 'subject' | 'steps'>): string =>
  steps === null ? subject : `${subject} ${steps}`;

function survivorLine({ name, judged, reason }: Survivor, paint: Painter): string {
  const { only, configuration, steps } = judged.difference;
  const word = padded(reason === null ? 'UNNOTICED' : 'expected', paint);
  const note = reason === null ? '' : `  ${ascii(reason)}`;
  return `${word}  ${name}  only-in=${only}[${configuration}] steps=${steps.length}${note}`;
}

/** What an interruption left is a number: hundreds of lines would bury what is known. */
function undecidedLine(
  { mutant, judged }: JudgedMutant,
  { paint, isVerbose }: LineOptions,
): readonly string[] {
  if (judged.kind !== 'undecided' || (judged.bound === 'interrupted' && !isVerbose)) return [];
  return [`${padded('INCONCLUSIVE', paint)}  ${mutant.name}  bound=${judged.bound}`];
}

function interruptedLine(
  all: readonly JudgedMutant[],
  { isVerbose }: LineOptions,
): readonly string[] {
  const left = all.filter(
    ({ judged }) => judged.kind === 'undecided' && judged.bound === 'interrupted',
  );
  if (left.length === 0 || isVerbose) return [];
  return [`  interrupted: ${left.length} of ${all.length} mutants are not judged (-v lists them)`];
}

/** What all of this rests on. */
const configurationLines = ({ configurations }: MutantsReport): readonly string[] =>
  configurations.flatMap(({ name, bounds }) =>
    indented(wrapWords(`[${name}] ${ascii(bounds)}`, MOST_COLUMNS - 2, 4)),
  );

/** The shortest behaviour that only one of the two has. */
export function survivorText({ name, judged, reason }: Survivor): readonly string[] {
  const { only, configuration, steps, changes } = judged.difference;
  const path = { steps, states: [] };
  const threads = new Threads(steps.map(({ process }) => process));
  const last =
    changes.length === 0
      ? 'the truth of a clause'
      : changes.map(({ name: cell, from, to }) => `${cell} ${from}->${to}`).join(', ');
  return [
    ...wrapLabel(`unnoticed: ${ascii(name)}`, MOST_COLUMNS),
    ...(reason === null ? [] : wrapWords(`accepted: ${ascii(reason)}`, MOST_COLUMNS, 2)),
    ...wrapWords(
      `only the ${only} [${configuration}] does this, and no property objects:`,
      MOST_COLUMNS,
    ),
    ...pathLines(path, threads),
    ...wrapWords(`     the last step changes ${last}`, MOST_COLUMNS, 5),
    ...wrapWords(`threads: ${threads.legend()}`, MOST_COLUMNS, 9),
  ];
}

/** Which step protects what: per function, each step with the properties that notice when it is not what it is. */
export function protectionLines({ protections }: MutantsFound): readonly string[] {
  if (protections.length === 0) return [];
  const functions = [...new Set(protections.map(({ fn }) => fn))];
  return [
    'which step protects what, with the steps of the shortest trace:',
    ...functions.flatMap((fn) => [
      fn,
      ...protections
        .filter((each) => each.fn === fn)
        .flatMap(({ step, by }) => [
          ...indented(wrapLabel(ascii(step), MOST_COLUMNS - 2)),
          ...indented(wrapList(by.map(noticeText), MOST_COLUMNS - 6), 6),
        ]),
    ]),
  ];
}
