/**
 * Why a property holds, as text, JSON and Markdown: how often its premise held, how close the search came, and which steps it needs.
 */
import type { JudgedMutant, Miss, PropertyCloseness, Protection } from '../../analyse/index.ts';
import { ascii } from '../ascii.ts';
import { MOST_COLUMNS } from '../options.ts';
import { jsonLine } from '../result-json.ts';
import { wrapLabel, wrapWords } from '../wrap.ts';
import { markdownTable } from './common.ts';

/** One configuration, as far as it was looked at. */
export interface ExplainedCell {
  readonly configuration: string;
  readonly states: number;
  /** Null: the property is not about single states (`deadlock`). */
  readonly closeness: PropertyCloseness | null;
}

export interface Explanation {
  /** `family/spec/variant`. */
  readonly name: string;
  /** What `-c` sets: `NAME=VALUE`. */
  readonly settings: readonly string[];
  readonly property: string;
  readonly cells: readonly ExplainedCell[];
  /** Every mutant of the code, judged by this property at least. */
  readonly judged: readonly JudgedMutant[];
}

/** A step without which the property falls, or does so when it is weakened. */
export type Need = Pick<Protection, 'fn' | 'step'> & { readonly steps: number };

/** The steps that the property needs, in the order of the code. */
export function needsOf({ judged, property }: Explanation): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const { mutant, judged: verdict } of judged) {
    if (verdict.kind !== 'noticed') continue;
    const steps = verdict.by.find(({ subject }) => subject === property)?.steps ?? null;
    if (steps === null) continue;
    const { fn, step } = mutant;
    const key = JSON.stringify([fn, step]);
    needs.set(key, { fn, step, steps: Math.min(steps, needs.get(key)?.steps ?? steps) });
  }
  return [...needs.values()];
}

const judgedOf = ({ judged }: Explanation): number =>
  judged.filter(({ judged: { kind } }) => !['illFormed', 'absent', 'undecided'].includes(kind))
    .length;

const undecidedOf = ({ judged }: Explanation): number =>
  judged.filter(({ judged: { kind } }) => kind === 'undecided').length;

/** A clause over all configurations together. */
interface Together {
  readonly clause: string;
  premise: number | null;
  fewestMissing: number | null;
  readonly misses: Map<string, number>;
}

function together(cells: readonly ExplainedCell[]): readonly Together[] {
  const clauses = new Map<string, Together>();
  for (const { closeness } of cells) {
    for (const { clause, premise, misses, fewestMissing } of closeness?.clauses ?? []) {
      const known = clauses.get(clause) ?? {
        clause,
        premise: premise === null ? null : 0,
        fewestMissing: null,
        misses: new Map<string, number>(),
      };
      clauses.set(clause, known);
      if (premise !== null) known.premise = (known.premise ?? 0) + premise;
      if (fewestMissing !== null)
        known.fewestMissing = Math.min(known.fewestMissing ?? fewestMissing, fewestMissing);
      for (const { condition, states } of misses)
        known.misses.set(condition, (known.misses.get(condition) ?? 0) + states);
    }
  }
  return [...clauses.values()];
}

const missesOf = ({ misses }: Together): readonly Miss[] =>
  [...misses]
    .map(([condition, states]) => ({ condition, states }))
    .sort((a, b) => b.states - a.states || (a.condition < b.condition ? -1 : 1));

const indented = (lines: readonly string[], by: number): readonly string[] =>
  lines.map((line) => `${' '.repeat(by)}${line}`);

/** What is told of a property that holds. */
export function explanationLines(explanation: Explanation): readonly string[] {
  const { property, cells } = explanation;
  const states = statesOf(explanation);
  const checked = checkedOf(explanation);
  return [
    ...wrapLabel(`why ${property} holds in ${placeOf(explanation)}`, MOST_COLUMNS),
    ...together(cells).flatMap((clause) => clauseLines(clause, states)),
    ...(checked === null ? [] : [`  asserted by steps: checked at ${checked} transitions`]),
    ...needLines(explanation),
  ];
}

/** `power[...]`: the configurations and what `-c` sets. */
const placeOf = ({ name, settings, cells }: Explanation): string =>
  `${name}[${[...cells.map(({ configuration }) => configuration), ...settings].join(',')}]`;

const statesOf = ({ cells }: Explanation): number =>
  cells.reduce((sum, cell) => sum + cell.states, 0);

const checkedOf = ({ cells }: Explanation): number | null => {
  const counts = cells.flatMap(({ closeness }) => closeness?.checked ?? []);
  return counts.length === 0 ? null : counts.reduce((all, each) => all + each, 0);
};

function clauseLines(clause: Together, states: number): readonly string[] {
  const { premise, fewestMissing } = clause;
  const held =
    premise === null ? 'it has no premise' : `its premise held in ${premise} of ${states} states`;
  const misses = missesOf(clause);
  const near = misses.length > 0 ? 'one condition short of a violation:' : farText(fewestMissing);
  return [
    ...indented(wrapWords(`clause '${clause.clause}': ${held}`, MOST_COLUMNS - 2, 2), 2),
    `    ${near}`,
    ...misses.flatMap(({ condition, states: missed }) =>
      indented(wrapLabel(`${missed} lack only: ${ascii(condition)}`, MOST_COLUMNS - 6), 6),
    ),
  ];
}

const farText = (fewestMissing: number | null): string =>
  fewestMissing === null
    ? 'true whatever the values of variables'
    : `${fewestMissing} conditions short of a violation, at the least`;

/** Where mutants are left it is not known whether there is a step that it needs. */
function noNeedText(explanation: Explanation): string {
  const count = judgedOf(explanation);
  const undecided = undecidedOf(explanation);
  return undecided === 0
    ? `needs no single step: it holds in all ${count} mutants`
    : `whether it needs a step is not known: it holds in ${count} mutants, ${undecided} were not decided`;
}

function needLines(explanation: Explanation): readonly string[] {
  const needs = needsOf(explanation);
  const undecided = undecidedOf(explanation);
  const left = undecided === 0 ? [] : [`  (${undecided} mutants were not decided)`];
  if (needs.length === 0) return indented(wrapWords(noNeedText(explanation), MOST_COLUMNS - 2), 2);
  const functions = [...new Set(needs.map(({ fn }) => fn))];
  return [
    '  steps that it needs, and how soon it falls when they are changed:',
    ...functions.flatMap((fn) => [
      `    ${fn}`,
      ...needs
        .filter((each) => each.fn === fn)
        .flatMap(({ step, steps }) =>
          indented(wrapLabel(`${String(steps).padStart(3)}  ${ascii(step)}`, MOST_COLUMNS - 6), 6),
        ),
    ]),
    ...left,
  ];
}

/** A table of the clauses and one of the steps. */
export function explanationMarkdown(explanation: Explanation): readonly string[] {
  const { property, cells } = explanation;
  const states = statesOf(explanation);
  const checked = checkedOf(explanation);
  const clauses = together(cells).map((clause) => [
    clause.clause,
    clause.premise === null ? 'no premise' : `${clause.premise} of ${states} states`,
    missesOf(clause)
      .map(({ condition, states: missed }) => `${condition} (${missed})`)
      .join(', ') || farText(clause.fewestMissing),
  ]);
  const needs = needsOf(explanation).map(({ fn, step, steps }) => [fn, step, String(steps)]);
  const undecided = undecidedOf(explanation);
  return [
    `### Why ${property} holds in \`${placeOf(explanation)}\``,
    ...(clauses.length === 0
      ? []
      : [
          '',
          ...markdownTable([
            ['clause', 'premise held in', 'alone between a state and a violation (states)'],
            ...clauses,
          ]),
        ]),
    ...(checked === null ? [] : ['', `Asserted by steps: checked at ${checked} transitions.`]),
    '',
    ...(needs.length === 0
      ? [`Steps: ${noNeedText(explanation)}.`]
      : [
          ...markdownTable([['function', 'step that it needs', 'falls after steps'], ...needs]),
          ...(undecided === 0 ? [] : ['', `${undecided} mutants were not decided.`]),
        ]),
  ];
}

/** One object per property. */
export function explanationJson(explanation: Explanation): string {
  const { name, settings, property, cells } = explanation;
  return jsonLine('explanation', {
    name,
    settings,
    property,
    configurations: cells.map(({ configuration, states, closeness }) => ({
      configuration,
      states,
      clauses: closeness?.clauses ?? [],
      checked: closeness?.checked ?? null,
    })),
    needs: needsOf(explanation),
    mutants: judgedOf(explanation),
    undecided: undecidedOf(explanation),
  });
}
