/**
 * The wrong mode of a semaphore, for mutants: read where the code takes it for write, and a release that gives back whatever is held,
 * because which of several callers took the lock in which mode is not known where it is given back.
 */
import { NONE } from '../domain.ts';
import { cond, eq, isIn, or, self, withoutElement } from '../expression.ts';
import {
  assign,
  check,
  type LockAction,
  note,
  type Operation,
  onLock,
  rest,
  step,
} from '../statement.ts';
import { S_LOCKBAL } from './findings.ts';
import { down_read, type RwSemaphore, rwsemOf } from './rwsem.ts';

/** `down_read()` in place of a `down_write()`; null: the operation is none. */
export function readingInstead(taking: Operation): Operation | null {
  const lock = lockOf(taking, 'acquire');
  if (lock === null) return null;
  const reading = noted(down_read(lock), taking);
  const isRest = taking.body.some((each) => 'rest' in each && each.rest);
  return isRest ? rest(reading) : reading;
}

/** In place of an `up_write()`, what gives the lock back in the mode in which it is held; null: the operation is none. */
export function releasingEither(releasing: Operation): Operation | null {
  const lock = lockOf(releasing, 'release');
  if (lock === null) return null;
  const { writer, readers } = lock;
  const isWriter = eq(writer, self);
  const release = step(
    releasing.label,
    assign(writer, cond<never>(eq(writer, self), NONE as never, writer as never)),
    assign(readers, withoutElement(readers, self)),
  );
  const action = actionOf(releasing, 'release') as LockAction;
  const body = [check(S_LOCKBAL, or(isWriter, isIn(self, readers))), onLock(release, action)];
  return Object.freeze({ ...releasing, body: Object.freeze(body) });
}

function lockOf(of: Operation, wanted: LockAction['action']): RwSemaphore | null {
  const action = actionOf(of, wanted);
  return action === null || action.mode !== 'write' ? null : rwsemOf(action.lock);
}

function actionOf(of: Operation, wanted: LockAction['action']): LockAction | null {
  const steps = of.body.flatMap((each) => (each.kind === 'oneOf' ? each.branches.flat() : [each]));
  const found = steps.find((each) => each.kind === 'step' && each.lockAction?.action === wanted);
  return found?.kind === 'step' ? found.lockAction : null;
}

/** The note that tells it from an equal statement of the body stays. */
function noted(operation: Operation, like: Operation): Operation {
  const last = like.label.parts.at(-1);
  return typeof last === 'string' && last.startsWith('#')
    ? note(last.slice(1), operation)
    : operation;
}
