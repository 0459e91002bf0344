/**
 * The shortest behaviour that only one of base and mutant has: the way to the nearest state from which it moves as the other never does.
 */
import type { Program, Row } from '../../compile/index.ts';
import { type Explored, pathOf, walk } from '../../explore/index.ts';
import { type Model, valueText } from '../../model/index.ts';
import type { BaseCell } from './base-cell.ts';
import {
  type MadeMove,
  type Moves,
  movesOf,
  nearestOnlyIn,
  type Observer,
  ownMoves,
} from './moves.ts';
import type { Change, OwnBehaviour } from './outcome.ts';
import { lookAtAll, type SearchHooks } from './searched.ts';

/** What only one of the two does; null: they make the same moves. Throws `ComparisonCut`. */
export function difference(
  base: BaseCell,
  program: Program,
  hooks: SearchHooks,
): OwnBehaviour | null {
  const { observer, moves } = base.moves;
  const { configuration } = base.model;
  const goesOn = (): boolean => !hooks.isInterrupted();
  const mutant = lookAtAll(program, hooks, ({ explored }) => {
    const own = movesOf(explored, observer, goesOn);
    const depth = nearestOnlyIn(own, moves);
    const missing = nearestOnlyIn(moves, own);
    // Of two equally near, what the mutant does in addition says more than what it does not do.
    const isNearest = depth !== null && (missing === null || depth <= missing);
    const told = isNearest ? behaviour(explored, { observer, others: moves, depth }) : null;
    return { own, missing, told };
  });
  if (mutant.told !== null) return { only: 'mutant', configuration, ...mutant.told };
  const { own: others, missing: depth } = mutant;
  if (depth === null) return null;
  const told = lookAtAll(base.program as Program, hooks, ({ explored }) =>
    behaviour(explored, { observer, others, depth }),
  );
  return { only: 'base', configuration, ...told };
}

/** The way to the nearest state with a move of its own, and that move. */
function behaviour(
  explored: Explored,
  {
    observer,
    others,
    depth,
  }: { readonly observer: Observer; readonly others: Moves; readonly depth: number },
): Pick<OwnBehaviour, 'steps' | 'changes'> {
  const { program } = explored;
  const own = ownMoves(explored, observer, others);
  const walked = walk(explored, { kind: 'sought', depth, isSought: (row) => own(row).length > 0 });
  const row = walked.rows.at(-1) as Row;
  const last = own(row)[0] as MadeMove;
  const whole = { rows: [...walked.rows, last.next], moves: [...walked.moves, last] };
  const { steps } = pathOf(program, whole);
  return { steps, changes: changesOf(program.model, row, last.next) };
}

function changesOf({ cells }: Model, before: Row, after: Row): readonly Change[] {
  const text = (row: Row, cell: Model['cells'][number]): string =>
    valueText(cell.domain, row[cell.index] as number);
  return cells
    .filter(({ kind, index }) => kind === 'shared' && before[index] !== after[index])
    .map((cell) => ({ name: cell.name, from: text(before, cell), to: text(after, cell) }));
}
