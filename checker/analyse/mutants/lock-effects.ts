/**
 * Which locks a statement leaves held, and which it leaves released: what tells where a locked section of a body begins and ends.
 *
 * By name, without indices: two locks of one array count as one. A way that leaves the function does not count, because what comes behind
 * the statement does not run then.
 */
import type {
  Body,
  ExprNode,
  FunctionDefinition,
  LockAction,
  Statement,
} from '../../lang/index.ts';
import { blocksOf } from '../../model/index.ts';

export type BodyOf = (definition: FunctionDefinition) => Body;

interface LockEffect {
  readonly acquired: ReadonlySet<string>;
  readonly released: ReadonlySet<string>;
}

const NONE: LockEffect = { acquired: new Set(), released: new Set() };

/** `memory_lock`, `vma.vm_lock`. */
export function lockName(node: ExprNode): string {
  switch (node.kind) {
    case 'variable':
      return node.variable.name;
    case 'element':
      return lockName(node.array);
    case 'field':
      return `${lockName(node.record)}.${node.field}`;
    case 'marked':
    case 'named':
      return lockName(node.of);
    default:
      return '?';
  }
}

/** Every action on a lock in a statement, those of callees left out. */
export function actionsIn(statement: Statement): readonly LockAction[] {
  if (statement.kind === 'step') return statement.lockAction === null ? [] : [statement.lockAction];
  return blocksOf(statement).flat().flatMap(actionsIn);
}

/** Whether a block ends by leaving it: what comes behind does not run then. */
export const leaves = (block: Body): boolean => {
  const last = block.at(-1);
  return last !== undefined && ['goto', 'return', 'stop'].includes(last.kind);
};

/** From the statement that takes a lock to the one that gives it back; null: nobody in the block does. */
export interface LockedSection {
  readonly lock: string;
  readonly from: number;
  readonly to: number | null;
}

/** The locked sections of a block, inner ones too. Callees are followed, by the bodies that the variant gives them. */
export function sectionsIn(block: Body, bodyOf: BodyOf): readonly LockedSection[] {
  const effects = block.map((statement) => effectOf(statement, bodyOf));
  return effects.flatMap(({ acquired }, from) =>
    [...acquired].map((lock) => {
      const to = effects.findIndex(({ released }, at) => at > from && released.has(lock));
      return { lock, from, to: to < 0 ? null : to };
    }),
  );
}

function effectOf(statement: Statement, bodyOf: BodyOf): LockEffect {
  switch (statement.kind) {
    case 'step':
    case 'operation':
      return effectOfActions(actionsIn(statement));
    case 'call':
      return inSequence(bodyOf(statement.definition), bodyOf);
    case 'oneOf':
    case 'when':
    case 'given':
      return united(
        blocksOf(statement)
          .filter((block) => !leaves(block))
          .map((block) => inSequence(block, bodyOf)),
      );
    default:
      return united(blocksOf(statement).map((block) => inSequence(block, bodyOf)));
  }
}

function effectOfActions(actions: readonly LockAction[]): LockEffect {
  const named = (wanted: LockAction['action']): ReadonlySet<string> =>
    new Set(actions.filter(({ action }) => action === wanted).map(({ lock }) => lockName(lock)));
  return { acquired: named('acquire'), released: named('release') };
}

function inSequence(body: Body, bodyOf: BodyOf): LockEffect {
  return body.reduce((before, statement) => {
    const next = effectOf(statement, bodyOf);
    return {
      acquired: new Set([...minus(before.acquired, next.released), ...next.acquired]),
      released: new Set([
        ...before.released,
        // What was taken in the same body and given back is neither.
        ...minus(next.released, before.acquired),
      ]),
    };
  }, NONE);
}

const minus = (a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] =>
  [...a].filter((each) => !b.has(each));

const united = (effects: readonly LockEffect[]): LockEffect => ({
  acquired: new Set(effects.flatMap(({ acquired }) => [...acquired])),
  released: new Set(effects.flatMap(({ released }) => [...released])),
});
