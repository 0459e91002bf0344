/**
 * What a question about orders is answered with: plain data, for the reports.
 */
import type { Settings } from '../../lang/index.ts';
import type { Model } from '../../model/index.ts';
import type { Bound, Finding } from '../../semantics/index.ts';
import type { UnitCensus, Why } from './census.ts';
import type { Requirements } from './precedences.ts';
import type { OrderUnit } from './units.ts';
import type { Order, Precedence, Universe } from './universe.ts';

/** A property, and in how many orders it falls. */
export interface PropertyAnswer {
  readonly property: string;
  /** Orders that are known to violate it. */
  readonly violated: number;
  /** These are all. If not: what is required is, and nothing is said of orders that keep it. */
  readonly isExact: boolean;
  readonly requirements: Requirements;
}

export interface GroupAnswer {
  /** Judged properties of the group that the model has, in its order. */
  readonly properties: readonly string[];
  readonly requirements: Requirements;
}

/** A counterexample for an order that breaks one precedence, or for a pattern. */
export interface Broken {
  /** What the order has that it must not have: swapped precedences, or a whole pattern. */
  readonly precedences: readonly Precedence[];
  readonly order: Order;
  readonly property: string;
  readonly steps: number;
  readonly finding: Finding;
  readonly model: Model;
  /** What was set beyond the configuration. */
  readonly overrides: Settings;
}

/** Two neighbours and a safe order with them, both ways searched one by one. */
export interface FreePair {
  readonly pair: readonly [number, number];
  readonly why: Why;
  readonly orders: readonly [Order, Order];
}

/** An assumption without which the answer is another one. */
export interface Dropped {
  readonly settings: Settings;
  /** What the constant says, or the variant that sets it. */
  readonly because: string;
  /** Violated without the function, in this case. */
  readonly setAside: readonly string[];
  readonly required: Precedence;
  readonly property: string;
  readonly broken: Broken;
}

export interface QueryAnswer {
  readonly asked: Precedence;
  /** Safe orders that have it, and that have it the other way round. */
  readonly having: number;
  readonly against: number;
  readonly verdict: 'required' | 'forbidden' | 'depends' | 'does not matter' | 'no safe order';
  /** For what is required or forbidden: an order that has it the other way round. */
  readonly broken: Broken | null;
  readonly why: Why | null;
  readonly dropped: readonly Dropped[];
  /** Assumptions that were dropped one by one. */
  readonly tried: readonly Settings[];
  /** Assumptions about code that nobody runs here: nothing is learnt by dropping them. */
  readonly idle: readonly Settings[];
}

export interface OrdersAnswer {
  readonly kind: 'answered';
  readonly model: Pick<Model, 'id' | 'configuration' | 'bounds' | 'digest'>;
  readonly overrides: Settings;
  readonly fn: string;
  readonly processes: readonly string[];
  readonly units: readonly OrderUnit[];
  readonly fixed: readonly Precedence[];
  readonly optional: readonly number[];
  readonly universe: Universe;
  /** States of all orders together. */
  readonly states: number;
  /** Violated although the function is never called. */
  readonly setAside: readonly string[];
  readonly properties: readonly PropertyAnswer[];
  readonly overall: Requirements;
  readonly consequence: GroupAnswer;
  readonly assertion: GroupAnswer;
  readonly broken: readonly Broken[];
  readonly free: readonly FreePair[];
  /** By number of the unit, in safe orders; null when there is none. */
  readonly census: readonly UnitCensus[] | null;
  /** Conditions of other functions that never came out in one of their ways, in any safe order. */
  readonly neverTaken: readonly string[];
  readonly query: QueryAnswer | null;
}

export type OrdersOutcome =
  | OrdersAnswer
  | {
      readonly kind: 'inconclusive';
      readonly bound: Bound;
      readonly orders: number;
      readonly states: number;
      readonly depth: number;
      /** Orders refuted until then. */
      readonly refuted: number;
    };
