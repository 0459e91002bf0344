/**
 * What `ordeal orders` is asked, from its arguments: names become numbers, and every name that does not exist is an error.
 */
import {
  countOrders,
  functionNames,
  type OrderedFunction,
  type OrdersError,
  type OrdersWish,
  type OrderUnit,
  type Precedence,
  unitsOf,
} from '../../analyse/index.ts';
import { instantiate, type Problem } from '../../model/index.ts';
import { settingsOf } from '../names.ts';
import type { CatalogEntry } from '../targets/catalog.ts';
import { configurationsOf, declared } from '../targets/configurations.ts';
import { refuseBadValues, refuseUnknownConstants } from '../targets/overrides.ts';
import { type Chosen, chooseOne } from '../targets/targets.ts';
import { UsageError, unknownName } from '../usage-error.ts';

export interface OrdersArguments {
  readonly target?: string;
  readonly in?: string;
  readonly beside?: string;
  readonly steps?: string;
  readonly fix?: readonly string[];
  readonly optional?: readonly string[];
  readonly query?: string;
  readonly p?: string;
  readonly c?: readonly string[];
  readonly config?: string;
  readonly show?: number;
  readonly format?: string;
  readonly out?: string;
  readonly limit?: number;
  readonly workers?: number;
  readonly 'max-states'?: number;
  readonly 'max-time'?: number;
}

export type PlannedOrders =
  | { readonly kind: 'planned'; readonly wish: OrdersWish; readonly name: string }
  | { readonly kind: 'badSpec'; readonly problems: readonly Problem[] };

/** Orders that are tried without being asked for explicitly: 8 units. */
const MOST_ORDERS = 50_000;
/** A set of units is a mask, and there is a number for each. */
const MOST_UNITS = 16;

export function ordersWish(entries: readonly CatalogEntry[], args: OrdersArguments): PlannedOrders {
  const chosen = chooseOne(entries, args.target ?? '');
  const { spec } = chosen.entry;
  const overrides = settingsOf(args.c ?? []);
  refuseUnknownConstants([spec], overrides);
  const configuration = configurationOf(chosen, args.config);
  const made = instantiate({ spec, variant: chosen.variant, configuration, overrides });
  if (made.kind === 'specError') {
    refuseBadValues(made.problems);
    return { kind: 'badSpec', problems: made.problems };
  }
  const { properties } = made.model;
  const ids = [...properties.map(({ id }) => id), 'deadlock'];
  if (args.p !== undefined && !ids.includes(args.p)) throw unknownName('-p: property', args.p, ids);
  const { fn, units, around } = unitsIn(chosen, args);
  const optional = [
    ...new Set((args.optional ?? []).map((name) => unitNumber('--optional', name, units))),
  ];
  const fixed = (args.fix ?? []).flatMap((each) => chainOf('--fix', each, units));
  refuseTooMany({ units: units.length, optional, fixed }, args.limit ?? MOST_ORDERS);
  const settings = (args.c ?? []).map((each) => `,${each}`).join('');
  return {
    kind: 'planned',
    name: `${chosen.id}[${configuration.name}${settings}]`,
    wish: {
      place: { spec, variant: chosen.variant, configuration, overrides, fn, units, around },
      fixed,
      optional,
      property: args.p ?? null,
      query: args.query === undefined ? null : precedenceOf('--query', args.query, units),
    },
  };
}

function configurationOf(chosen: Chosen, wanted: string | undefined) {
  const [first] = declared(chosen);
  const name = wanted ?? first?.name ?? '';
  const known = chosen.entry.spec.configurations.find((each) => each.name === name);
  // Any configuration will do: the question is not one of those that the variant was written for.
  if (known !== undefined) return known;
  const [pairing] = configurationsOf([chosen], [name]);
  if (pairing === undefined) throw new UsageError(`--config '${name}' names no configuration`);
  return pairing.configuration;
}

function unitsIn(
  { entry: { spec }, variant }: Chosen,
  { in: fn, steps, beside }: OrdersArguments,
): OrderedFunction & { readonly fn: string } {
  const names = functionNames(spec, variant);
  if (fn === undefined)
    throw new UsageError(`orders needs --in FUNCTION; there are: ${names.join(', ')}`);
  if (!names.includes(fn)) throw unknownName(`--in: ${spec.id}: function`, fn, names);
  try {
    const wish = { fn, names: steps?.split(',') ?? null, beside: beside ?? null };
    return { fn, ...unitsOf({ spec, variant }, wish) };
  } catch (error) {
    throw new UsageError((error as OrdersError).message);
  }
}

function refuseTooMany(wish: Parameters<typeof countOrders>[0], limit: number): void {
  if (wish.units > MOST_UNITS)
    throw new UsageError(
      `${wish.units} steps are too many; at most ${MOST_UNITS}: make some of them one, --steps a+b`,
    );
  if (wish.units < 2) throw new UsageError('one step has one order');
  const count = countOrders(wish);
  if (count > limit)
    throw new UsageError(
      `${count} orders are more than --limit ${limit}: join steps (a+b), fix some (--fix "a < b"), or raise it`,
    );
}

/** `a < b < c` as the precedences of neighbours. */
function chainOf(
  option: string,
  given: string,
  units: readonly OrderUnit[],
): readonly Precedence[] {
  const names = given.split(/[<,]/).map((part) => part.trim());
  if (names.length < 2 || names.includes(''))
    throw new UsageError(`${option} '${given}': expected "a < b" or a,b`);
  const numbers = names.map((name) => unitNumber(option, name, units));
  if (new Set(numbers).size < numbers.length)
    throw new UsageError(`${option} '${given}': a step and itself`);
  return numbers.slice(1).map((after, at) => ({ before: numbers[at] as number, after }));
}

function precedenceOf(option: string, given: string, units: readonly OrderUnit[]): Precedence {
  const [precedence, ...more] = chainOf(option, given, units);
  if (precedence === undefined || more.length > 0)
    throw new UsageError(`${option} '${given}': expected "a < b" or a,b`);
  return precedence;
}

function unitNumber(option: string, name: string, units: readonly OrderUnit[]): number {
  const names = units.map((unit) => unit.name);
  const number = names.indexOf(name);
  if (number < 0) throw unknownName(`${option}: step`, name, names);
  return number;
}
