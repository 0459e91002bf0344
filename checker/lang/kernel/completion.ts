/**
 * `struct completion` (Documentation/scheduler/completion.rst): a count of "done" events. `complete` adds one,
 * `wait_for_completion` blocks while there is none and consumes one, `reinit_completion` forgets all.
 */
import { array, type ElementDomain, type RangeDomain, range, type ValueOf } from '../domain.ts';
import { add, cond, type Expr, gt, int, lt, sub } from '../expression.ts';
import { c } from '../label.ts';
import { assign, type Effect, type Operation, operation, step, stepWhen } from '../statement.ts';
import { atomic, type Var } from '../variable.ts';

export interface Completion {
  readonly kind: 'completion';
  /** How many events nobody has waited for yet. */
  readonly done: Var<number>;
  readonly most: number;
  readonly node: Var<number>['node'];
}

const completionAt = (done: Var<number>, most: number): Completion =>
  Object.freeze({ kind: 'completion', done, most, node: done.node });

const DONE = (most: number): RangeDomain => range(0, most);

/** Declares a completion that counts up to `most` pending events (the kernel's count saturates too). */
export const completion = (name: string, most = 1): Completion =>
  completionAt(atomic(name, DONE(most), int(0)), most);

export function completions<D extends ElementDomain>(
  name: string,
  index: D,
  most = 1,
): { at(i: Expr<ValueOf<D>>): Completion } {
  const places = atomic(name, array(index, DONE(most)), int(0));
  return Object.freeze({ at: (i: Expr<ValueOf<D>>) => completionAt(places.at(i), most) });
}

/** `complete()` as an effect, for a step that does more than that; `onlyIf` makes it conditional. */
export const completing = ({ done, most }: Completion, onlyIf: Expr<boolean>): Effect =>
  assign(done, cond(onlyIf, cond(lt(done, int(most)), add(done, int(1)), done), done));

export function complete({ done, most, node }: Completion): Operation {
  const text = c`complete(&${{ node }})`;
  return operation(text, [
    step(text, assign(done, cond(lt(done, int(most)), add(done, int(1)), done))),
  ]);
}

export function wait_for_completion({ done, node }: Completion): Operation {
  const text = c`wait_for_completion(&${{ node }})`;
  return operation(text, [stepWhen(text, gt(done, int(0)), assign(done, sub(done, int(1))))]);
}

/** `init_completion()` / `reinit_completion()`: no event is pending. */
export const resetting = ({ done }: Completion): Effect => assign(done, int(0));

export function reinit_completion(of: Completion): Operation {
  const text = c`reinit_completion(&${{ node: of.node }})`;
  return operation(text, [step(text, resetting(of))]);
}
