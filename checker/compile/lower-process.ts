/**
 * What one process can do from each of its places, as blocks of the intermediate representation: the compiler's reading of the statements.
 *
 * Every way of moving is followed to its end. A check that is passed is evaluated where it stands and counts when
 * the step behind it fires; a value or index outside its domain ends the way that meets it, and only that one.
 */
import {
  type Block as GroundBlock,
  type GroundCheck,
  type GroundStatement,
  type ModelProcess,
  unreachable,
} from '../model/index.ts';
import type { Effects, Written } from './effects.ts';
import type { Expressions } from './expressions.ts';
import {
  type Arrival,
  afterPlace,
  branchOf,
  enterProcess,
  intoBlock,
  type Place,
  statementOf,
} from './flow.ts';
import {
  and,
  type Block,
  constant,
  decide,
  type Expr,
  fork,
  or,
  type Statement,
  TRUE,
} from './ir.ts';
import type { Leaves } from './leaves.ts';
import { callsAround, labelAt } from './naming.ts';
import type { Places } from './places.ts';
import { Refused } from './refused.ts';
import { pendingErrors, settle, type Thread, withPending, withUnits } from './thread.ts';

type StepStatement = Extract<GroundStatement, { kind: 'step' }>;
type Then = (thread: Thread) => Block;

const NEW_THREAD: Thread = { pending: [], checks: [], fired: [], choices: [], units: [] };

/** Statements in front of it may decide one after the other; a way is followed once for each outcome. */
const MOST_BLOCKS = 200_000;

export interface LoweringContext {
  readonly expressions: Expressions;
  readonly effects: Effects;
  readonly leaves: Leaves;
  readonly propertyNumber: (id: string) => number;
}

export class ProcessLowering {
  readonly #context: LoweringContext;
  readonly #process: ModelProcess;
  readonly #places: Places;
  readonly #field: number;
  #blocks = 0;

  constructor(context: LoweringContext, process: ModelProcess, places: Places, position: number) {
    this.#context = context;
    this.#process = process;
    this.#places = places;
    this.#field = position;
  }

  /** From in front of the first statement to every first place. */
  start(): Block {
    const named = { process: this.#process.index, calls: [], label: '', choices: [], checks: [] };
    const fail: Block = [
      { do: 'fail', leaf: this.#context.leaves.number({ ...named, kind: 'fail', units: [] }) },
    ];
    return this.#follow(enterProcess(this.#process.body), fail, (place, units) => {
      const leaf = this.#context.leaves.number({ ...named, kind: 'fire', units });
      return [this.#moveTo(place), { do: 'fire', leaf, checks: [] }];
    });
  }

  /** One block per place, and an empty one for the end. */
  moves(): readonly Block[] {
    const blocks = this.#places.all.map((place) => {
      this.#context.effects.newBlock();
      return this.#from(place, NEW_THREAD);
    });
    return [...blocks, []];
  }

  #from(place: Place, thread: Thread): Block {
    if (++this.#blocks > MOST_BLOCKS) throw new Refused('a process branches too often in one step');
    const statement = statementOf(place);
    const fail = this.#fail(place, thread);
    switch (statement.kind) {
      case 'check': {
        const { lets, pending } = this.#capture(statement);
        return [...lets, ...this.#pass(afterPlace(place), withPending(thread, pending), fail)];
      }
      case 'oneOf':
        return fork(
          statement.branches.map((block, branch) =>
            this.#pass(intoBlock(place, block, branch), thread, fail),
          ),
        );
      case 'step':
        return this.#step(statement, thread, fail, (outcome) =>
          this.#land(place, afterPlace(place), outcome, this.#fail(place, outcome)),
        );
      case 'when':
      case 'while':
        return this.#condition(place, statement, thread, fail);
      case 'atomically': {
        const started = withUnits(thread, [statement.unit]);
        return this.#sequence(statement.body, started, fail, (outcome) =>
          this.#land(place, afterPlace(place), outcome, this.#fail(place, outcome)),
        );
      }
      default:
        throw new Refused(`a process would rest at a ${statement.kind}`);
    }
  }

  /** Goes on to where control leads and fires from there, as part of the same step. */
  #pass(arrival: Arrival, thread: Thread, fail: Block): Block {
    return this.#follow(arrival, fail, (place, units) =>
      place === null ? [] : this.#from(place, withUnits(thread, units)),
    );
  }

  /** The step is over: control goes to where it rests next. */
  #land(at: Place, arrival: Arrival, thread: Thread, fail: Block): Block {
    return this.#follow(arrival, fail, (place, units) => {
      const leaf = this.#leaf('fire', at, withUnits(thread, units));
      return [this.#moveTo(place), { do: 'fire', leaf, checks: thread.fired }];
    });
  }

  #follow(
    arrival: Arrival,
    fail: Block,
    rest: (place: Place | null, units: Thread['units']) => Block,
  ): Block {
    switch (arrival.kind) {
      case 'rest':
        return rest(arrival.place, arrival.units);
      case 'reset':
        return [...setAll(arrival.resets), ...this.#follow(arrival.then, fail, rest)];
      case 'decide': {
        const { value, error } = this.#context.expressions.lower(arrival.condition);
        const yes = this.#follow(arrival.yes, fail, rest);
        const no = this.#follow(arrival.no, fail, rest);
        return decide(error, fail, decide(value, yes, no));
      }
      default:
        return unreachable(arrival);
    }
  }

  #condition(
    place: Place,
    statement: Extract<GroundStatement, { kind: 'when' | 'while' }>,
    thread: Thread,
    fail: Block,
  ): Block {
    const { value, error } = this.#truth(statement.condition);
    const settled = settle(thread);
    const side = (holds: boolean): Block =>
      this.#land(place, branchOf(place, statement, holds), settled, fail);
    return decide(or(pendingErrors(thread), error), fail, decide(value, side(true), side(false)));
  }

  #truth(condition: Parameters<Expressions['lower']>[0] | null): { value: Expr; error: Expr } {
    return condition === null
      ? { value: TRUE, error: constant(0) }
      : this.#context.expressions.lower(condition);
  }

  #step(step: StepStatement, thread: Thread, fail: Block, then: Then): Block {
    const guard = this.#truth(step.guard);
    const effects = this.#context.effects.lower(step.effects);
    const unsettled = and(effects.canFire, pendingErrors(thread));
    const fired = withUnits(settle(thread), [step.unit]);
    const outcomes = effects.outcomes.map((outcome) => this.#outcome(outcome, fired, fail, then));
    const body = [...effects.lets, ...decide(unsettled, fail, fork(outcomes))];
    const inner = decide(effects.error, fail, body);
    return decide(guard.error, fail, decide(guard.value, inner, []));
  }

  #outcome(outcome: Written, fired: Thread, fail: Block, then: Then): Block {
    const choices = [...fired.choices, ...outcome.choices];
    const next = [...outcome.writes, ...then({ ...fired, choices })];
    return decide(outcome.allowed, decide(outcome.error, fail, next), []);
  }

  /** The parts of `atomically`, one after the other. */
  #sequence(block: GroundBlock, thread: Thread, fail: Block, then: Then): Block {
    const [part, ...rest] = block;
    if (part === undefined) return then(thread);
    return this.#part(part, thread, fail, (outcome) => this.#sequence(rest, outcome, fail, then));
  }

  #part(statement: GroundStatement, thread: Thread, fail: Block, then: Then): Block {
    if (++this.#blocks > MOST_BLOCKS) throw new Refused('a process branches too often in one step');
    switch (statement.kind) {
      case 'step':
        return this.#step(statement, thread, fail, then);
      case 'check': {
        const { lets, pending } = this.#capture(statement);
        return [...lets, ...then(withPending(thread, pending))];
      }
      case 'when': {
        const { value, error } = this.#context.expressions.lower(statement.condition);
        const side = (block: GroundBlock, unit: typeof statement.thenUnit): Block => {
          const units = unit === null ? [statement.unit] : [statement.unit, unit];
          return this.#sequence(block, withUnits(settle(thread), units), fail, then);
        };
        const yes = side(statement.then, statement.thenUnit);
        const no = side(statement.otherwise, statement.otherwiseUnit);
        return decide(or(error, pendingErrors(thread)), fail, decide(value, yes, no));
      }
      case 'scope':
      case 'atomically':
        return this.#sequence(statement.body, thread, fail, then);
      case 'call':
        return this.#sequence(statement.body, thread, fail, (outcome) => [
          ...setAll(statement.resets),
          ...then(outcome),
        ]);
      case 'oneOf':
        return fork(statement.branches.map((block) => this.#sequence(block, thread, fail, then)));
      default:
        throw new Refused(`a ${statement.kind} inside atomically`);
    }
  }

  /** Evaluates a check where it stands. */
  #capture(check: GroundCheck) {
    const { value, error } = this.#context.expressions.lower(check.condition);
    const { effects, propertyNumber } = this.#context;
    const holds = effects.keep(value);
    const misread = effects.keep(error);
    const property = { id: check.property, number: propertyNumber(check.property) };
    return {
      lets: [...holds.lets, ...misread.lets],
      pending: { property, holds: holds.value, error: misread.value },
    };
  }

  #fail(place: Place, thread: Thread): Block {
    return [{ do: 'fail', leaf: this.#leaf('fail', place, { ...thread, checks: [] }) }];
  }

  #leaf(kind: 'fire' | 'fail', at: Place, { choices, units, checks }: Thread): number {
    return this.#context.leaves.number({
      process: this.#process.index,
      kind,
      calls: callsAround(at),
      label: labelAt(at),
      choices,
      units,
      checks,
    });
  }

  #moveTo(place: Place | null): Statement {
    return { do: 'set', field: this.#field, value: constant(this.#places.number(place)) };
  }
}

const setAll = (resets: readonly { cell: number; value: number }[]): Block =>
  resets.map(({ cell, value }) => ({ do: 'set', field: cell, value: constant(value) }));
