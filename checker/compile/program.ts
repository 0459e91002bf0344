/**
 * The compiled model: what the search runs, and what it takes to speak about it.
 *
 * The state is a row of fields: one per cell of the model, then one per process for its position. `leaves` are all the ways in which
 * a step can end; the number of a leaf is all that generated code ever says about a transition.
 */
import type { Model, Unit } from '../model/index.ts';
import type { Bounds } from './bounds.ts';
import type { Block, Expr } from './ir.ts';

export interface Field {
  /** As in the model; `user[0] position` for positions. */
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Values behind `low` that do not occur. */
  readonly skip: number;
}

/** A way in which a step can end. */
export interface Leaf {
  readonly process: number;
  readonly kind: 'fire' | 'fail';
  /** Calls and loop values around the step, its label, and chosen values: the name of the step. */
  readonly calls: readonly string[];
  readonly label: string;
  readonly choices: readonly string[];
  /** Steps and branches that fired or were passed through. */
  readonly units: readonly Unit[];
  /** Properties of which a check was evaluated. */
  readonly checks: readonly string[];
}

export interface CompiledProcess {
  readonly name: string;
  /** The field of its position. */
  readonly field: number;
  /** What it can do, by value of that field; the last one is its end. */
  readonly moves: readonly Block[];
  /** What control passes before the first step, to every first position: run once, for the initial states. */
  readonly start: Block;
  readonly resting: Expr;
}

/** What is asked of every new state. All expressions are 0 or 1. */
export interface StateClause {
  readonly property: number;
  readonly clause: number;
  readonly premise: Expr;
  readonly violated: Expr;
  readonly error: Expr;
}

export interface StateGoal {
  readonly name: string;
  readonly holds: Expr;
  readonly error: Expr;
}

export interface Program {
  readonly model: Model;
  readonly fields: readonly Field[];
  readonly processes: readonly CompiledProcess[];
  readonly leaves: readonly Leaf[];
  readonly clauses: readonly StateClause[];
  readonly goals: readonly StateGoal[];
  /** The most successors that one state can have. */
  readonly mostSuccessors: number;
  /** Temporaries of the blocks, at most. */
  readonly temps: number;
}

export const fieldOf = (name: string, { low, high, skip }: Bounds): Field => ({
  name,
  low,
  high,
  skip,
});
