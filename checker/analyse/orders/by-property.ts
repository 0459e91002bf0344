/**
 * What each property requires by itself, where the search of all orders did not follow every order to its end.
 *
 * A precedence is required by a property when every order that has it the other way round violates that property. So one order that does not is
 * enough against it: searched on its own, that order answers for all properties. Where it does violate one, its trace is run again in all
 * orders of which nothing is known yet (`rerun.ts`). Both ways something is learned, until no precedence is in doubt.
 */
import { type Finding, stepsOf } from '../../semantics/index.ts';
import { FamilyProgram } from './family-program.ts';
import { FamilySteps } from './family-steps.ts';
import { type Judged, type Known, knownIn } from './judgement.ts';
import { orderModel } from './order-model.ts';
import type { OrderSet } from './order-sets.ts';
import { type Running, searchPlain } from './plain.ts';
import { rerun } from './rerun.ts';
import type { Order } from './universe.ts';

/** So many orders are searched one by one, so that there is nothing that is not known of any. */
const FEW_ORDERS = 50;

/** Learns until it is certain for every property and every precedence whether it is required. Throws `Cut`. */
export async function settlePrecedences(
  judged: Judged,
  running: Running,
): Promise<readonly Known[]> {
  const { universe, place, searched } = judged;
  if (searched.dropped === universe.sets.none) return knownIn(judged);
  const learning = new Learning(judged);
  for (;;) {
    const order = learning.next();
    if (order === null) return learning.known;
    const model = orderModel(place, universe.orders[order] as Order);
    const { verdicts } = await searchPlain(model, running);
    const findings = verdicts.flatMap((verdict) =>
      verdict.kind === 'violated' ? [[verdict.property, verdict.finding] as const] : [],
    );
    await learning.learn(order, new Map(findings), running);
  }
}

class Learning {
  readonly #judged: Judged;
  readonly #steps: FamilySteps;
  /** For each thing that may be required, the orders without it. */
  readonly #without: readonly OrderSet[];
  #known: readonly Known[];

  constructor(judged: Judged) {
    const { model, universe, place, pairs } = judged;
    const units = place.units.length;
    this.#judged = judged;
    this.#steps = new FamilySteps(new FamilyProgram(model, place.fn), universe, units);
    this.#without = [
      ...pairs.all.map((pair) => pairs.against(pair)),
      ...place.units.map((_, unit) => universe.where((order) => !order.includes(unit))),
    ].filter((orders) => orders !== universe.sets.none);
    this.#known = knownIn(judged);
  }

  get known(): readonly Known[] {
    return this.#known;
  }

  /** The order that settles most if it violates nothing; null: all is certain that has to be. */
  next(): number | null {
    const { sets } = this.#judged.universe;
    const scores = new Uint32Array(sets.count);
    for (const orders of this.#known.flatMap((each) => this.#doubts(each)))
      for (const order of sets.members(orders)) scores[order] = (scores[order] as number) + 1;
    const most = scores.reduce((a, b) => Math.max(a, b), 0);
    return most === 0 ? this.#oneOfFew() : scores.indexOf(most);
  }

  /** An order of which something is not known, where it costs little to know everything. */
  #oneOfFew(): number | null {
    const { sets } = this.#judged.universe;
    const decided = this.#known.map(({ violating, keeping }) => sets.or(violating, keeping));
    const left = sets.minus(
      sets.all,
      decided.reduce((all, each) => sets.and(all, each), sets.all),
    );
    const [first] = sets.members(left);
    return first === undefined || sets.size(left) > FEW_ORDERS ? null : first;
  }

  /** Takes the findings of one order, by property; what has none holds in it. */
  async learn(
    order: number,
    findings: ReadonlyMap<string, Finding>,
    running: Running,
  ): Promise<void> {
    const { sets } = this.#judged.universe;
    const only = sets.of([order]);
    this.#known = this.#known.map((each) =>
      findings.has(each.property)
        ? { ...each, violating: sets.or(each.violating, only) }
        : { ...each, keeping: sets.or(each.keeping, only) },
    );
    for (const [property, finding] of findings) await this.#runAgain(property, finding, running);
  }

  /** For each thing that the property may require, the orders without it that may keep the property. */
  #doubts(about: Known | undefined): readonly OrderSet[] {
    const { sets } = this.#judged.universe;
    if (about === undefined) return [];
    return this.#without
      .filter((orders) => sets.and(orders, about.keeping) === sets.none)
      .map((orders) => sets.minus(orders, about.violating))
      .filter((orders) => orders !== sets.none);
  }

  async #runAgain(property: string, finding: Finding, running: Running): Promise<void> {
    const { universe } = this.#judged;
    const { sets } = universe;
    const about = this.#known.find((each) => each.property === property);
    const orders = this.#doubts(about).reduce((all, each) => sets.or(all, each), sets.none);
    if (orders === sets.none) return;
    const wish = { trace: stepsOf(finding), orders };
    const violated = await rerun(this.#steps, universe, wish, running);
    this.#known = this.#known.map((each) => {
      const more = violated.get(each.property) ?? sets.none;
      return { ...each, violating: sets.or(each.violating, more) };
    });
  }
}
