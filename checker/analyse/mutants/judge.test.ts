// Every verdict on a mutant, by another route: the reference semantics searches the mutated spec and lists what moves are seen.

import { describe, expect, test } from 'vitest';
import peterson from '../../../specs/classics/peterson.ts';
import hb01 from '../../../specs/history/hb-01.ts';
import hb09 from '../../../specs/history/hb-09.ts';
import hb21 from '../../../specs/history/hb-21.ts';
import hb30 from '../../../specs/history/hb-30.ts';
import hb31 from '../../../specs/history/hb-31.ts';
import { modelOf } from '../../explore/index.ts';
import {
  assign,
  BOOLEAN,
  FALSE,
  fn,
  local,
  process,
  type Spec,
  step,
  TRUE,
  type Variant,
  variable,
  when,
} from '../../lang/index.ts';
import type { Model } from '../../model/index.ts';
import { type SearchResult, type State, System, search, stepsOf } from '../../semantics/index.ts';
import { small } from '../../testing/small-model.ts';
import { silences, unreachedGoals } from '../vacuity.ts';
import { Judge } from './judge.ts';
import { type Mutant, mutantsOf, mutatedVariant } from './mutants.ts';
import type { Judged } from './outcome.ts';

// A variable with two initial values that is mentioned once in the code, and one that is tested once.
const read = variable('read', BOOLEAN, [FALSE, TRUE]);
const tested = variable('tested', BOOLEAN, [FALSE, TRUE]);
const mine = local('mine', BOOLEAN, FALSE);
const [a, b] = [variable('a', BOOLEAN, FALSE), variable('b', BOOLEAN, FALSE)];
const starts = small([
  process('p', [
    fn('f', { locals: [mine] }, [
      step('mine = read', assign(mine, read)),
      step('a = true', assign(a, TRUE)),
      when(tested, [step('b = true', assign(b, TRUE))]),
    ])(),
  ]),
]);

const SPECS: readonly Spec[] = [peterson, hb01, hb09, hb21, hb30, hb31, starts];
const HOOKS = { limits: {}, onProgress: () => {}, isInterrupted: () => false };

/** What the reference semantics says of one model. */
interface Plain {
  readonly model: Model;
  readonly result: SearchResult;
  readonly moves: ReadonlySet<string>;
}

function plainly(model: Model, like: Model = model): Plain {
  const system = new System(model);
  const moves = new Set<string>();
  // What no line of the mutant mentions keeps the value that it has at the start, whichever that is.
  const kept = like.cells
    .filter(
      ({ kind, name }) => kind === 'shared' && !model.cells.some((cell) => cell.name === name),
    )
    .reduce<readonly (readonly string[])[]>(
      (all, { name, initial }) =>
        initial.flatMap((value) => all.map((each) => [...each, `${name}=${value}`])),
      [[]],
    );
  const seen = (state: State, starts: readonly string[]): string => {
    const cells = model.cells.flatMap(({ kind, name, index }) =>
      kind === 'shared' ? [`${name}=${state.cells.get(index)}`] : [],
    );
    const clauses = model.properties.flatMap(({ id, clauses: all }) =>
      all.map((clause) => {
        const { premise, violated } = system.judge(clause, state);
        return `${id} ${clause.name}=${premise},${violated}`;
      }),
    );
    // Cells come in the order in which the code mentions them.
    return [...[...cells, ...starts].sort(), ...clauses.sort()].join(' ');
  };
  const result = search(
    model,
    {},
    {
      onTransition: (from, { next }) => {
        if (next === null) return;
        for (const starts of kept) {
          const [before, after] = [seen(from, starts), seen(next, starts)];
          if (before !== after) moves.add(`${before} -> ${after}`);
        }
      },
    },
  );
  return { model, result, moves };
}

const built = (spec: Spec, variant: Variant, configuration: string): Model | null => {
  const made = modelOf(spec, { variant: variant.name, configuration, overrides: {} });
  return made.kind === 'model' ? made.model : null;
};

/** Shortest trace of each violated property over some models. */
function lengths(all: readonly Plain[]): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { verdicts } of all.map(({ result }) => result)) {
    for (const verdict of verdicts) {
      if (verdict.kind !== 'violated') continue;
      const { length } = stepsOf(verdict.finding);
      found[verdict.property] = Math.min(length, found[verdict.property] ?? length);
    }
  }
  return found;
}

const goals = (all: readonly Plain[]): readonly string[] =>
  all.flatMap((each) => unreachedGoals(each).map(({ subject }) => subject));

const silent = (all: readonly Plain[]): readonly string[] =>
  silences({ searches: all, property: null }).map(({ kind, subject }) => `${kind} ${subject}`);

/** The verdict in the words of this test. */
function judgedText(judged: Judged): unknown {
  if (judged.kind !== 'noticed') return judged.kind;
  const withTrace = judged.by.filter(({ steps }) => steps !== null);
  return {
    lengths: Object.fromEntries(withTrace.map(({ subject, steps }) => [subject, steps])),
    others: judged.by.length - withTrace.length,
    trace: judged.trace.length,
  };
}

function plainText(mutant: Mutant, bases: readonly Plain[]): unknown {
  const models = bases.map(({ model }) => built(mutant.spec, mutant.variant, model.configuration));
  if (models.includes(null)) return 'illFormed';
  const all = (models as readonly Model[]).map((model, at) => plainly(model, bases[at]?.model));
  const same = all.every(({ model }, at) => model.digest === bases[at]?.model.digest);
  if (same) return 'absent';
  const violated = lengths(all);
  const others =
    new Set(goals(all).filter((each) => !goals(bases).includes(each))).size +
    silent(all).filter((each) => !silent(bases).includes(each)).length;
  if (Object.keys(violated).length > 0 || others > 0)
    return {
      lengths: violated,
      others,
      trace: Object.keys(violated).length === 0 ? 0 : Math.min(...Object.values(violated)),
    };
  const isSame = all.every(({ moves }, at) => sameSet(moves, (bases[at] as Plain).moves));
  return isSame ? 'equivalent' : 'unnoticed';
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((each) => b.has(each));

describe('verdicts agree with plain searches of the mutated spec', () => {
  test.each(SPECS.map((spec) => [spec.id, spec] as const))('%s', (_, spec) => {
    const variant = mutatedVariant(spec);
    const configurations = Object.keys(variant.expect).filter(
      (name) => spec.configurations.find((each) => each.name === name)?.size === 'small',
    );
    const bases = configurations.map((name) => plainly(built(spec, variant, name) as Model));
    expect(lengths(bases)).toEqual({});
    const wish = { spec, variant, configurations, overrides: {}, property: null, isCompared: true };
    const judge = new Judge(wish, HOOKS);
    // A mark is judged by races, which the reference semantics knows nothing of.
    const mutants = mutantsOf(spec, variant).filter(({ operator }) => operator !== 'unmark');
    expect(mutants.length).toBeGreaterThan(5);
    for (const mutant of mutants) {
      expect(judgedText(judge.judge(mutant)), mutant.name).toEqual(plainText(mutant, bases));
    }
  });
});
