/**
 * The mutations of one block: each makes another block of it. What changes more than one body (the mode of a lock) is not here.
 *
 * A check in front of a statement moves with it and stays when it is dropped: an assertion is no part of the code. A label stays where
 * it is.
 */
import type { Body, Effect, ExprNode, Source, Statement, Step, When } from '../../lang/index.ts';
import { type BlockSite, pieceAt, replaced, titleOf } from './blocks.ts';
import { type Edit, marksIn, negations, omissions, unmarked } from './conditions.ts';
import { actionsIn, type BodyOf, type LockedSection, leaves, sectionsIn } from './lock-effects.ts';

/** What is done to the code, in words that reports print. */
export type Operator =
  | 'drop'
  | 'skip unlock'
  | 'drop re-check'
  | 'drop condition'
  | 'swap'
  | 'before lock'
  | 'after unlock'
  | 'read lock'
  | 'unmark'
  | 'negate'
  | 'drop conjunct';

export interface Mutation {
  readonly operator: Operator;
  /** The statement that is changed, as C text. */
  readonly step: string;
  /** Which part of it, or what it changes places with; empty where the operator says it all. */
  readonly detail: string;
  readonly block: Body;
}

/** Every mutation of a block. The same block may come twice: moving a first step out of a lock is also a swap. */
export function mutationsOf({ block, isBranch }: BlockSite, bodyOf: BodyOf): readonly Mutation[] {
  const sections = sectionsIn(block, bodyOf);
  return [
    ...block.flatMap((statement, at) => [
      ...dropped(block, statement, at),
      ...unconditional(block, statement, at),
      ...editedConditions(statement).map(({ changed, ...mutation }) => ({
        ...mutation,
        block: replaced(block, at, [changed]),
      })),
    ]),
    ...sections.flatMap((section) => movedOut(block, section, isBranch)),
    ...block.flatMap((_, at) => swapped(block, at, isBranch)),
  ];
}

const DROPPABLE: ReadonlySet<Statement['kind']> = new Set([
  'step',
  'operation',
  'call',
  'atomically',
]);

function dropped(block: Body, statement: Statement, at: number): readonly Mutation[] {
  if (!DROPPABLE.has(statement.kind)) return [];
  const isUnlock = actionsIn(statement).some(({ action }) => action === 'release');
  const operator = isUnlock ? 'skip unlock' : 'drop';
  return [{ operator, step: titleOf(statement), detail: '', block: replaced(block, at, []) }];
}

/** A condition that is not tested: a re-check is one that leaves; where it does not, its block always runs. */
function unconditional(block: Body, statement: Statement, at: number): readonly Mutation[] {
  if (statement.kind !== 'when') return [];
  const { then, otherwise } = statement;
  const step = titleOf(statement);
  const by = (operator: Operator, detail: string, inner: Body): Mutation => ({
    operator,
    step,
    detail,
    block: replaced(block, at, inner),
  });
  if (leaves(then) || leaves(otherwise)) {
    if (leaves(then) && leaves(otherwise)) return [];
    return [by('drop re-check', '', leaves(then) ? otherwise : then)];
  }
  const never = otherwise.length === 0 ? [] : [by('drop condition', 'never', otherwise)];
  return [by('drop condition', 'always', then), ...never];
}

interface Changed extends Omit<Mutation, 'block'> {
  readonly changed: Statement;
}

function editedConditions(statement: Statement): readonly Changed[] {
  switch (statement.kind) {
    case 'step':
      return statement.lockAction === null
        ? [...editedGuard(statement), ...unmarkedStep(statement)]
        : [];
    case 'when':
      return [...editedWhen(statement), ...unmarkedCondition(statement)];
    default:
      return [];
  }
}

function editedGuard(statement: Step): readonly Changed[] {
  const { guard, source } = statement;
  if (guard === null) return [];
  const changed = (operator: Operator) => (edit: Edit) =>
    changedBy(operator, edit, statement, { ...statement, guard: edit.condition });
  return edits(guard, source, changed);
}

/** Leaving out the only conjunct is leaving out the test, which is a mutation of its own. */
function editedWhen(statement: When): readonly Changed[] {
  const changed = (operator: Operator) => (edit: Edit) =>
    changedBy(operator, edit, statement, {
      ...statement,
      condition: edit.condition ?? statement.condition,
    });
  const { condition, source } = statement;
  return edits(condition, source, changed).filter(
    (each) => (each.changed as When).condition !== condition,
  );
}

const edits = (
  condition: ExprNode,
  source: Source,
  changed: (operator: Operator) => (edit: Edit) => Changed,
): readonly Changed[] => [
  ...negations(condition, source).map(changed('negate')),
  ...omissions(condition, source).map(changed('drop conjunct')),
];

const changedBy = (
  operator: Operator,
  { text }: Edit,
  statement: Statement,
  changed: Statement,
): Changed => ({
  operator,
  step: titleOf(statement),
  detail: text,
  changed: Object.freeze(changed),
});

const UNMARKED = { operator: 'unmark', detail: '' } as const;

function unmarkedStep(statement: Step): readonly Changed[] {
  const { guard, effects } = statement;
  const step = titleOf(statement);
  const values = effects.flatMap((effect) => ('value' in effect ? [effect.value] : []));
  const marks = marksIn(guard ?? ({ kind: 'self' } as const)).concat(values.flatMap(marksIn));
  const reads = [...new Set(marks)].map((mark) => ({
    ...statement,
    guard: guard === null ? null : unmarked(guard, mark),
    effects: effects.map(
      (effect): Effect =>
        'value' in effect ? { ...effect, value: unmarked(effect.value, mark) } : effect,
    ),
  }));
  const writes = effects.flatMap((effect, at) =>
    effect.kind === 'assign' && effect.marked
      ? [{ ...statement, effects: effects.with(at, { ...effect, marked: false }) }]
      : [],
  );
  return [...reads, ...writes].map((changed) => ({ ...UNMARKED, step, changed }));
}

const unmarkedCondition = (statement: When): readonly Changed[] =>
  marksIn(statement.condition).map((mark) => ({
    ...UNMARKED,
    step: titleOf(statement),
    changed: Object.freeze({ ...statement, condition: unmarked(statement.condition, mark) }),
  }));

/** What may change places with something else: no jump, no target of one, no resting point. */
function isMovable(statement: Statement | undefined): statement is Statement {
  if (statement === undefined || ('rest' in statement && statement.rest)) return false;
  return !['check', 'label', 'goto', 'return', 'stop'].includes(statement.kind);
}

/** The first step of a branch chooses it, where it has a condition: it cannot come later. */
const isChoosing = (block: Body, at: number, isBranch: boolean): boolean => {
  const statement = block[at];
  const isFirst = block.slice(0, at).every(({ kind }) => kind === 'check');
  return isBranch && isFirst && statement?.kind === 'step' && statement.guard !== null;
};

/** Each statement of a locked section, in front of the lock and behind the unlock. */
function movedOut(
  block: Body,
  { lock, from, to }: LockedSection,
  isBranch: boolean,
): readonly Mutation[] {
  const inner = block.flatMap((statement, at) =>
    at > from && at < (to ?? block.length) && isMovable(statement) ? [at] : [],
  );
  const isFixed = isChoosing(block, from, isBranch);
  return inner.flatMap((at) => {
    const step = titleOf(block[at] as Statement);
    const front = { operator: 'before lock', step, detail: lock } as const;
    const behind = { operator: 'after unlock', step, detail: lock } as const;
    return [
      ...(isFixed ? [] : [{ ...front, block: moved(block, at, pieceAt(block, from).from) }]),
      ...(to === null ? [] : [{ ...behind, block: moved(block, at, to + 1) }]),
    ];
  });
}

/** The piece at `at` in front of what stands at `target`. */
function moved(block: Body, at: number, target: number): Body {
  const { from, to } = pieceAt(block, at);
  const piece = block.slice(from, to);
  return Object.freeze(
    target <= from
      ? [...block.slice(0, target), ...piece, ...block.slice(target, from), ...block.slice(to)]
      : [...block.slice(0, from), ...block.slice(to, target), ...piece, ...block.slice(target)],
  );
}

function swapped(block: Body, at: number, isBranch: boolean): readonly Mutation[] {
  const first = block[at];
  const next = block.findIndex(({ kind }, number) => number > at && kind !== 'check');
  const second = block[next];
  if (!isMovable(first) || !isMovable(second) || isChoosing(block, at, isBranch)) return [];
  return [
    {
      operator: 'swap',
      step: titleOf(first),
      detail: titleOf(second),
      block: moved(block, at, next + 1),
    },
  ];
}
