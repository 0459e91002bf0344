/**
 * How many successors a block can have at most: what room a batch needs.
 */
import type { Block } from './ir.ts';

/** Over all places of a process. */
export const mostFirings = (moves: readonly Block[]): number =>
  moves.reduce((most, block) => Math.max(most, firings(block)), 0);

function firings(block: Block): number {
  const last = block.at(-1);
  switch (last?.do) {
    case 'fire':
      return 1;
    case 'if':
      return Math.max(firings(last.then), firings(last.else));
    case 'fork':
      return last.branches.reduce((sum, branch) => sum + firings(branch), 0);
    default:
      return 0;
  }
}
