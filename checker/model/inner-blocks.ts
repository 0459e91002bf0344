/**
 * The blocks inside a ground statement, in order: what every walk over a statement tree needs.
 */
import { unreachable } from './ground-domain.ts';
import type { Block, GroundStatement } from './model.ts';

export function innerBlocks(statement: GroundStatement): readonly Block[] {
  switch (statement.kind) {
    case 'when':
      return [statement.then, statement.otherwise];
    case 'oneOf':
      return statement.branches;
    case 'while':
    case 'scope':
    case 'call':
    case 'atomically':
      return [statement.body];
    case 'step':
    case 'check':
    case 'label':
    case 'goto':
    case 'return':
    case 'stop':
      return [];
    default:
      return unreachable(statement);
  }
}
