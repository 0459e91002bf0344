/**
 * The record in docs/orders, confirmed without asking again: every counterexample by a search of its order, safe orders by one each.
 *
 * `node bin/orders-record.mjs` writes it. A change of a spec shows here as a trace that is not the shortest any more, or as an order that is not
 * safe; what it changes beyond that, a count say, shows when the record is written again.
 */
import { describe, expect, test } from 'vitest';
import dmabufRevoke from '../../specs/vfio-pci/dmabuf-revoke/spec.ts';
import power from '../../specs/vfio-pci/power/spec.ts';
import revokeBars from '../../specs/vfio-pci/revoke-bars/spec.ts';
import { searchOrder } from '../analyse/index.ts';
import { type OrdersArguments, ordersWish } from '../cli/analyse/orders-wish.ts';
import type { Settings } from '../lang/index.ts';
import { DEADLOCK, instantiate } from '../model/index.ts';
import { stepsOf, stepText } from '../semantics/index.ts';
import { filesBelow, readText } from './files.ts';

interface Run {
  readonly name: string;
  readonly args: readonly string[];
}

interface Broken {
  readonly order: string;
  readonly property: string;
  readonly steps: number;
  readonly trace: readonly string[];
}

interface Answer {
  readonly kind: string;
  readonly units: readonly { readonly name: string }[];
  readonly setAside: readonly string[];
  readonly consequence: { readonly properties: readonly string[] };
  readonly assertion: { readonly properties: readonly string[] };
  readonly safe: readonly string[];
  readonly orders: number;
  readonly broken: readonly Broken[];
  readonly whyFree: readonly { readonly orders: readonly string[] }[];
  readonly query: {
    readonly broken: Broken | null;
    readonly dropped: readonly { readonly settings: Settings; readonly broken: Broken }[];
  } | null;
}

const FOLDER = 'docs/orders';
/** Safe orders that are searched again; the others were, one way or another, when the record was written. */
const MOST_SEARCHED = 6;

const runs = JSON.parse(readText(`${FOLDER}/runs.json`)) as readonly Run[];
const answerOf = ({ name }: Run): Answer =>
  JSON.parse(readText(`${FOLDER}/${name}.json`)) as Answer;

const entries = [dmabufRevoke, power, revokeBars].map((spec) => ({
  spec,
  url: '',
  askedAs: null,
  foundBy: null,
}));

function placeOf({ args: [target = '', ...options] }: Run) {
  const given = new Map<string, string[]>();
  for (let at = 0; at < options.length; at += 2) {
    const name = (options[at] as string).replace(/^-+/, '');
    given.set(name, [...(given.get(name) ?? []), options[at + 1] as string]);
  }
  const lists = new Set(['c', 'fix', 'optional']);
  const args = Object.fromEntries(
    [...given].map(([name, values]) => [name, lists.has(name) ? values : values[0]]),
  );
  const planned = ordersWish(entries, { target, ...args } as OrdersArguments);
  if (planned.kind !== 'planned') throw new Error('the spec has problems');
  return planned.wish.place;
}

/** The model of the function as it is written. */
function searchable(run: Run) {
  const made = instantiate(placeOf(run));
  if (made.kind !== 'model') throw new Error('the spec has problems');
  return made.model;
}

/** Searches an order of a run, given by the names of its units. */
function searched(run: Run, { units }: Answer, text: string, settings: Settings = {}) {
  const place = placeOf(run);
  const order = text.split(' ').map((name) => units.findIndex((unit) => unit.name === name));
  const overrides = { ...place.overrides, ...settings };
  return searchOrder({ ...place, overrides }, order);
}

test('the record has every run, and nothing else', () => {
  const files = runs.flatMap(({ name }) => ['json', 'svg', 'txt'].map((end) => `${name}.${end}`));
  const found = filesBelow(FOLDER).map((path) => path.replace(`${FOLDER}/`, ''));
  expect(found.toSorted()).toEqual([...files, 'README.md', 'runs.json'].toSorted());
});

describe.each(runs)('$name', (run) => {
  const answer = answerOf(run);
  const { broken, query, safe, setAside, whyFree } = answer;

  test('every counterexample is the shortest trace of its order', { timeout: 120_000 }, () => {
    const dropped = (query?.dropped ?? []).map((each) => ({ ...each.broken, ...each }));
    const asked = query?.broken == null ? [] : [query.broken];
    const all = [...broken, ...asked].map((each) => ({ ...each, settings: {} }));
    expect(answer.kind).toBe('answered');
    for (const { order, property, steps, trace, settings } of [...all, ...dropped]) {
      const { verdicts } = searched(run, answer, order, settings);
      const verdict = verdicts.find((each) => each.property === property);
      const found = verdict?.kind === 'violated' ? stepsOf(verdict.finding).map(stepText) : [];
      expect([order, property, found.length, found]).toEqual([order, property, steps, trace]);
    }
  });

  test('every property of the model was judged or set aside', () => {
    const { properties } = searchable(run);
    const named = [...answer.consequence.properties, ...answer.assertion.properties, ...setAside];
    expect(named.toSorted()).toEqual([...properties.map(({ id }) => id), DEADLOCK].toSorted());
  });

  test('safe orders are safe, those of free pairs too', { timeout: 120_000 }, () => {
    const free = whyFree.slice(0, 1).flatMap(({ orders }) => orders);
    for (const order of new Set([...safe.slice(0, MOST_SEARCHED), ...free])) {
      const { verdicts } = searched(run, answer, order);
      const violated = verdicts.flatMap(({ kind, property }) =>
        kind === 'violated' && !setAside.includes(property) ? [property] : [],
      );
      expect([order, violated]).toEqual([order, []]);
    }
  });
});

test('every counterexample stands in the text and on the picture', () => {
  for (const run of runs) {
    const text = readText(`${FOLDER}/${run.name}.txt`);
    const { broken, query, safe, orders } = answerOf(run);
    expect(readText(`${FOLDER}/README.md`)).toContain(
      `**${safe.length} of ${orders} orders are safe** ([answer and traces](${run.name}.txt))`,
    );
    const asked = query?.broken == null ? 0 : 1;
    const count = broken.length + asked + (query?.dropped.length ?? 0);
    expect(text.match(/^counterexample \d+: /gm) ?? []).toHaveLength(count);
    expect(readText(`${FOLDER}/${run.name}.svg`)).toMatch(/^<svg .*<\/svg>\n$/s);
  }
});
