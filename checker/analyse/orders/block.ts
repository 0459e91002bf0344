/**
 * The block of a function whose statements are reordered: its body, or the block beside a step of it, however deep.
 */
import type { Body, LabelText, Statement } from '../../lang/index.ts';
import { expressionText } from '../../model/index.ts';

/** A block of a body, and the body with something else in its place. */
export interface Site {
  readonly block: Body;
  readonly around: (block: Body) => Body;
}

export const labelText = (label: LabelText): string =>
  label.parts.map((part) => (typeof part === 'string' ? part : expressionText(part))).join('');

/** The innermost block that has a step, a call or a condition of this text; null: there is none. */
export function siteBeside(body: Body, text: string): Site | null {
  for (const [at, statement] of body.entries()) {
    for (const { block, around } of blocksIn(statement)) {
      const site = siteBeside(block, text);
      if (site === null) continue;
      const outwards = (inner: Body): Body => body.with(at, around(site.around(inner)));
      return { block: site.block, around: outwards };
    }
  }
  return body.some((statement) => textsOf(statement).includes(text))
    ? { block: body, around: (block) => block }
    : null;
}

function textsOf(statement: Statement): readonly string[] {
  if (statement.kind === 'call') return [statement.definition.name];
  if (statement.kind === 'label' || !('label' in statement)) return [];
  return typeof statement.label === 'string' || statement.label === null
    ? []
    : [labelText(statement.label)];
}

interface Inner {
  readonly block: Body;
  readonly around: (block: Body) => Statement;
}

/** The blocks of a statement; an operation and what is atomic are one step, and stay whole. */
function blocksIn(statement: Statement): readonly Inner[] {
  switch (statement.kind) {
    case 'when':
    case 'given':
      return [
        { block: statement.then, around: (then) => ({ ...statement, then }) },
        { block: statement.otherwise, around: (otherwise) => ({ ...statement, otherwise }) },
      ];
    case 'while':
    case 'repeat':
    case 'forEach':
      return [{ block: statement.body, around: (body) => ({ ...statement, body }) }];
    case 'oneOf':
      return statement.branches.map((block, at) => ({
        block,
        around: (branch) => ({ ...statement, branches: statement.branches.with(at, branch) }),
      }));
    default:
      return [];
  }
}
