/**
 * Statements: what the body of a process or a function is made of, in the order and nesting of the C code.
 *
 * This file owns the node types and their constructors. What a statement means, and which statements are a step of
 * their own, is said in `checker/semantics`.
 */
import {
  type ArrayDomain,
  type Bound,
  type ElementDomain,
  type RecordDomain,
  usedBound,
  type ValueOf,
} from './domain.ts';
import { type Binder, bind, type Expr, type ExprNode, use } from './expression.ts';
import type { FunctionDefinition } from './function.ts';
import { type LabelText, labelText, noted } from './label.ts';
import { captureSource, type Source } from './source.ts';
import type { ArrayVar, Var } from './variable.ts';

/** One simultaneous write of a step: all right sides read the state before the step. */
export type Effect =
  | {
      readonly kind: 'assign';
      readonly place: ExprNode;
      readonly value: ExprNode;
      readonly marked: boolean;
    }
  | { readonly kind: 'assignAll'; readonly place: ExprNode; readonly value: ExprNode }
  | {
      readonly kind: 'choose';
      readonly place: ExprNode;
      readonly binder: Binder;
      readonly where: ExprNode | null;
    };

/** What a step of the lock vocabulary does to its lock; traces and analyses read it, the meaning does not. */
export interface LockAction {
  readonly action: 'acquire' | 'release' | 'queue';
  readonly mode: 'read' | 'write';
  readonly blocking: boolean;
  /** The lock's record variable. */
  readonly lock: ExprNode;
}

interface Written {
  readonly source: Source;
}

/** A labelled step: waits until `guard` holds, then performs its effects at once. */
export interface Step extends Written {
  readonly kind: 'step';
  readonly label: LabelText;
  readonly guard: ExprNode | null;
  readonly effects: readonly Effect[];
  readonly lockAction: LockAction | null;
  readonly rest: boolean;
  readonly unused: string | null;
}

export interface When extends Written {
  readonly kind: 'when';
  readonly label: LabelText | null;
  readonly condition: ExprNode;
  readonly then: Body;
  readonly otherwise: Body;
  readonly rest: boolean;
}

/** A loop; without a condition it runs for ever and its head must be a resting point. */
export interface While extends Written {
  readonly kind: 'while';
  readonly label: LabelText | null;
  readonly condition: ExprNode | null;
  readonly body: Body;
  readonly rest: boolean;
}

export interface Repeat extends Written {
  readonly kind: 'repeat';
  readonly times: Bound;
  readonly body: Body;
}

export interface ForEach extends Written {
  readonly kind: 'forEach';
  readonly binder: Binder;
  readonly backwards: boolean;
  readonly body: Body;
}

export interface OneOf extends Written {
  readonly kind: 'oneOf';
  readonly branches: readonly Body[];
  /** When set, the single branch stands for one branch per value of this binder. */
  readonly binder: Binder | null;
  readonly rest: boolean;
}

/** A piece of the kernel vocabulary: transparent for the meaning, one unit of coverage, known by one label. */
export interface Operation extends Written {
  readonly kind: 'operation';
  readonly label: LabelText;
  readonly body: Body;
}

export interface Call extends Written {
  readonly kind: 'call';
  readonly definition: FunctionDefinition;
  readonly args: readonly ExprNode[];
  /** Tells two equal calls of one body apart. */
  readonly note: string | null;
}

export interface Label extends Written {
  readonly kind: 'label';
  readonly name: string;
}

export interface Goto extends Written {
  readonly kind: 'goto';
  readonly label: string;
}

/** Leaves the function (or ends the process, outside any function). */
export interface Return extends Written {
  readonly kind: 'return';
}

/** An assertion, evaluated as part of the step that follows it. */
export interface Check extends Written {
  readonly kind: 'check';
  readonly property: string;
  readonly condition: ExprNode;
}

export interface Atomically extends Written {
  readonly kind: 'atomically';
  readonly label: LabelText;
  readonly body: Body;
  readonly rest: boolean;
}

export interface Given extends Written {
  readonly kind: 'given';
  readonly condition: ExprNode;
  readonly then: Body;
  readonly otherwise: Body;
}

export interface Stop extends Written {
  readonly kind: 'stop';
}

export type Statement =
  | Step
  | When
  | While
  | Repeat
  | ForEach
  | OneOf
  | Operation
  | Call
  | Label
  | Goto
  | Return
  | Check
  | Atomically
  | Given
  | Stop;

export type Body = readonly Statement[];

const seal = <S extends Statement>(statement: S): S => Object.freeze(statement);

const freezeBody = (body: Body): Body => Object.freeze([...body]);

/** `place := value`. */
export function assign<T>(place: Var<T>, value: Expr<NoInfer<T>>): Effect {
  return Object.freeze({ kind: 'assign', place: use(place), value: use(value), marked: false });
}

/** `place := value`, marked as `WRITE_ONCE()`: same effect, but not a data race. */
export function WRITE_ONCE<T>(place: Var<T>, value: Expr<NoInfer<T>>): Effect {
  return Object.freeze({ kind: 'assign', place: use(place), value: use(value), marked: true });
}

/** The values of the scalars of an array; a record in it has fields of several types, which validation compares. */
type LeafOf<D> =
  D extends ArrayDomain<unknown, infer E>
    ? LeafOf<E>
    : D extends RecordDomain
      ? unknown
      : ValueOf<D>;

/** Gives every scalar of an array the same value. */
export function assignAll<I, D>(place: ArrayVar<I, D>, value: Expr<NoInfer<LeafOf<D>>>): Effect {
  return Object.freeze({ kind: 'assignAll', place: place.node, value: use(value) });
}

/** Gives `place` any value of `domain` (that satisfies `where`): one successor for each. */
export function choose<D extends ElementDomain>(
  place: Var<ValueOf<D>>,
  domain: D,
  where?: (value: Expr<ValueOf<D>>) => Expr<boolean>,
): Effect {
  const { binder, expr } = bind(domain);
  return Object.freeze({
    kind: 'choose',
    place: use(place),
    binder,
    where: where === undefined ? null : use(where(expr)),
  });
}

/** A labelled step. The label is the C statement; `label#note` tells two equal statements of one body apart. */
export function step(label: string | LabelText, ...effects: readonly Effect[]): Step {
  return makeStep(label, null, effects);
}

/** A labelled step that blocks until `guard` holds. */
export function stepWhen(
  label: string | LabelText,
  guard: Expr<boolean>,
  ...effects: readonly Effect[]
): Step {
  return makeStep(label, use(guard), effects);
}

function makeStep(
  label: string | LabelText,
  guard: ExprNode | null,
  effects: readonly Effect[],
): Step {
  return seal({
    kind: 'step',
    label: labelText(label),
    guard,
    effects: Object.freeze([...effects]),
    lockAction: null,
    rest: false,
    unused: null,
    source: captureSource(),
  });
}

/** The same step, known to traces and analyses as an action on a lock. */
export const onLock = (of: Step, lockAction: LockAction): Step => seal({ ...of, lockAction });

/** Blocks until `condition` holds. */
export function waitUntil(condition: Expr<boolean>, label: string | LabelText): Step {
  return makeStep(label, use(condition), []);
}

/** `if (condition) then else otherwise`: a step of its own when the condition reads anything shared. */
export function when(
  condition: Expr<boolean>,
  then: Body,
  otherwise: Body = [],
  label?: string | LabelText,
): When {
  return seal({
    kind: 'when',
    label: label === undefined ? null : labelText(label),
    condition: use(condition),
    rest: false,
    then: freezeBody(then),
    otherwise: freezeBody(otherwise),
    source: captureSource(),
  });
}

export function whileTrue(condition: Expr<boolean>, body: Body, label?: string | LabelText): While {
  return seal({
    kind: 'while',
    label: label === undefined ? null : labelText(label),
    condition: use(condition),
    rest: false,
    body: freezeBody(body),
    source: captureSource(),
  });
}

/** Runs for ever; its first step must be marked `rest`. */
export function forever(body: Body): While {
  return seal({
    kind: 'while',
    label: null,
    condition: null,
    rest: false,
    body: freezeBody(body),
    source: captureSource(),
  });
}

/** Runs the body `times` times: the budget of an actor. */
export function repeat(times: Bound, body: Body): Repeat {
  return seal({
    kind: 'repeat',
    times: usedBound(times),
    body: freezeBody(body),
    source: captureSource(),
  });
}

/** Runs the body once for each value of the domain, in order. The function runs once, with a symbolic value. */
export function forEach<D extends ElementDomain>(
  domain: D,
  body: (value: Expr<ValueOf<D>>) => Body,
): ForEach {
  return loopOver(domain, body, false);
}

/** As `forEach`, last value first. */
export function forEachBackwards<D extends ElementDomain>(
  domain: D,
  body: (value: Expr<ValueOf<D>>) => Body,
): ForEach {
  return loopOver(domain, body, true);
}

function loopOver<D extends ElementDomain>(
  domain: D,
  body: (value: Expr<ValueOf<D>>) => Body,
  backwards: boolean,
): ForEach {
  const { binder, expr } = bind(domain);
  return seal({
    kind: 'forEach',
    binder,
    backwards,
    body: freezeBody(body(expr)),
    source: captureSource(),
  });
}

/** Nondeterministic choice of a block: enabled when the first step of a branch is, and that step chooses. */
export function oneOf(...branches: readonly Body[]): OneOf {
  return seal({
    kind: 'oneOf',
    branches: Object.freeze(branches.map(freezeBody)),
    binder: null,
    rest: false,
    source: captureSource(),
  });
}

/** As `oneOf`, with one branch for each value of the domain. */
export function oneOfEach<D extends ElementDomain>(
  domain: D,
  body: (value: Expr<ValueOf<D>>) => Body,
): OneOf {
  const { binder, expr } = bind(domain);
  return seal({
    kind: 'oneOf',
    branches: Object.freeze([freezeBody(body(expr))]),
    binder,
    rest: false,
    source: captureSource(),
  });
}

/** A piece of vocabulary built from ordinary steps. */
export function operation(label: string | LabelText, body: Body): Operation {
  return seal({
    kind: 'operation',
    label: labelText(label),
    body: freezeBody(body),
    source: captureSource(),
  });
}

export const label = (name: string): Label =>
  seal({ kind: 'label', name, source: captureSource() });

/** Jumps to a label of the same function, in this block or one around it. */
export const goto = (target: string): Goto =>
  seal({ kind: 'goto', label: target, source: captureSource() });

export const returnFromFunction = (): Return => seal({ kind: 'return', source: captureSource() });

/** Asserts `condition` in the state in which the following step fires. */
export function check(property: { readonly id: string }, condition: Expr<boolean>): Check {
  return seal({
    kind: 'check',
    property: property.id,
    condition: use(condition),
    source: captureSource(),
  });
}

/** Runs its parts one after the other as one step; only the first may block. */
export function atomically(label: string | LabelText, body: Body): Atomically {
  return seal({
    kind: 'atomically',
    label: labelText(label),
    body: freezeBody(body),
    rest: false,
    source: captureSource(),
  });
}

/** Chosen when the model is built, by constants alone: the other side does not exist in the model. */
export function given(condition: Expr<boolean>, then: Body, otherwise: Body = []): Given {
  return seal({
    kind: 'given',
    condition: use(condition),
    then: freezeBody(then),
    otherwise: freezeBody(otherwise),
    source: captureSource(),
  });
}

/** Ends the process. */
export const stop = (): Stop => seal({ kind: 'stop', source: captureSource() });

type Restable = Step | OneOf | When | While | Atomically | Operation;

/**
 * Marks a statement as a resting point: a process that waits there is idle, not stuck. In front of a call the process
 * rests as long as it has not entered it.
 */
export function rest(statement: Call): OneOf;
export function rest<S extends Restable>(statement: S): S;
export function rest(statement: Restable | Call): Statement {
  if (statement.kind === 'call') return rest(oneOf([statement]));
  if (statement.kind !== 'operation') return seal({ ...statement, rest: true });
  // The checks of an operation stand in front of the step that they belong to.
  const body = statement.body.map((inner) =>
    inner.kind === 'step' || inner.kind === 'oneOf' ? rest(inner) : inner,
  );
  return seal({ ...statement, body: freezeBody(body) });
}

/** Accepts that a step never fires, with the reason; an error once it does. */
export const unused = (of: Step, reason: string): Step => seal({ ...of, unused: reason });

type Notable = Step | When | While | Atomically | Operation | Call | OneOf;

/** Tells a statement from an equal one in the same body: its label ends in `#name`. Of a `oneOf`, the steps that choose. */
export function note<S extends Notable>(name: string, statement: S): S {
  if (statement.kind === 'call') return seal({ ...statement, note: name });
  if (statement.kind === 'oneOf') return seal({ ...statement, ...noteBranches(name, statement) });
  const label = noted(statement.label ?? conditionLabel(statement), name);
  if (statement.kind !== 'operation') return seal({ ...statement, label });
  const body = freezeBody(statement.body.map((inner) => noteInner(name, inner)));
  return seal({ ...statement, label, body });
}

/** The label that a condition has when none is written. */
function conditionLabel(statement: Notable): LabelText {
  const { kind, condition } = statement as When | While;
  if (condition === null) return labelText('for (;;)');
  const parts = [kind === 'when' ? 'if (' : 'while (', condition, ')'];
  return Object.freeze({ parts: Object.freeze(parts) });
}

function noteInner(name: string, inner: Statement): Statement {
  if (inner.kind === 'step') return note(name, inner);
  if (inner.kind !== 'oneOf') return inner;
  const branches = inner.branches.map((branch) =>
    freezeBody(branch.map((each) => noteInner(name, each))),
  );
  return seal({ ...inner, branches: Object.freeze(branches) });
}

/** What follows the step that chooses is the author's, and has labels of its own. */
function noteBranches(name: string, { branches }: OneOf): Pick<OneOf, 'branches'> {
  const noteFirst = (branch: Body): Body => {
    const first = branch.findIndex(({ kind }) => kind !== 'check');
    return freezeBody(branch.map((each, at) => (at === first ? noteInner(name, each) : each)));
  };
  return { branches: Object.freeze(branches.map(noteFirst)) };
}
