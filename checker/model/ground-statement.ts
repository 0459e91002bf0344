/**
 * Bodies of one process instance: calls are expanded, loops with known bounds unrolled, constants decided.
 *
 * The nesting of the spec stays: a position in the result is a path that reads like a call stack.
 */
import type {
  Atomically,
  Binder,
  Body,
  Call,
  Check,
  Effect,
  ExprNode,
  FunctionDefinition,
  Given,
  LabelText,
  LockAction,
  Repeat,
  Role,
  Source,
  Statement,
  VariableDeclaration,
} from '../lang/index.ts';
import { contains, elementsOf, groundDomain, unreachable, valueText } from './ground-domain.ts';
import {
  allCells,
  type CellTree,
  cellsOf,
  type ExpressionContext,
  groundExpression,
  groundPlace,
  literal,
  readsOf,
} from './ground-expression.ts';
import type {
  Block,
  ChoiceOption,
  GroundEffect,
  GroundExpr,
  GroundLockAction,
  GroundPlace,
  GroundStatement,
  Unit,
} from './model.ts';
import { ModelSize } from './model-size.ts';
import { expressionText } from './print-expression.ts';
import { effectsOf, statementsOf } from './template.ts';
import { termsIn } from './terms.ts';
import { labelTemplate, unitLabel } from './unit-label.ts';

/** What the model under construction offers to the bodies. */
export interface StatementContext extends ExpressionContext {
  readonly self: number;
  readonly role: Role;
  /** Function or role whose body is being read, and the functions around it. */
  readonly owner: string;
  readonly callers: readonly string[];
  readonly bindingTexts: ReadonlyMap<Binder, string>;
  /** Inside an `operation`: its unit, shared by its steps. */
  readonly operationUnit: Unit | null;
  isShared(cell: number): boolean;
  bodyOf(definition: FunctionDefinition): Body;
  unit(owner: string, label: string, unused: string | null, source: Source): Unit;
  noteCheck(property: string): void;
  /** The cells of the locals of a function in a process: one set for all calls. */
  localCells(
    owner: string,
    locals: readonly VariableDeclaration[],
    process: number,
  ): ReadonlyMap<VariableDeclaration, CellTree>;
  initialOf(cell: number): number;
}

export function groundBody(body: Body, context: StatementContext): Block {
  return Object.freeze(
    statementsOf(body).flatMap((statement) =>
      groundStatement(statement, { ...context, source: statement.source }),
    ),
  );
}

/** One statement of the spec; `given`, `operation` and loops become none, one or several. */
function groundStatement(
  statement: Statement,
  context: StatementContext,
): readonly GroundStatement[] {
  const { source } = statement;
  context.size.add('statements', 1, source);
  switch (statement.kind) {
    case 'step':
      return [groundStep(statement, context)];
    case 'when':
      return [groundWhen(statement, context)];
    case 'while':
      return [groundWhile(statement, context)];
    case 'repeat':
      return groundRepeat(statement, context);
    case 'forEach': {
      const scopes = scopesOf(statement.binder, statement.body, source, context);
      return statement.backwards ? scopes.toReversed() : scopes;
    }
    case 'oneOf':
      return groundOneOf(statement, context);
    case 'operation': {
      const operationUnit = unitOf(statement.label, null, source, context);
      return groundBody(statement.body, { ...context, operationUnit });
    }
    case 'call':
      return [groundCall(statement, context)];
    case 'check':
      return [groundCheck(statement, context)];
    case 'atomically':
      return [groundAtomically(statement, context)];
    case 'given':
      return groundGiven(statement, context);
    case 'label':
      return [Object.freeze({ kind: 'label', name: statement.name, source })];
    case 'goto':
      return [Object.freeze({ kind: 'goto', label: statement.label, source })];
    case 'return':
    case 'stop':
      return [Object.freeze({ kind: statement.kind, source })];
    default:
      return unreachable(statement);
  }
}

function groundCheck(check: Check, context: StatementContext): GroundStatement {
  const { property, condition, source } = check;
  context.noteCheck(property);
  return Object.freeze({
    kind: 'check',
    property,
    condition: groundExpression(condition, context),
    text: textOf(condition, context),
    terms: termsIn([condition], (node) => textOf(node, context)),
    source,
  });
}

function groundAtomically(statement: Atomically, context: StatementContext): GroundStatement {
  const { label, body, rest, source } = statement;
  return Object.freeze({
    kind: 'atomically',
    label: labelOf(label, context),
    unit: unitOf(label, null, source, context),
    body: groundBody(body, context),
    rest,
    source,
  });
}

function groundGiven(
  { condition, then, otherwise, source }: Given,
  context: StatementContext,
): Block {
  const value = groundExpression(condition, context);
  if (value.kind !== 'literal') {
    const message = `given(${textOf(condition, context)}): the condition is not decided by constants`;
    context.problems.report('E-VALUE', message, source, 'use when(...) for conditions over state');
  }
  const holds = value.kind === 'literal' && value.value === 1;
  return groundBody(holds ? then : otherwise, context);
}

function groundRepeat(statement: Repeat, context: StatementContext): readonly GroundStatement[] {
  const { body, source } = statement;
  const iteration = () =>
    Object.freeze({
      kind: 'scope' as const,
      binding: null,
      body: groundBody(body, context),
      source,
    });
  const times = timesOf(statement, context);
  ModelSize.values(times, source);
  return Array.from({ length: times }, iteration);
}

function timesOf({ times, source }: Repeat, context: StatementContext): number {
  if (typeof times === 'number') return times;
  const count = groundExpression(times.node, context);
  if (count.kind === 'literal') return count.value;
  const message = `repeat(${textOf(times.node, context)}): the number of times is not decided by constants`;
  context.problems.report('E-VALUE', message, source, 'use whileTrue(...) with a variable');
  return 0;
}

function scopesOf(
  binder: Binder,
  body: Body,
  source: Source,
  context: StatementContext,
): readonly GroundStatement[] {
  return elementsOf(binder.domain, context).map(({ value, text }) => {
    const inner = bind(context, binder, literal(value), text);
    return Object.freeze({
      kind: 'scope' as const,
      binding: `${binder.name}=${text}`,
      body: groundBody(body, inner),
      source,
    });
  });
}

function bind(
  context: StatementContext,
  binder: Binder,
  value: GroundExpr,
  text: string,
): StatementContext {
  return {
    ...context,
    bindings: new Map([...context.bindings, [binder, value]]),
    bindingTexts: new Map([...context.bindingTexts, [binder, text]]),
  };
}

function groundStep(
  step: Extract<Statement, { kind: 'step' }>,
  context: StatementContext,
): GroundStatement {
  return Object.freeze({
    kind: 'step',
    label: labelOf(step.label, context),
    unit: context.operationUnit ?? unitOf(step.label, step.unused, step.source, context),
    guard: step.guard === null ? null : groundExpression(step.guard, context),
    effects: Object.freeze(effectsOf(step).flatMap((effect) => groundEffect(effect, context))),
    lock: step.lockAction === null ? null : groundLockAction(step.lockAction, context),
    rest: step.rest,
    source: step.source,
  });
}

function groundLockAction(
  { lock, ...action }: LockAction,
  context: StatementContext,
): GroundLockAction {
  const [writer] = allCells(lock, context);
  return Object.freeze({ ...action, lock: writer ?? null });
}

function groundEffect(effect: Effect, context: StatementContext): readonly GroundEffect[] {
  if (effect.kind === 'assignAll') {
    const value = groundExpression(effect.value, context);
    return allCells(effect.place, context).map((cell) =>
      Object.freeze({
        kind: 'assign',
        place: Object.freeze({ kind: 'cell', cell }),
        value,
        marked: false,
      }),
    );
  }
  const place = groundPlace(effect.place, context);
  if (place.kind !== 'cell' && place.kind !== 'select') return [];
  if (effect.kind === 'assign') {
    return [
      Object.freeze({
        kind: 'assign',
        place,
        value: groundExpression(effect.value, context),
        marked: effect.marked,
      }),
    ];
  }
  const name = textOf(effect.place, context);
  return [
    Object.freeze({
      kind: 'choose',
      place: place as GroundPlace,
      name,
      options: optionsOf(effect, context),
    }),
  ];
}

function optionsOf(
  effect: Extract<Effect, { kind: 'choose' }>,
  context: StatementContext,
): readonly ChoiceOption[] {
  return Object.freeze(
    elementsOf(effect.binder.domain, context).map(({ value, text }) => {
      const inner = bind(context, effect.binder, literal(value), text);
      const where = effect.where === null ? null : groundExpression(effect.where, inner);
      return Object.freeze({ value, text, where });
    }),
  );
}

function isStepCondition(condition: GroundExpr, context: StatementContext): boolean {
  let shared = false;
  readsOf(condition, (read) => {
    shared ||= 'process' in read || context.isShared(read.cell);
  });
  return shared;
}

function groundWhen(
  statement: Extract<Statement, { kind: 'when' }>,
  context: StatementContext,
): GroundStatement {
  const { source } = statement;
  const condition = groundExpression(statement.condition, context);
  const template = unitLabel(statement) as string;
  const branch = (body: Body, name: string) =>
    body.length === 0 ? null : context.unit(context.owner, `${template} -> ${name}`, null, source);
  return Object.freeze({
    kind: 'when',
    label:
      statement.label === null
        ? `if (${textOf(statement.condition, context)})`
        : labelOf(statement.label, context),
    unit: context.unit(context.owner, template, null, source),
    condition,
    isStep: isStepCondition(condition, context),
    then: groundBody(statement.then, context),
    otherwise: groundBody(statement.otherwise, context),
    thenUnit: branch(statement.then, 'true'),
    otherwiseUnit: branch(statement.otherwise, 'false'),
    rest: statement.rest,
    source,
  });
}

function groundWhile(
  statement: Extract<Statement, { kind: 'while' }>,
  context: StatementContext,
): GroundStatement {
  const { source } = statement;
  const condition =
    statement.condition === null ? null : groundExpression(statement.condition, context);
  const text = () =>
    statement.condition === null ? 'for (;;)' : `while (${textOf(statement.condition, context)})`;
  return Object.freeze({
    kind: 'while',
    label: statement.label === null ? text() : labelOf(statement.label, context),
    unit: context.unit(context.owner, unitLabel(statement) as string, null, source),
    condition,
    isStep: condition !== null && isStepCondition(condition, context),
    body: groundBody(statement.body, context),
    rest: statement.rest,
    source,
  });
}

function groundOneOf(
  statement: Extract<Statement, { kind: 'oneOf' }>,
  context: StatementContext,
): readonly GroundStatement[] {
  const { binder, source } = statement;
  const all =
    binder === null
      ? statement.branches.map((branch) => groundBody(branch, context))
      : scopesOf(binder, statement.branches[0] ?? [], source, context).map((scope) =>
          Object.freeze([scope]),
        );
  // A branch that constants emptied is not there; one that was written empty is reported by validation.
  const branches = all.filter((branch) => branch.length > 0 && !isEmptyScope(branch));
  if (branches.length === 0) return [];
  return [
    Object.freeze({
      kind: 'oneOf',
      branches: Object.freeze(branches),
      rest: statement.rest,
      source,
    }),
  ];
}

const isEmptyScope = ([first, ...others]: Block): boolean =>
  first?.kind === 'scope' && first.body.length === 0 && others.length === 0;

/** A parameter stands for its argument, which constants may put outside of what the function was written for. */
function checkArgument(
  { name }: FunctionDefinition,
  param: FunctionDefinition['params'][number],
  value: GroundExpr,
  context: StatementContext,
): void {
  const domain = groundDomain(param.domain, context);
  if (value.kind !== 'literal' || contains(domain, value.value)) return;
  const allowed = `${valueText(domain, domain.low)}..${valueText(domain, domain.high)}`;
  const message = `the argument '${param.name}' of ${name}() is ${value.value}, outside its domain ${allowed}`;
  context.problems.report('E-VALUE', message, context.source);
}

function groundCall(call: Call, context: StatementContext): GroundStatement {
  const { definition, source } = call;
  if (context.callers.includes(definition.name)) {
    context.problems.report(
      'E-CALL',
      `${definition.name}() calls itself`,
      source,
      'calls are expanded; write a loop',
    );
    return Object.freeze({ kind: 'stop', source });
  }
  let inner: StatementContext = {
    ...context,
    owner: definition.name,
    callers: [...context.callers, definition.name],
    operationUnit: null,
  };
  const args = definition.params.map((param, position) => {
    const node = call.args[position];
    const value =
      node === undefined ? missingArgument(call, param, context) : groundExpression(node, context);
    checkArgument(definition, param, value, { ...context, source });
    const text = argumentText(param, value, node, context);
    inner = bind(inner, param, value, text);
    return text;
  });
  const locals = context.localCells(definition.name, definition.locals, context.self);
  // As in C, a callee sees its own locals and not those of its caller.
  inner = { ...inner, locals };
  const resets = [...locals.values()]
    .flatMap(cellsOf)
    .map((cell) => Object.freeze({ cell, value: context.initialOf(cell) }));
  return Object.freeze({
    kind: 'call',
    fn: call.note === null ? definition.name : `${definition.name}#${call.note}`,
    title: definition.title,
    mirrors: definition.mirrors,
    args: Object.freeze(args),
    resets: Object.freeze(resets),
    body: groundBody(context.bodyOf(definition), inner),
    source,
  });
}

function missingArgument(call: Call, param: Binder, context: StatementContext): GroundExpr {
  context.problems.report(
    'E-CALL',
    `${call.definition.name}(): no argument for '${param.name}'`,
    call.source,
  );
  return literal(0);
}

function argumentText(
  param: Binder,
  value: GroundExpr,
  node: ExprNode | undefined,
  context: StatementContext,
): string {
  if (value.kind === 'literal') return valueText(groundDomain(param.domain, context), value.value);
  return node === undefined ? '?' : textOf(node, context);
}

const bindingText =
  (context: StatementContext) =>
  (binder: Binder): string =>
    context.bindingTexts.get(binder) ?? binder.name;

const textOf = (node: ExprNode, context: StatementContext): string =>
  expressionText(node, bindingText(context));

function labelOf(label: LabelText, context: StatementContext): string {
  return label.parts
    .map((part) => (typeof part === 'string' ? part : textOf(part, context)))
    .join('');
}

const unitOf = (
  label: LabelText,
  unused: string | null,
  source: Source,
  context: StatementContext,
): Unit => context.unit(context.owner, labelTemplate(label), unused, source);
