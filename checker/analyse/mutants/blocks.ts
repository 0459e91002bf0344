/**
 * The blocks of a body, each with a way to put another one in its place: what every mutation is made with.
 *
 * The vocabulary (`operation`) is one statement: its steps are no lines of the C code.
 */
import type { Body, Statement } from '../../lang/index.ts';
import { blocksOf, expressionText, unitLabel } from '../../model/index.ts';

export interface BlockSite {
  readonly block: Body;
  /** Its first step chooses among the branches of a `oneOf`. */
  readonly isBranch: boolean;
  /** The whole body with another block here. */
  readonly put: (block: Body) => Body;
}

/** Every block of a body, outer ones first. */
export function blocksIn(body: Body): readonly BlockSite[] {
  return sitesIn({ block: body, isBranch: false, put: (block) => block });
}

function sitesIn(site: BlockSite): readonly BlockSite[] {
  const { block, put } = site;
  const inner = block.flatMap((statement, at) =>
    statement.kind === 'operation'
      ? []
      : blocksOf(statement).map((each, number) => ({
          block: each,
          isBranch: statement.kind === 'oneOf',
          put: (changed: Body): Body =>
            put(replaced(block, at, [withBlock(statement, number, changed)])),
        })),
  );
  return [site, ...inner.flatMap(sitesIn)];
}

/** The block with other statements in place of one. */
export const replaced = (block: Body, at: number, by: Body): Body =>
  Object.freeze([...block.slice(0, at), ...by, ...block.slice(at + 1)]);

function withBlock(statement: Statement, number: number, block: Body): Statement {
  switch (statement.kind) {
    case 'when':
    case 'given':
      return Object.freeze({ ...statement, [number === 0 ? 'then' : 'otherwise']: block });
    case 'oneOf': {
      const branches = statement.branches.map((each, at) => (at === number ? block : each));
      return Object.freeze({ ...statement, branches: Object.freeze(branches) });
    }
    case 'while':
    case 'repeat':
    case 'forEach':
    case 'operation':
    case 'atomically':
      return Object.freeze({ ...statement, body: block });
    default:
      throw new Error(`a ${statement.kind} has no blocks`);
  }
}

/** Statements with all inner ones changed, innermost first, also those of the vocabulary. */
export function mapStatements(body: Body, change: (statement: Statement) => Statement): Body {
  return Object.freeze(
    body.map((statement) => {
      const inner = blocksOf(statement).reduce(
        (now, block, number) => withBlock(now, number, mapStatements(block, change)),
        statement,
      );
      return change(inner);
    }),
  );
}

/** The C text by which a statement is known in the names of mutants. */
export function titleOf(statement: Statement): string {
  switch (statement.kind) {
    case 'call': {
      const args = statement.args.map((arg) => expressionText(arg)).join(', ');
      return `${statement.definition.name}(${args})${noteText(statement.note)}`;
    }
    case 'repeat':
    case 'forEach':
      return firstTitle(statement.body, statement.kind);
    case 'oneOf':
      return statement.branches.map((branch) => firstTitle(branch, 'nothing')).join(' or ');
    case 'given':
      return firstTitle(statement.then.length > 0 ? statement.then : statement.otherwise, 'given');
    default:
      return unitLabel(statement) ?? statement.kind;
  }
}

const noteText = (note: string | null): string => (note === null ? '' : `#${note}`);

function firstTitle(body: Body, otherwise: string): string {
  const first = body.find(({ kind }) => !LEADS.has(kind));
  return first === undefined ? otherwise : titleOf(first);
}

/** What stands in front of a statement and has no meaning of its own. */
const LEADS: ReadonlySet<Statement['kind']> = new Set(['check', 'label']);

/** The statement at `at` with the checks in front of it, which are asserted where it runs. */
export function pieceAt(block: Body, at: number): { readonly from: number; readonly to: number } {
  let from = at;
  while (block[from - 1]?.kind === 'check') from--;
  return { from, to: at + 1 };
}
