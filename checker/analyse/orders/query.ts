/**
 * One precedence asked for: is it required, and if not, which assumption makes it so when it is dropped?
 *
 * Assumptions are what variants of the spec set. They are dropped one by one, for the orders that are safe with all of them; the weakest is the
 * one without which the fewest properties fall already without the function.
 */
import type { Settings } from '../../lang/index.ts';
import { digestOf, type Model } from '../../model/index.ts';
import type { Broken, Dropped, FreePair, QueryAnswer } from './answer.ts';
import { type UnitCensus, whyFree } from './census.ts';
import { isAssertion, type Judged, judge, requirementsFor, shortestWith } from './judgement.ts';
import { markedModel } from './order-model.ts';
import { confirmed, type Running } from './plain.ts';
import type { Requirements } from './precedences.ts';
import { OrdersError } from './units.ts';
import { type Precedence, Universe } from './universe.ts';

export interface Asked {
  readonly judged: Judged;
  readonly overall: Requirements;
  readonly free: readonly FreePair[];
  readonly census: readonly UnitCensus[] | null;
  /** The one property that counts; null: all. */
  readonly only: string | null;
}

/** Answers a query. Throws `Cut`. */
export async function answerQuery(
  asked: Precedence,
  so: Asked,
  running: Running,
): Promise<QueryAnswer> {
  const { judged, overall, census } = so;
  const { sets } = judged.universe;
  const { pairs } = judged;
  const having = sets.size(sets.and(overall.safe, pairs.having(asked)));
  const against = sets.size(sets.and(overall.safe, pairs.against(asked)));
  const verdict = verdictOf({ having, against }, so, asked);
  const wrongWay =
    verdict === 'required' ? opposite(asked) : verdict === 'forbidden' ? asked : null;
  const isOpen = verdict === 'does not matter' && census !== null;
  const assumptions = isOpen ? assumptionsOf(judged) : [];
  const idle = assumptions.filter((each) => isIdle(each, judged));
  const candidates = assumptions.filter((each) => !idle.includes(each));
  return Object.freeze({
    asked,
    having,
    against,
    verdict,
    broken: wrongWay === null ? null : await brokenBy(judged, wrongWay, running),
    why: isOpen ? whyFree(census, [asked.before, asked.after]) : null,
    dropped: await dropEach(candidates, asked, so, running),
    tried: candidates.map(({ settings }) => settings),
    idle: idle.map(({ settings }) => settings),
  });
}

const opposite = ({ before, after }: Precedence): Precedence => ({ before: after, after: before });

function verdictOf(
  { having, against }: Pick<QueryAnswer, 'having' | 'against'>,
  { overall, free }: Asked,
  { before, after }: Precedence,
): QueryAnswer['verdict'] {
  if (having + against === 0) return 'no safe order';
  if (against === 0) return 'required';
  if (having === 0) return 'forbidden';
  const isFree =
    free.some(({ pair }) => pair.includes(before) && pair.includes(after)) || overall.isSufficient;
  return isFree ? 'does not matter' : 'depends';
}

async function brokenBy(
  judged: Judged,
  pair: Precedence,
  running: Running,
): Promise<Broken | null> {
  const { properties, place } = judged;
  const { required } = requirementsFor(judged, properties);
  // What would go wrong says more than what the code asserts.
  for (const group of [properties.filter((id) => !isAssertion(id)), properties]) {
    const claim = shortestWith(judged, [pair], { properties: group, required });
    if (claim !== null) return confirmed(place, claim, running);
  }
  return null;
}

interface Assumption {
  readonly settings: Settings;
  readonly because: string;
}

/** What variants set that is not so here: each setting on its own, then those that are set together. */
function assumptionsOf({ place, model }: Judged): readonly Assumption[] {
  const found = new Map<string, Assumption>();
  const note = (settings: Settings, because: string): void => {
    const changes = Object.entries(settings).filter(
      ([name, value]) => wordOf(value) !== model.constants[name],
    );
    const text = changes.map(([name, value]) => `${name}=${wordOf(value)}`).join();
    if (changes.length > 0 && !found.has(text))
      found.set(text, { settings: Object.fromEntries(changes), because });
  };
  const { constants, variants } = place.spec;
  for (const { set } of variants)
    for (const [name, value] of Object.entries(set))
      note({ [name]: value }, constants.find((each) => each.name === name)?.summary ?? '');
  for (const { set, summary } of variants) if (Object.keys(set).length > 1) note(set, summary);
  return [...found.values()];
}

/** Nobody in this environment runs what it is about: the model is the same without it. */
function isIdle({ settings }: Assumption, judged: Judged): boolean {
  const without = placeWithout(settings, judged);
  try {
    return behaviourOf(markedModel(without)) === behaviourOf(judged.model);
  } catch (error) {
    if (error instanceof OrdersError) return false;
    throw error;
  }
}

/** What constants are called does not matter: the model is made of their values. */
const behaviourOf = ({ digest: _, ...model }: Model): string =>
  digestOf({ ...model, constants: {} });

const placeWithout = (settings: Settings, { place }: Judged): Judged['place'] => ({
  ...place,
  overrides: { ...place.overrides, ...settings },
});

const wordOf = (value: string | number | boolean): string => String(value);

async function dropEach(
  candidates: readonly Assumption[],
  asked: Precedence,
  { judged, overall, only }: Asked,
  running: Running,
): Promise<readonly Dropped[]> {
  const { universe } = judged;
  const safe = universe.sets
    .members(overall.safe)
    .map((number) => universe.orders[number] as readonly number[]);
  const dropped: Dropped[] = [];
  for (const assumption of candidates) {
    const found = await drop(
      assumption,
      { asked, judged, universe: new Universe(safe), only },
      running,
    );
    if (found !== null) dropped.push(found);
  }
  return dropped.toSorted((a, b) => a.setAside.length - b.setAside.length);
}

async function drop(
  { settings, because }: Assumption,
  so: Pick<Asked, 'judged' | 'only'> & { readonly asked: Precedence; readonly universe: Universe },
  running: Running,
): Promise<Dropped | null> {
  const without = placeWithout(settings, so.judged);
  const judged = await judge(without, { universe: so.universe, only: so.only }, running).catch(
    (error: unknown) => {
      // Some constants exclude each other: a model that cannot be built says nothing.
      if (error instanceof OrdersError) return null;
      throw error;
    },
  );
  if (judged === null) return null;
  for (const property of judged.properties) {
    const { required } = requirementsFor(judged, [property]);
    const pair = required.find(
      ({ before, after }) =>
        [before, after].includes(so.asked.before) && [before, after].includes(so.asked.after),
    );
    if (pair === undefined) continue;
    const claim = shortestWith(judged, [opposite(pair)], { properties: [property], required });
    if (claim === null) continue;
    const broken = await confirmed(without, claim, running);
    const { setAside } = judged;
    return Object.freeze({ settings, because, setAside, required: pair, property, broken });
  }
  return null;
}
