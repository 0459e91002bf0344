/**
 * A workqueue with one worker (Documentation/core-api/workqueue.rst): queueing pending work again does nothing, the
 * worker takes any pending item, and `flush_work` waits until an item is neither pending nor running.
 */
import {
  type ElementDomain,
  NONE,
  type None,
  type OptionalDomain,
  optional,
  type SetOf,
  setOf,
  type ValueOf,
} from '../domain.ts';
import {
  and,
  type Expr,
  type ExprNode,
  emptySet,
  isEmpty,
  isIn,
  ne,
  not,
  valueOf,
  withElement,
  withoutElement,
} from '../expression.ts';
import { c } from '../label.ts';
import {
  assign,
  atomically,
  type Body,
  choose,
  forever,
  type Operation,
  operation,
  rest,
  step,
  stepWhen,
  type While,
} from '../statement.ts';
import { atomic, type Place, type Var } from '../variable.ts';

export interface Workqueue<D extends ElementDomain> {
  readonly items: D;
  readonly pending: Var<SetOf<ValueOf<D>>>;
  readonly running: Var<ValueOf<D> | None>;
  readonly node: ExprNode;
}

/** Declares an idle workqueue whose work items are the values of `items`. */
export function workqueue<D extends ElementDomain>(name: string, items: D): Workqueue<D> {
  const itemSet = setOf(items);
  const pending = atomic(`${name}.pending`, itemSet, emptySet(itemSet) as never) as Var<
    SetOf<ValueOf<D>>
  >;
  const current: OptionalDomain<ValueOf<D>> = optional(items);
  const running = atomic(`${name}.running`, current, NONE as never) as Place<
    OptionalDomain<ValueOf<D>>
  >;
  return Object.freeze({
    items,
    pending,
    running: running as Var<ValueOf<D> | None>,
    node: pending.node,
  });
}

/** `queue_work()`: the item is pending; it was before: nothing changes. */
export function queue_work<D extends ElementDomain>(
  of: Workqueue<D>,
  item: Expr<ValueOf<D>>,
): Operation {
  const text = c`queue_work(${item})`;
  return operation(text, [step(text, assign(of.pending, withElement(of.pending, item)))]);
}

/** `flush_work()`: blocks while the item is pending or running. */
export function flush_work<D extends ElementDomain>(
  of: Workqueue<D>,
  item: Expr<ValueOf<D>>,
): Operation {
  const text = c`flush_work(${item})`;
  const idle = and(not(isIn(item, of.pending)), ne(of.running, item as Expr<never>));
  return operation(text, [stepWhen(text, idle)]);
}

/** The body of the worker: rests until something is pending, then runs `work` for one item at a time. */
export function worker<D extends ElementDomain>(
  of: Workqueue<D>,
  work: (item: Expr<ValueOf<D>>) => Body,
): While {
  const current = valueOf(of.running) as Expr<ValueOf<D>>;
  return forever([
    rest(
      atomically('worker takes an item', [
        stepWhen(
          'item = next',
          not(isEmpty(of.pending)),
          choose(of.running as Var<ValueOf<D>>, of.items, (item) => isIn(item, of.pending)),
        ),
        step('list_del_init(&item)', assign(of.pending, withoutElement(of.pending, current))),
      ]),
    ),
    ...work(current),
    step('worker is done', assign(of.running, NONE as never)),
  ]);
}
