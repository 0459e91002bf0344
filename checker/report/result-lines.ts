/**
 * Result lines: what `check` prints on stdout, one line per search and one more per property that does not hold.
 *
 * Verdict word first, then the id, then `key=value` pairs, so that grep, awk and diff work on it. No times, no dates, no
 * paths: the same bytes on every machine. Colour is the caller's: it is handed the word.
 */
import {
  type Assessment,
  isRaceViolation,
  isViolated,
  type JudgedRace,
  type Judgement,
  type OutcomeKind,
  type Vacuity,
  type ViolatedJudgement,
} from '../analyse/index.ts';
import type { EffectCount } from '../explore/index.ts';
import type { VariantStatus } from '../lang/index.ts';
import { statusText } from '../model/index.ts';
import {
  type Completion,
  countedIn,
  ERROR,
  type SearchResult,
  stepsOf,
} from '../semantics/index.ts';
import { contextSwitches } from '../trace/index.ts';
import { judgedRaceLine } from './analyses/races.ts';

export type Word =
  | 'ok'
  | 'expected'
  | 'open'
  | 'VIOLATED'
  | 'UNEXPECTED'
  | 'INCONCLUSIVE'
  | 'VACUOUS'
  | 'ERROR'
  | 'UNNOTICED';

/** Returns a verdict word as it is printed, in colour or not. */
export type Painter = (word: Word) => string;

/** A search and what it is called. */
export interface SearchReport {
  /** `family/spec/variant`. */
  readonly id: string;
  readonly configuration: string;
  readonly overrides: Readonly<Record<string, unknown>>;
  /** `family/spec/variant[configuration]`. */
  readonly name: string;
  readonly bounds: string;
  /** What has to be said of the variant; null: nothing. */
  readonly status: VariantStatus | null;
  /** Settings of the command line that change nothing here; `like` is the search without them: `power,op-d1=yes`. */
  readonly idle: readonly { readonly setting: string; readonly like: string }[];
  /** Where the spec is, if it did not come with the program. */
  readonly specs: string | null;
  /** `matrix`: is everything as recorded? `verdict`: is this safe? Then an expected violation is a violation too. */
  readonly rule: 'matrix' | 'verdict';
  /** Served from an earlier run of the same program on the same model, and not searched again. */
  readonly isCached?: boolean;
  readonly assessment: Assessment;
}

export interface LineOptions {
  readonly paint: Painter;
  /** List the properties that hold too. */
  readonly isVerbose: boolean;
}

export interface SearchLineOptions extends LineOptions {
  /** The status of the variant was told with an earlier search. */
  readonly isStatusTold?: boolean;
}

const WORDS: Readonly<Record<OutcomeKind, Word>> = {
  ok: 'ok',
  expected: 'expected',
  open: 'open',
  missed: 'UNEXPECTED',
  inconclusive: 'INCONCLUSIVE',
  violated: 'VIOLATED',
  error: 'ERROR',
};

const JUDGED: Readonly<Record<Judgement['kind'], Word>> = {
  holds: 'ok',
  expected: 'expected',
  open: 'open',
  missed: 'UNEXPECTED',
  inconclusive: 'INCONCLUSIVE',
  violated: 'VIOLATED',
};

const WORD_WIDTH = 10;

const padded = (word: Word, paint: Painter): string =>
  `${paint(word)}${' '.repeat(Math.max(1, WORD_WIDTH - word.length))}`;

/** The word for a whole search. */
export function wordOf({ assessment, rule }: Pick<SearchReport, 'assessment' | 'rule'>): Word {
  const { kind, judgements, races } = assessment;
  if (kind === 'error' || rule === 'matrix') return WORDS[kind];
  const isUnsafe = judgements.some(isViolated) || races.some(isRaceViolation);
  return isUnsafe ? 'VIOLATED' : WORDS[kind];
}

/** The line of a search, then what belongs to it. */
export function searchLines(report: SearchReport, options: SearchLineOptions): readonly string[] {
  const { name, assessment, rule, bounds } = report;
  const word = wordOf(report);
  const { judgements, result } = assessment;
  const shown = judgements.filter(({ kind }) => options.isVerbose || isWorthALine(kind));
  const races = assessment.races.filter((each) => options.isVerbose || isRaceViolation(each));
  return [
    `${padded(word, options.paint)}${name}  ${figures(assessment)}${cachedNote(report, options)}`,
    ...shown.map((judgement) => propertyLine(judgement, rule, options.paint)),
    ...races.map((judged) => judgedRaceLine(judged, rule, options.paint)),
    ...(options.isStatusTold === true ? [] : statusLines(report)),
    ...(result.completion.kind === 'complete' ? [] : [`  ${reachText(assessment)}`]),
    ...report.idle.map(
      ({ setting, like }) =>
        `  note: ${setting} changes nothing here: the model is that of [${like}]`,
    ),
    ...(word === 'VIOLATED' ? hintLines(report) : []),
    ...(rule === 'verdict' && judgements.some(isForeseen) ? [ASKED] : []),
    ...(rule === 'verdict' && word === 'ok' ? [`  bounds: ${bounds}; sequential consistency`] : []),
  ];
}

/** Whether the status of the variant has to be said beside its result: of what holds there is nothing to say. */
export const hasStatusToTell = ({ status, assessment }: SearchReport): boolean =>
  status !== null &&
  (assessment.judgements.some(isViolated) || assessment.races.some(isRaceViolation));

const statusLines = (report: SearchReport): readonly string[] =>
  report.status !== null && hasStatusToTell(report) ? [`  ${statusText(report.status)}`] : [];

/** Said where the other question has another answer. */
const ASKED = '  asked: is this safe? (with --expect: is it as recorded?)';

const isForeseen = ({ kind }: Judgement): boolean => kind === 'expected' || kind === 'open';

const cachedNote = ({ isCached = false }: SearchReport, { isVerbose }: LineOptions): string =>
  isCached && isVerbose ? ' cached' : '';

const isWorthALine = (kind: Judgement['kind']): boolean =>
  kind !== 'holds' && kind !== 'inconclusive';

/** In a matrix no trace is printed, but how to get that of the first violation nobody expected; and those of races nowhere. */
function hintLines(report: SearchReport): readonly string[] {
  const { id, configuration, assessment, specs, rule } = report;
  const place = specs === null ? '' : ` --specs ${specs}`;
  const first = assessment.judgements.find(({ kind }) => kind === 'violated');
  const isShown = (judged: JudgedRace): boolean =>
    judged.kind === 'violated' || (rule === 'verdict' && isRaceViolation(judged));
  return [
    ...(rule === 'verdict' || first === undefined
      ? []
      : [`  trace: ordeal trace show ${id}:${first.property} --config ${configuration}${place}`]),
    ...(assessment.races.some(isShown)
      ? [`  races: ordeal races ${id} --config ${configuration}${place}`]
      : []),
  ];
}

/** Key-value pairs of a search. With `--first` the counts depend on where it stopped and say nothing. */
function figures({ judgements, races, result }: Assessment): string {
  const { completion, counts } = result;
  const bound = completion.kind === 'complete' ? null : completion.bound;
  const violated = judgements.filter(isViolated).length;
  const racing = races.filter(isRaceViolation).length;
  return [
    `properties=${judgements.length}`,
    ...(violated === 0 ? [] : [`violated=${violated}`]),
    ...(racing === 0 ? [] : [`races=${racing}`]),
    ...(bound === 'first'
      ? []
      : [
          `${countedIn(result)}=${counts.distinct}`,
          `generated=${counts.generated}`,
          `depth=${counts.depth}`,
        ]),
    ...reductions(result),
    ...(bound === null ? [] : [`bound=${bound}`]),
  ].join(' ');
}

/** What the search left out. */
function reductions({ reduced }: SearchResult): readonly string[] {
  if (reduced === undefined) return [];
  const { symmetry, por } = reduced;
  return [
    ...(symmetry.length === 0 ? [] : [`symmetry=${symmetry.join(',')}`]),
    ...(por === null ? [] : [`por=${por}`]),
  ];
}

function propertyLine(judgement: Judgement, rule: SearchReport['rule'], paint: Painter): string {
  const isSoftened = judgement.kind === 'expected' || judgement.kind === 'open';
  const told = rule === 'verdict' && isSoftened ? 'VIOLATED' : JUDGED[judgement.kind];
  const word: Word = judgement.property === ERROR ? 'ERROR' : told;
  const line = `${padded(word, paint)}  ${judgement.property}`;
  if (judgement.kind === 'missed') return `${line}  holds, although a violation is expected`;
  if (!isViolated(judgement)) return line;
  const note = rule === 'verdict' ? asExpected(judgement) : '';
  return `${line}  ${traceFigures(judgement)}${note}`;
}

const asExpected = ({ kind }: ViolatedJudgement): string => {
  if (kind === 'expected') return ' (as expected)';
  return kind === 'open' ? ' (an open question)' : '';
};

/** Steps and context switches of the trace; a level-synchronous search finds no longer trace before a shorter one. */
function traceFigures({ finding }: ViolatedJudgement): string {
  const steps = stepsOf(finding);
  return `steps=${steps.length} switches=${contextSwitches(steps.map(({ process }) => process))} shortest`;
}

/** How far an incomplete search came. A deadlock shows when a state is expanded, hence one step less than the depth. */
function reachText({ judgements, result }: Assessment): string {
  const { completion, counts } = result;
  if (completion.kind === 'complete') return '';
  const { bound, unexpanded } = completion;
  const rest = `${unexpanded} ${countedIn(result)} not expanded`;
  const isReproducible = bound === 'max-states' || bound === 'max-depth' || bound === 'first';
  const reach =
    judgements.some(isViolated) || counts.depth < 2
      ? rest
      : `no violation in any run of up to ${counts.depth - 1} steps; ${rest}`;
  return isReproducible ? reach : `${reach}; not reproducible`;
}

/** The line of something vacuous; `name` is that of the variant, with the configuration if it lies there. */
export const vacuousLine = (name: string, { subject, reason }: Vacuity, paint: Painter): string =>
  `${padded('VACUOUS', paint)}${name}:${subject}  ${reason}`;

/** The line of a search that ended without figures. */
export const noFiguresLine = (name: string, bound: Bound, paint: Painter): string =>
  `${padded('INCONCLUSIVE', paint)}${name}  bound=${bound}`;

export type Bound = Extract<Completion, { kind: 'limitReached' }>['bound'];

/** The line of what a call changes in states in which a variable has one value. */
export function effectLine(name: string, variable: string, count: EffectCount): string {
  const { call, value, fired, changed, variables } = count;
  const changes = variables.length === 0 ? '' : ` changes=${variables.join(',')}`;
  return `effect    ${name}:${call}  ${variable}=${value} fired=${fired} changed=${changed}${changes}`;
}
