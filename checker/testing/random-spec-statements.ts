/**
 * Translation of the statements of a random program to those of the spec language, one to one.
 */
import {
  type ArrayVar,
  assign,
  assignAll,
  atomically,
  type Body,
  check,
  choose,
  down_read,
  down_read_trylock,
  down_write,
  down_write_trylock,
  downgrade_write,
  type ElementDomain,
  type Expr,
  forEach,
  forEachBackwards,
  forever,
  goto,
  type Effect as LangEffect,
  type Statement as LangStatement,
  label,
  type Mutex,
  mutex_lock,
  mutex_trylock,
  mutex_unlock,
  note,
  oneOf,
  oneOfEach,
  type RwSemaphore,
  range,
  repeat,
  rest,
  returnFromFunction,
  step,
  stepWhen,
  stop,
  up_read,
  up_write,
  type Var,
  WRITE_ONCE,
  waitUntil,
  when,
  whileTrue,
} from '../lang/index.ts';
import type { Block, Effect, LockOperation, Statement, Target } from './random-program.ts';
import { langDomain, type Names, named, translate, withBound } from './random-spec-expressions.ts';

/** The body that a block describes. */
export const bodyOf = (block: Block, names: Names): Body =>
  block.statements.map((each) => statementOf(each, names));

type MayRest = ReturnType<typeof step> | ReturnType<typeof oneOf> | ReturnType<typeof atomically>;

const resting = (of: MayRest, { rest: isRest }: { readonly rest: boolean }): LangStatement =>
  isRest ? rest(of) : of;

function statementOf(statement: Statement, names: Names): LangStatement {
  switch (statement.kind) {
    case 'step':
      return resting(stepOf(statement, names), statement);
    case 'when':
      return when(
        translate(statement.condition, names),
        bodyOf(statement.then, names),
        bodyOf(statement.otherwise, names),
        statement.label,
      );
    case 'while':
      return whileTrue(
        translate(statement.condition, names),
        bodyOf(statement.body, names),
        statement.label,
      );
    case 'forever':
    case 'repeat':
    case 'forEach':
    case 'oneOfEach':
      return loopOf(statement, names);
    case 'oneOf':
      return resting(
        oneOf(...statement.branches.map((branch) => bodyOf(branch, names))),
        statement,
      );
    case 'check':
      return check({ id: statement.property }, translate(statement.condition, names));
    case 'atomically':
      return resting(atomically(statement.label, bodyOf(statement.body, names)), statement);
    case 'call': {
      const args = statement.args.map((each) => translate(each, names));
      return note(statement.label, named(names.functions, statement.fn)(...args));
    }
    default:
      return jumpOrLock(statement, names);
  }
}

type Loop = Extract<Statement, { kind: 'forever' | 'repeat' | 'forEach' | 'oneOfEach' }>;

function loopOf(statement: Loop, names: Names): LangStatement {
  if (statement.kind === 'forever') return forever(bodyOf(statement.body, names));
  if (statement.kind === 'repeat') return repeat(statement.times, bodyOf(statement.body, names));
  const values = range(statement.low, statement.high);
  const body = (value: Expr<number>) =>
    bodyOf(statement.body, withBound(names, statement.bound, value));
  if (statement.kind === 'oneOfEach') return resting(oneOfEach(values, body), statement);
  return statement.backwards ? forEachBackwards(values, body) : forEach(values, body);
}

type JumpOrLock = Extract<
  Statement,
  { kind: 'label' | 'goto' | 'return' | 'stop' | 'lock' | 'trylock' }
>;

function jumpOrLock(statement: JumpOrLock, names: Names): LangStatement {
  switch (statement.kind) {
    case 'label':
      return label(statement.name);
    case 'goto':
      return goto(statement.name);
    case 'return':
      return returnFromFunction();
    case 'stop':
      return stop();
    case 'lock':
      return note(
        statement.label,
        LOCK_OPERATIONS[statement.operation](named(names.locks, statement.lock) as never),
      );
    case 'trylock': {
      const lock = named(names.locks, statement.lock) as never;
      return note(
        statement.label,
        TRYLOCKS[statement.operation](
          lock,
          bodyOf(statement.taken, names),
          bodyOf(statement.busy, names),
        ),
      );
    }
  }
}

const LOCK_OPERATIONS: Readonly<
  Record<LockOperation, (lock: Mutex & RwSemaphore) => ReturnType<typeof mutex_lock>>
> = {
  mutex_lock,
  mutex_unlock,
  down_read,
  up_read,
  down_write,
  up_write,
  downgrade_write,
};

const TRYLOCKS = { mutex_trylock, down_read_trylock, down_write_trylock };

function stepOf(
  { label: text, guard, effects }: Extract<Statement, { kind: 'step' }>,
  names: Names,
) {
  const all = effects.map((effect) => effectOf(effect, names));
  if (guard === null) return step(text, ...all);
  return all.length === 0
    ? waitUntil(translate(guard, names), text)
    : stepWhen(text, translate(guard, names), ...all);
}

function effectOf(effect: Effect, names: Names): LangEffect {
  if (effect.kind === 'assignAll') {
    return assignAll(
      named(names.arrays, effect.array) as unknown as ArrayVar<unknown, unknown>,
      translate(effect.value, names),
    );
  }
  const place = placeOf(effect.target, names);
  if (effect.kind !== 'choose') {
    const value = translate(effect.value, names);
    return effect.kind === 'assign' ? assign(place, value) : WRITE_ONCE(place, value);
  }
  const domain = langDomain(effect.domain) as ElementDomain;
  const { where } = effect;
  if (where === null) return choose(place as Var<never>, domain);
  return choose(place as Var<never>, domain, (value) =>
    translate(where, withBound(names, effect.bound, value)),
  );
}

const placeOf = (target: Target, names: Names): Var<never> =>
  (target.kind === 'element'
    ? named(names.arrays, target.array).at(translate(target.index, names))
    : named(names.variables, target.name)) as Var<never>;
