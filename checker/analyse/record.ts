/**
 * What a gate records of a search: a verdict line per property and race, a line of counts, and a line for all that it never covered.
 *
 * An entry is a line of the committed matrix, already in words, so that comparing two runs is comparing lines. Which files they stand
 * in, and what is done about a difference, is the command's business.
 */
import type { Model, ModelProperty } from '../model/index.ts';
import { countedIn, premiseName, stepsOf } from '../semantics/index.ts';
import { contextSwitches } from '../trace/index.ts';
import { type Assessment, isViolated, type Judgement } from './outcome.ts';
import type { JudgedRace } from './races/judge.ts';
import type { Vacuity } from './vacuity.ts';

/** `search`: counts; `never`: not covered; `VACUOUS`; all others are the verdict on a property, or on a race. */
export interface Entry {
  readonly word: string;
  /** `id[configuration]`, with `:property` or `:race-on-VARIABLE:ONE/OTHER` for a verdict; of something vacuous in a variant its id alone. */
  readonly name: string;
  /** What follows: key=value pairs, or what is not covered. May be empty. */
  readonly rest: string;
}

/** A search to record: complete, and with the constants of its spec. */
export interface Recordable {
  /** `id[configuration]`. */
  readonly name: string;
  readonly model: Model;
  readonly assessment: Assessment;
}

/** The word of a verdict in the matrix. */
export const RECORDED_WORDS: Readonly<Record<Judgement['kind'], string>> = {
  holds: 'ok',
  expected: 'expected',
  open: 'open',
  missed: 'UNEXPECTED',
  violated: 'VIOLATED',
  inconclusive: 'INCONCLUSIVE',
};

const DIGITS_OF_DIGEST = 16;

/** The entries of a search, in no particular order. */
export function entriesOf({ name, model, assessment }: Recordable): readonly Entry[] {
  const { counts, coverage } = assessment.result;
  const parts = [
    covered('step', 'steps', unitNames(model), coverage.units),
    covered('premise', 'premises', premiseNames(model), coverage.premises),
    covered('check', 'checks', checkNames(model), coverage.checks),
    covered('goal', 'goals', goalNames(model), coverage.goals),
  ];
  const figures = [
    `${countedIn(assessment.result)}=${counts.distinct}`,
    `generated=${counts.generated}`,
    `depth=${counts.depth}`,
    ...parts.map(({ figure }) => figure),
    ...(model.status === null ? [] : [`status=${model.status}`]),
    `model=${model.digest.slice(0, DIGITS_OF_DIGEST)}`,
  ];
  return [
    { word: 'search', name, rest: figures.join(' ') },
    ...assessment.judgements.map((judgement) => verdictEntry(name, judgement)),
    ...raceEntries(name, assessment.races),
    ...parts.flatMap(({ never }) => never.map((rest) => ({ word: 'never', name, rest }))),
  ];
}

/** The entry of something vacuous; how many states were looked at does not count. */
export const vacuousEntry = (name: string, { kind, subject }: Vacuity): Entry => ({
  word: 'VACUOUS',
  name,
  rest: oneLine(subject.startsWith(kind) ? subject : `${kind} ${subject}`),
});

/** Names of clauses and goals are free text; an entry is a line. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function verdictEntry(search: string, judgement: Judgement): Entry {
  const word = RECORDED_WORDS[judgement.kind];
  const name = `${search}:${judgement.property}`;
  if (!isViolated(judgement)) return { word, name, rest: '' };
  const steps = stepsOf(judgement.finding);
  const switches = contextSwitches(steps.map(({ process }) => process));
  return { word, name, rest: `steps=${steps.length} switches=${switches}` };
}

const RACE_WORDS: Readonly<Record<JudgedRace['kind'], string>> = {
  violated: 'VIOLATED',
  expected: 'expected',
  benign: 'benign',
};

/** One per variable and pair of functions, whichever of their accesses are marked: the nearest race. */
function raceEntries(search: string, races: readonly JudgedRace[]): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const { kind, race } of races) {
    const functions = race.ends.map(({ owner }) => owner).join('/');
    const name = `${search}:race-on-${race.variable}:${functions}`;
    if (entries.has(name)) continue;
    entries.set(name, { word: RACE_WORDS[kind], name, rest: `steps=${race.steps}` });
  }
  return [...entries.values()];
}

interface Coverable {
  /** As the search reports it. */
  readonly key: string;
  readonly text: string;
}

function covered(
  kind: string,
  plural: string,
  all: readonly Coverable[],
  seen: readonly string[],
): { readonly figure: string; readonly never: readonly string[] } {
  const known = new Set(seen);
  const missing = all
    .filter(({ key }) => !known.has(key))
    .map(({ text }) => oneLine(`${kind} ${text}`));
  const figure = `${plural}=${all.length - missing.length}/${all.length}`;
  return { figure, never: [...new Set(missing)] };
}

const unitNames = ({ units }: Model): readonly Coverable[] =>
  units.map(({ id }) => ({ key: id, text: id }));

const premiseNames = ({ properties }: Model): readonly Coverable[] =>
  properties.flatMap(({ id, clauses }) =>
    clauses.flatMap(({ name, given }, number) =>
      given === null ? [] : [{ key: premiseName(id, number), text: `${id} '${name}'` }],
    ),
  );

const checkNames = ({ properties }: Model): readonly Coverable[] =>
  properties
    .filter(({ hasChecks }: ModelProperty) => hasChecks)
    .map(({ id }) => ({ key: id, text: id }));

const goalNames = ({ goals }: Model): readonly Coverable[] =>
  goals.map(({ name }) => ({ key: name, text: `'${name}'` }));
