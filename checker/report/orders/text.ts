/**
 * An answer about orders as text. Nothing that a reader may quote is elided; counterexamples are numbered and follow at the end.
 */
import type {
  Broken,
  GroupAnswer,
  OrdersAnswer,
  OrdersOutcome,
  Requirements,
} from '../../analyse/index.ts';
import { ascii } from '../ascii.ts';
import { MOST_COLUMNS } from '../options.ts';
import { wrapWords } from '../wrap.ts';
import { counted, settingsText, Words } from './words.ts';

export interface OrdersReport {
  /** `family/spec/variant[configuration]`. */
  readonly name: string;
  readonly outcome: OrdersOutcome;
  /** What to type for the same answer. */
  readonly command: string;
}

/** Counterexamples of an answer, in the order of their numbers: those of the query first. */
export function counterexamplesOf({ query, broken }: OrdersAnswer): readonly Broken[] {
  const asked = query?.broken == null ? [] : [query.broken];
  const dropped = (query?.dropped ?? []).map((each) => each.broken);
  return [...asked, ...dropped, ...broken];
}

/** The text, line by line. */
export const textLines = (report: OrdersReport): readonly string[] =>
  linesOf(report).flatMap(wrapped);

/** What continues stands further right. */
function wrapped(line: string): readonly string[] {
  const [, indent = '', text = ''] = /^(\s*)(.*)$/.exec(ascii(line)) ?? [];
  if (line.length <= MOST_COLUMNS) return [ascii(line)];
  return wrapWords(text, MOST_COLUMNS - indent.length, 4).map((each) => indent + each);
}

function linesOf({ name, outcome }: OrdersReport): readonly string[] {
  if (outcome.kind === 'inconclusive') {
    const { bound, orders, refuted, states, depth } = outcome;
    return [
      `INCONCLUSIVE ${name}  orders=${orders} states=${states} depth=${depth} bound=${bound}`,
      `  ${refuted} orders violate something within ${depth} steps; nothing is known of the others`,
    ];
  }
  const words = new Words(outcome);
  return [
    ...headLines(name, outcome, words),
    ...groupLines('by consequence', outcome.consequence, words),
    ...groupLines('by assertion', outcome.assertion, words, outcome.consequence),
    ...propertyLines(outcome, words),
    ...freeLines(outcome, words),
    ...censusLines(outcome, words),
    ...queryLines(outcome, words),
    ...brokenLines(outcome, words),
    ...neverTakenLines(outcome),
  ];
}

function headLines(name: string, answer: OrdersAnswer, words: Words): readonly string[] {
  const { universe, overall, setAside, fixed, optional, units, model } = answer;
  const safe = universe.sets.size(overall.safe);
  return [
    `orders of ${answer.fn}() in ${name}`,
    `environment: ${answer.processes.join(', ')} (${model.bounds})`,
    ...units.map(({ name: unit, text }) => `unit ${unit}: ${text}`),
    ...(fixed.length === 0 ? [] : [`fixed: ${words.chains(fixed)}`]),
    ...(optional.length === 0 ? [] : [`optional: ${words.list(optional)}`]),
    ...setAside.map(
      (property) => `${property} fails without the function: not a question of order`,
    ),
    `${safe} of ${universe.orders.length} orders ${safe === 1 ? 'is' : 'are'} safe, ${universe.illFormed} ill-formed`,
    ...(safe > 0 && safe <= MOST_LISTED
      ? universe.sets
          .members(overall.safe)
          .map((order) => `  ${words.order(universe.orders[order] ?? [])}`)
      : []),
  ];
}

/** Safe orders that are named one by one. */
const MOST_LISTED = 12;

function groupLines(
  title: string,
  { properties, requirements }: GroupAnswer,
  words: Words,
  stronger: GroupAnswer | null = null,
): readonly string[] {
  const head = `${title} (${properties.join(' ')}):`;
  if (properties.length === 0) return [`${title}: no property of this kind is judged`];
  if (stronger !== null && addsNothing(requirements, stronger.requirements))
    return [`${head} adds nothing`];
  return [head, ...requirementLines(requirements, words)];
}

/** Every order that one group takes for safe is safe for the other. */
function addsNothing(weaker: Requirements, stronger: Requirements): boolean {
  const has = ({ before, after }: { before: number; after: number }): boolean =>
    stronger.required.some((pair) => pair.before === before && pair.after === after);
  return weaker.isSufficient && stronger.isSufficient && weaker.required.every(has);
}

function requirementLines(requirements: Requirements, words: Words): readonly string[] {
  const { needed, isSufficient, forbidden, unexplained } = requirements;
  if (requirements.safe === 0) return ['  no order is safe'];
  return [
    `  required:   ${words.chain(requirements)}`,
    ...(needed.length === 0 ? [] : [`  needed:     ${words.list(needed)}`]),
    `  sufficient: ${isSufficient ? 'yes (exactly these orders)' : 'no'}`,
    ...forbidden.map(
      ({ precedences, orders }) =>
        `  forbidden:  ${words.pattern(precedences)}  (${counted(orders, 'order')} more)`,
    ),
    ...(unexplained === 0
      ? []
      : [`  and ${counted(unexplained, 'order')} by patterns of more than three precedences`]),
    `  free:       ${words.free(requirements)}`,
  ];
}

function propertyLines({ properties, universe }: OrdersAnswer, words: Words): readonly string[] {
  if (properties.length === 0) return ['no property is violated by any order'];
  return [
    'by property:',
    ...properties.map(({ property, violated, isExact, requirements }) => {
      const what =
        requirements.safe === 0 ? 'every order' : `requires ${words.chain(requirements)}`;
      const exact = hasMore(requirements) ? ', and more' : '';
      const count = `${isExact ? '' : 'at least '}${violated} of ${universe.orders.length}`;
      return `  ${property}  refutes ${count}: ${what}${exact}`;
    }),
    ...(properties.some(({ requirements }) => hasMore(requirements))
      ? ['  (and more: -p PROPERTY lists what else one of them forbids)']
      : []),
  ];
}

/** What is required is not all that the property forbids. */
const hasMore = ({ safe, isSufficient }: Requirements): boolean => safe !== 0 && !isSufficient;

/** Pairs with one reason stand in one line. */
function freeLines({ free }: OrdersAnswer, words: Words): readonly string[] {
  if (free.length === 0) return [];
  const byReason = new Map<string, string[]>();
  for (const { pair, why } of free) {
    const reason = words.why(why);
    byReason.set(reason, [...(byReason.get(reason) ?? []), words.list(pair)]);
  }
  return [
    'why free:',
    ...[...byReason].map(([reason, pairs]) => `  ${pairs.join('; ')}: ${reason}`),
  ];
}

function censusLines({ census, units }: OrdersAnswer, words: Words): readonly string[] {
  if (census === null) return [];
  return [
    'effect, in the safe orders:',
    ...units.map(({ name }, unit) => `  ${name}: ${words.census(unit)}`),
  ];
}

function queryLines(answer: OrdersAnswer, words: Words): readonly string[] {
  const { query } = answer;
  if (query === null) return [];
  const { asked, having, against, verdict, why, dropped, tried, idle, broken } = query;
  const head = `query "${words.pair(asked)}":`;
  const figures = `${counted(having, 'safe order')} ${having === 1 ? 'has' : 'have'} it, ${against} not`;
  if (verdict === 'no safe order') return [`${head} no order is safe, with or without it`];
  const found = broken === null ? '' : `: ${brokenText(broken, answer)}`;
  if (verdict === 'required') return [`${head} required${found}`];
  if (verdict === 'forbidden') return [`${head} forbidden${found}`];
  if (verdict === 'depends') return [`${head} depends on the other units: ${figures}`];
  return [
    `${head} does not matter here: ${figures}`,
    ...(why === null ? [] : [`  why: ${words.why(why)}`]),
    ...dropped.map(
      ({ settings, because, property, required, setAside, broken: counter }) =>
        `  it would matter with ${settingsText(settings)} (${because}): then ${property} needs ${words.pair(required)}` +
        `${setAside.length === 0 ? '' : `; ${setAside.join(', ')} ${setAside.length === 1 ? 'fails' : 'fail'} without the function`}` +
        ` (${counter.steps} steps, counterexample ${numberOf(counter, answer)})`,
    ),
    ...(dropped.length > 0 || tried.length === 0
      ? []
      : [`  nor with any of: ${tried.map(settingsText).join('; ')}`]),
    ...(idle.length === 0
      ? []
      : [`  not asked, no thread here runs it: ${idle.map(settingsText).join('; ')}`]),
  ];
}

const numberOf = (broken: Broken, answer: OrdersAnswer): number =>
  counterexamplesOf(answer).indexOf(broken) + 1;

const brokenText = (broken: Broken, answer: OrdersAnswer): string =>
  `violates ${broken.property} in ${counted(broken.steps, 'step')}  (counterexample ${numberOf(broken, answer)})`;

function brokenLines(answer: OrdersAnswer, words: Words): readonly string[] {
  if (answer.broken.length === 0) return [];
  return [
    'broken:',
    ...answer.broken.map(
      (each) => `  ${words.pattern(each.precedences)}  ${brokenText(each, answer)}`,
    ),
  ];
}

function neverTakenLines({ neverTaken }: OrdersAnswer): readonly string[] {
  if (neverTaken.length === 0) return [];
  return ['never taken, in the safe orders:', ...neverTaken.map((id) => `  ${id}`)];
}
