/**
 * Edits of spec bodies for tests: take one statement out, and see who notices.
 *
 * A statement is known by its label as `show` prints it (names of parameters, not values), a call by `function(arguments)`.
 */
import type { Body, FunctionDefinition, LabelText, Spec, Statement } from '../lang/index.ts';
import { expressionText } from '../model/index.ts';

const labelText = (label: LabelText | null): string =>
  (label?.parts ?? [])
    .map((part) => (typeof part === 'string' ? part : expressionText(part)))
    .join('');

/** What a statement is known by; empty for blocks without a label. */
export function statementText(statement: Statement): string {
  if (statement.kind === 'call') {
    const args = statement.args.map((arg) => expressionText(arg));
    return `${statement.definition.name}(${args.join(', ')})`;
  }
  if (statement.kind === 'when' && statement.label === null) {
    return `if (${expressionText(statement.condition)})`;
  }
  return 'label' in statement && typeof statement.label === 'object'
    ? labelText(statement.label)
    : '';
}

/** The body with every statement rewritten, inner ones first; null takes a statement out. */
export function mapBody(body: Body, edit: (statement: Statement) => Statement | null): Body {
  return body.flatMap((statement) => edit(mapInner(statement, edit)) ?? []);
}

function mapInner(
  statement: Statement,
  edit: (statement: Statement) => Statement | null,
): Statement {
  const inner = (body: Body): Body => mapBody(body, edit);
  switch (statement.kind) {
    case 'when':
    case 'given':
      return { ...statement, then: inner(statement.then), otherwise: inner(statement.otherwise) };
    case 'oneOf': {
      const branches = statement.branches.map(inner).filter((branch) => branch.length > 0);
      return { ...statement, branches };
    }
    case 'while':
    case 'repeat':
    case 'forEach':
    case 'operation':
    case 'atomically':
      return { ...statement, body: inner(statement.body) };
    default:
      return statement;
  }
}

/** The body without the statements known by one of these texts; fails if one of them is not there. */
export function without(body: Body, ...texts: readonly string[]): Body {
  const missing = new Set(texts);
  const edited = mapBody(body, (statement) => {
    const text = statementText(statement);
    if (!texts.includes(text)) return statement;
    missing.delete(text);
    return null;
  });
  if (missing.size > 0) throw new Error(`not in the body: ${[...missing].join(', ')}`);
  // A check needs a step behind it: one that lost it goes too.
  return edited.slice(0, edited.findLastIndex(({ kind }) => kind !== 'check') + 1);
}

/** The functions that the processes of a spec reach, by name. */
export function functionsOf(spec: Spec): ReadonlyMap<string, FunctionDefinition> {
  const found = new Map<string, FunctionDefinition>();
  const visit = (body: Body): Body =>
    mapBody(body, (statement) => {
      if (statement.kind === 'call' && !found.has(statement.definition.name)) {
        found.set(statement.definition.name, statement.definition);
        visit(statement.definition.body);
      }
      return statement;
    });
  for (const { body } of spec.processes) visit(body);
  return found;
}
