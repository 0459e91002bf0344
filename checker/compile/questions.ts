/**
 * Position predicates as conditions over the position of a process: inside a function, at a step, resting.
 *
 * A process in front of a check is about to take the step behind it; which one may depend on locals, so the answer for one
 * position is a condition over them. Answers that are the same for neighbouring positions become one comparison.
 */
import type { GroundStatement } from '../model/index.ts';
import { conditional, type Expressions, type Lowered, type PositionExpr } from './expressions.ts';
import { type Arrival, afterPlace, intoBlock, type Place, statementOf } from './flow.ts';
import { BIT } from './interval.ts';
import { and, binary, constant, type Expr, eq, FALSE, field, not, or, TRUE } from './ir.ts';
import { functionsAround } from './naming.ts';
import type { Places } from './places.ts';

/** Locals whose value is known, because control reset them on the way. */
type Known = ReadonlyMap<number, number>;
type Answer = (place: Place | null, known: Known) => Lowered;

const NOTHING: Known = new Map();
const lowered = (value: Expr, error: Expr = FALSE): Lowered => ({ value, error, range: BIT });
const YES = lowered(TRUE);
const NO = lowered(FALSE);

export class ProcessQuestions {
  readonly #expressions: Expressions;
  readonly #places: Places;
  readonly #field: number;

  /** `positionField` is the field of the position of the process whose places these are. */
  constructor(expressions: Expressions, places: Places, positionField: number) {
    this.#expressions = expressions;
    this.#places = places;
    this.#field = positionField;
  }

  lower({ predicate, fn, label }: Omit<PositionExpr, 'kind' | 'process'>): Lowered {
    if (predicate === 'resting') return this.#everywhere(this.#isResting);
    if (predicate === 'inside') {
      return this.#everywhere((place, known) =>
        this.#ahead(place, known, (ahead) =>
          ahead !== null && functionsAround(ahead).has(fn as string) ? YES : NO,
        ),
      );
    }
    const id = `${fn}: ${label}`;
    return this.#everywhere((place, known) => this.#isAt(place, known, id));
  }

  readonly #isResting: Answer = (place, known) =>
    this.#ahead(place, known, (ahead, then) => {
      if (ahead === null) return YES;
      const statement = statementOf(ahead);
      if ('rest' in statement && statement.rest) return YES;
      if (statement.kind !== 'oneOf') return NO;
      const starts = branchStarts(ahead, statement);
      const answers = starts.map((start) => this.#fold(start, then, this.#isResting));
      const misread = starts.map((start) => this.#fold(start, then, () => YES).error);
      const every = answers.reduceRight(
        (rest, { value, error }) =>
          lowered(and(value, rest.value), or(error, and(value, rest.error))),
        YES,
      );
      return lowered(every.value, or(...misread, every.error));
    });

  #isAt(place: Place | null, known: Known, id: string): Lowered {
    return this.#ahead(place, known, (ahead, then) => {
      if (ahead === null) return NO;
      const statement = statementOf(ahead);
      if (statement.kind !== 'oneOf')
        return 'unit' in statement && statement.unit.id === id ? YES : NO;
      const answers = branchStarts(ahead, statement).map((start) =>
        this.#fold(start, then, (each, now) => this.#isAt(each, now, id)),
      );
      return lowered(
        or(...answers.map(({ value }) => value)),
        or(...answers.map(({ error }) => error)),
      );
    });
  }

  /** Asks about the place behind the checks. */
  #ahead(place: Place | null, known: Known, answer: Answer): Lowered {
    if (place === null || statementOf(place).kind !== 'check') return answer(place, known);
    return this.#fold(afterPlace(place), known, (next, then) => this.#ahead(next, then, answer));
  }

  #fold(arrival: Arrival, known: Known, answer: Answer): Lowered {
    switch (arrival.kind) {
      case 'rest':
        return answer(arrival.place, known);
      case 'reset': {
        const resets = arrival.resets.map(({ cell, value }) => [cell, value] as const);
        return this.#fold(arrival.then, new Map([...known, ...resets]), answer);
      }
      case 'decide':
        return conditional(
          this.#expressions.lower(arrival.condition, { known }),
          this.#fold(arrival.yes, known, answer),
          this.#fold(arrival.no, known, answer),
        );
    }
  }

  #everywhere(answer: Answer): Lowered {
    const answers = [...this.#places.all, null].map((place) => answer(place, NOTHING));
    return lowered(
      this.#byPosition(answers.map(({ value }) => value)),
      this.#byPosition(answers.map(({ error }) => error)),
    );
  }

  /** The condition that holds at the position of the process; one per position is given. */
  #byPosition(conditions: readonly Expr[]): Expr {
    const always: number[] = [];
    const sometimes: Expr[] = [];
    for (const [number, condition] of conditions.entries()) {
      if (condition.op !== 'const') sometimes.push(and(eq(field(this.#field), number), condition));
      else if (condition.value === 1) always.push(number);
    }
    return or(this.#isOneOf(always), ...sometimes);
  }

  #isOneOf(numbers: readonly number[]): Expr {
    const { end } = this.#places;
    if (numbers.length > (end + 1) / 2 && numbers.length <= end) {
      const others = Array.from({ length: end + 1 }, (_, at) => at);
      return not(this.#isOneOf(others.filter((at) => !numbers.includes(at))));
    }
    const at = field(this.#field);
    const ranges = runs(numbers).map(([low, high]) => {
      if (low === high) return eq(at, low);
      const from = low === 0 ? TRUE : binary('le', constant(low), at);
      return and(from, high === end ? TRUE : binary('le', at, constant(high)));
    });
    return or(...ranges);
  }
}

function branchStarts(
  place: Place,
  { branches }: Extract<GroundStatement, { kind: 'oneOf' }>,
): readonly Arrival[] {
  return branches.map((block, number) => intoBlock(place, block, number));
}

/** Neighbouring numbers, as pairs of the first and the last. */
function runs(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}
