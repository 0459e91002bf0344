/**
 * The cells that the processes of a model read or write. An array has elements that a configuration never uses: the buffer that
 * nobody exports, the mapping that nobody makes. Properties do not count, they speak of all.
 */
import {
  type Block,
  type GroundEffect,
  type GroundExpr,
  type GroundStatement,
  innerBlocks,
  type Model,
  readsOf,
} from '../model/index.ts';

/** Cost: proportional to the size of the model. */
export function usedCells({ processes }: Model): ReadonlySet<number> {
  const used = new Set<number>();
  const visit = (block: Block): void => {
    for (const statement of block) {
      for (const expr of expressionsOf(statement)) {
        readsOf(expr, (read) => {
          if ('cell' in read) used.add(read.cell);
        });
      }
      innerBlocks(statement).forEach(visit);
    }
  };
  for (const { body } of processes) visit(body);
  return used;
}

function expressionsOf(statement: GroundStatement): readonly GroundExpr[] {
  switch (statement.kind) {
    case 'step':
      return [...present(statement.guard), ...statement.effects.flatMap(expressionsOfEffect)];
    case 'when':
    case 'while':
      return present(statement.condition);
    default:
      return [];
  }
}

function expressionsOfEffect(effect: GroundEffect): readonly GroundExpr[] {
  if (effect.kind === 'assign') return [effect.place, effect.value];
  return [effect.place, ...effect.options.flatMap(({ where }) => present(where))];
}

const present = (expr: GroundExpr | null): readonly GroundExpr[] => (expr === null ? [] : [expr]);
