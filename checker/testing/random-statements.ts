/**
 * Random statements of a random program, valid by construction: here those that are a step, and what all statements share.
 *
 * `Place` says what may stand where. A body begins with a statement that is a step or waits for one: so every loop has a step in
 * each round and every branch one that chooses it.
 */
import { sharedTruth, truthOf } from './random-conditions.ts';
import { randomEffects } from './random-effects.ts';
import {
  backwards,
  forEach,
  forwards,
  oneOf,
  oneOfEach,
  repeat,
  whenStatement,
  whileLocal,
  whileShared,
} from './random-flow.ts';
import { locked, lockOperation, trylock } from './random-lock-statements.ts';
import type { Block, Expression, FunctionText, Statement } from './random-program.ts';
import {
  type ExpressionScope,
  expressionsOf,
  fitting,
  numeral,
  numericsOf,
} from './random-scope.ts';

/** Where a statement stands. */
export interface Place extends ExpressionScope {
  readonly maker: StatementMaker;
  readonly functions: readonly FunctionText[];
  /** How deep statements may still nest. */
  readonly depth: number;
  /** Labels that a goto may name here. */
  readonly labels: readonly string[];
  /** Whether a jump out may stand here: a branch that ends without a step would not be a choice. */
  readonly canJump: boolean;
}

type Make = () => readonly Statement[];
export type StepStatement = Extract<Statement, { kind: 'step' }>;
export type AtomicStatement = Extract<Statement, { kind: 'atomically' }>;

/** Makes the statements of one program; names and numbers are unique in it. */
export class StatementMaker {
  #count = 0;

  /** A name that occurs once in the program. */
  name(prefix: string): string {
    this.#count++;
    return `${prefix}${this.#count}`;
  }

  block(statements: readonly Statement[]): Block {
    this.#count++;
    return { id: this.#count, statements };
  }

  /** Statements that begin with one that is, or waits for, a step. */
  body(place: Place, most: number): Block {
    return this.block([...this.#stepLike(place), ...this.some(place, 0, most - 1)]);
  }

  /** Statements in a number from `least` to `most`, some of them with others that belong to them. */
  some(place: Place, least: number, most: number): readonly Statement[] {
    return place.choices.list(least, most, () => this.#any(place)).flat();
  }

  step(place: Place, guard: Expression | null, mayBlock = true): StepStatement {
    const effects = randomEffects({ ...place, value: this.name('v'), mayBlock });
    return { kind: 'step', label: this.name('s'), guard, effects, rest: false };
  }

  /** Steps and conditions run as one; the first may block. */
  atomically(place: Place, guard: Expression | null): AtomicStatement {
    const parts = place.choices.list(1, 2, () => this.#part(place)).flat();
    const body = this.block([this.step(place, guard), ...parts]);
    return { kind: 'atomically', label: this.name('at'), body, rest: false };
  }

  #any(place: Place): readonly Statement[] {
    const inner = { ...place, depth: place.depth - 1 };
    if (place.depth === 0) return this.#stepLike(place);
    return place.choices.weighted<Make>([
      [12, () => this.#stepLike(place)],
      [2, () => [whenStatement(inner)]],
      [1, () => [whileShared(inner)]],
      [1, () => whileLocal(inner)],
      [1, () => [repeat(inner)]],
      [1, () => [forEach(inner)]],
      [1, () => forwards(inner)],
      [1, () => backwards(inner)],
      [place.locks.length > 0 ? 3 : 0, () => locked(inner)],
    ])();
  }

  #stepLike(place: Place): readonly Statement[] {
    const { choices, depth } = place;
    const inner = { ...place, depth: depth - 1 };
    const lockWeight = place.locks.length > 0 ? 2 : 0;
    const canNest = depth > 0 ? 1 : 0;
    return choices.weighted<Make>([
      [5, () => [this.step(place, null)]],
      [3, () => [this.step(place, sharedTruth(place, 1))]],
      [1, () => [this.#wait(place)]],
      [1, () => [this.#check(place), this.step(place, null)]],
      [1, () => [this.#check(place), ...this.#stepLike(place)]],
      [1, () => [this.atomically(place, choices.percent(40) ? sharedTruth(place, 1) : null)]],
      [lockWeight, () => [lockOperation(place)]],
      [canNest * lockWeight, () => [trylock(inner)]],
      [canNest * 2, () => [oneOf(inner)]],
      [canNest, () => [oneOfEach(inner)]],
      [place.functions.length > 0 ? canNest * 4 : 0, () => [this.#call(place)]],
    ])();
  }

  #wait(place: Place): Statement {
    return {
      kind: 'step',
      label: this.name('wait'),
      guard: truthOf(place, 1),
      effects: [],
      rest: place.choices.percent(20),
    };
  }

  #check(place: Place): Statement {
    return {
      kind: 'check',
      property: place.choices.pick(['CHECK', 'BOTH']),
      condition: truthOf(place, 1),
    };
  }

  /** A part of `atomically` behind the first: nothing that blocks. */
  #part(place: Place): readonly Statement[] {
    const next = (): Statement => this.step(place, null, false);
    return place.choices.weighted<Make>([
      [4, () => [next()]],
      [1, () => [this.#check(place), next()]],
      [
        1,
        () => {
          const [then, otherwise] = [
            this.block([next()]),
            this.block(place.choices.percent(50) ? [next()] : []),
          ];
          return [
            { kind: 'when', label: this.name('if'), condition: truthOf(place, 1), then, otherwise },
          ];
        },
      ],
    ])();
  }

  #call(place: Place): Statement {
    const { name: fn, params } = place.choices.pick(place.functions);
    const args = params.map(({ low, high }) => {
      const values = [
        ...expressionsOf(fitting(numericsOf(place), low, high)),
        numeral(low, low, high),
        numeral(high, low, high),
      ];
      return place.choices.pick(values);
    });
    return { kind: 'call', label: this.name('call'), fn, args };
  }
}
