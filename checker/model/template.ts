/**
 * Walking a spec before any constant is fixed: bodies, statements, expressions, and who owns a body in which variant.
 *
 * Everything here tolerates what is not a statement: validation reports it, and every other rule walks past it.
 */
import type {
  AnyDomain,
  Body,
  Bound,
  Effect,
  ExprNode,
  FunctionDefinition,
  LabelText,
  Role,
  Source,
  Spec,
  Statement,
  Variant,
} from '../lang/index.ts';
import { unreachable } from './ground-domain.ts';
import { replacements } from './lineage.ts';

/** A body and whose it is: its steps carry that name in traces. */
export interface Owner {
  readonly kind: 'function' | 'process';
  readonly name: string;
  readonly body: Body;
  readonly source: Source;
  /** Null for a process. */
  readonly definition: FunctionDefinition | null;
}

const KINDS: ReadonlySet<unknown> = new Set<Statement['kind']>([
  'step',
  'when',
  'while',
  'repeat',
  'forEach',
  'oneOf',
  'operation',
  'call',
  'label',
  'goto',
  'return',
  'check',
  'atomically',
  'given',
  'stop',
]);

/** Whether a value found in a body is a statement; specs in plain JavaScript can hold anything. */
export function isStatement(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(value.kind);
}

const EFFECTS: ReadonlySet<unknown> = new Set<Effect['kind']>(['assign', 'assignAll', 'choose']);

/** Whether a value found among the effects of a step is one. */
export function isEffect(value: unknown): value is Effect {
  return typeof value === 'object' && value !== null && 'kind' in value && EFFECTS.has(value.kind);
}

/** The effects of a step, without what is none. */
export const effectsOf = (statement: { readonly effects: readonly Effect[] }): readonly Effect[] =>
  statement.effects.filter(isEffect);

/** The statements of a body, without what is none. */
export const statementsOf = (body: Body): readonly Statement[] => body.filter(isStatement);

/** The blocks inside a statement, in order. */
export function blocksOf(statement: Statement): readonly Body[] {
  switch (statement.kind) {
    case 'when':
    case 'given':
      return [statement.then, statement.otherwise];
    case 'oneOf':
      return statement.branches;
    case 'while':
    case 'repeat':
    case 'forEach':
    case 'operation':
    case 'atomically':
      return [statement.body];
    case 'step':
    case 'call':
    case 'label':
    case 'goto':
    case 'return':
    case 'check':
    case 'stop':
      return [];
    default:
      return unreachable(statement);
  }
}

/** Calls `visit` for every statement of a body and of the blocks inside it, outer ones first; bodies of callees are not entered. */
export function visitStatements(body: Body, visit: (statement: Statement) => void): void {
  for (const statement of statementsOf(body)) {
    visit(statement);
    for (const block of blocksOf(statement)) visitStatements(block, visit);
  }
}

/** The expressions of an effect: the place first. */
export function expressionsOfEffect(effect: Effect): readonly ExprNode[] {
  if (effect.kind !== 'choose') return [effect.place, effect.value];
  return effect.where === null ? [effect.place] : [effect.place, effect.where];
}

const boundNodes = (bound: Bound): readonly ExprNode[] =>
  typeof bound === 'number' ? [] : [bound.node];

const labelNodes = (label: LabelText | null): readonly ExprNode[] =>
  (label?.parts ?? []).filter((part) => typeof part !== 'string');

/** The expressions of a statement itself, not of the blocks inside it; what its label mentions last. */
export function expressionsOf(statement: Statement): readonly ExprNode[] {
  switch (statement.kind) {
    case 'step': {
      const guard = statement.guard === null ? [] : [statement.guard];
      const effects = effectsOf(statement).flatMap(expressionsOfEffect);
      return [...guard, ...effects, ...labelNodes(statement.label)];
    }
    case 'when':
      return [statement.condition, ...labelNodes(statement.label)];
    case 'while':
      return [
        ...(statement.condition === null ? [] : [statement.condition]),
        ...labelNodes(statement.label),
      ];
    case 'repeat':
      return boundNodes(statement.times);
    case 'check':
    case 'given':
      return [statement.condition];
    case 'call':
      return statement.args;
    case 'operation':
    case 'atomically':
      return labelNodes(statement.label);
    case 'forEach':
    case 'oneOf':
      return statement.binder === null ? [] : domainNodes(statement.binder.domain);
    case 'label':
    case 'goto':
    case 'return':
    case 'stop':
      return [];
    default:
      return unreachable(statement);
  }
}

/** Calls `visit` for a node and all nodes inside it, outer ones first. */
export function visitNodes(node: ExprNode, visit: (node: ExprNode) => void): void {
  visit(node);
  for (const child of childrenOf(node)) visitNodes(child, visit);
}

export function childrenOf(node: ExprNode): readonly ExprNode[] {
  switch (node.kind) {
    case 'element':
      return [node.array, node.index];
    case 'field':
      return [node.record];
    case 'marked':
    case 'named':
      return [node.of];
    case 'operator':
      return node.operands;
    case 'quantified':
      return [node.body];
    case 'position':
      return node.process === null ? [] : [node.process];
    case 'literal':
    case 'constant':
    case 'variable':
    case 'binder':
    case 'self':
      return [];
    default:
      return unreachable(node);
  }
}

/** The bounds that a domain computes from constants. */
export function domainNodes(domain: AnyDomain): readonly ExprNode[] {
  switch (domain.kind) {
    case 'range':
      return [...boundNodes(domain.low), ...boundNodes(domain.high)];
    case 'index':
      return boundNodes(domain.size);
    case 'optional':
    case 'set':
      return domainNodes(domain.of);
    case 'array':
      return [...domainNodes(domain.index), ...domainNodes(domain.element)];
    case 'record':
      return Object.values(domain.fields).flatMap(domainNodes);
    case 'boolean':
    case 'enum':
    case 'process':
      return [];
    default:
      return unreachable(domain);
  }
}

/** Processes, then the functions they reach, in order of first call, with the bodies that the variant gives them. */
export const ownersIn = (spec: Spec, variant: Variant): readonly Owner[] =>
  ownersOf(spec, variant, { processes: spec.processes, read: (body) => body });

/** As `ownersIn`, from some processes only, and with bodies as `read` gives them. */
export function ownersOf(
  spec: Spec,
  variant: Variant,
  { processes, read }: { readonly processes: readonly Role[]; readonly read: (body: Body) => Body },
): readonly Owner[] {
  const replaced = replacements(spec, variant);
  const owners: Owner[] = processes.map(({ name, body, source }) => ({
    kind: 'process',
    name,
    body: read(body),
    source,
    definition: null,
  }));
  const seen = new Set<FunctionDefinition>();
  // The list grows while it is read: callees are appended behind their callers.
  for (const owner of owners) {
    visitStatements(owner.body, (statement) => {
      if (statement.kind !== 'call' || seen.has(statement.definition)) return;
      const { definition } = statement;
      const { name, source } = definition;
      seen.add(definition);
      const body = read(replaced.get(name) ?? definition.body);
      owners.push({ kind: 'function', name, body, source, definition });
    });
  }
  return owners;
}

/** Every body that occurs in a variant of the spec, each once. */
export function bodiesOf(spec: Spec): readonly Owner[] {
  const seen = new Set<Body>();
  return spec.variants
    .flatMap((variant) => ownersIn(spec, variant))
    .filter(({ body }) => !seen.has(body) && seen.add(body));
}
