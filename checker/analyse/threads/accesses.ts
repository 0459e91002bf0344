/**
 * Accesses to variables: what a step did in one state (`doings.ts` runs it), and what it may do in any.
 */
import {
  type Cell,
  type GroundEffect,
  type GroundExpr,
  type GroundPlace,
  type GroundStatement,
  innerBlocks,
  readsOf,
} from '../../model/index.ts';
import type { RaceAccess } from '../../semantics/index.ts';
import type { StepStatement } from './next-steps.ts';

export type AccessKind = RaceAccess['access'];

export interface Access {
  readonly cell: number;
  readonly kind: AccessKind;
  /** `READ_ONCE()`, `WRITE_ONCE()`: no race with another marked access. */
  readonly isMarked: boolean;
}

export const isWrite = ({ kind }: Access): boolean => kind !== 'read';

/** Cells, and whether every access to them was marked. */
export type Marks = ReadonlyMap<number, boolean>;

/** `x++` is one access. With marks of their own, as in `WRITE_ONCE(x, x + 1)`, the read and the write of a cell are two. */
export function accessesOf(reads: Marks, writes: Marks): readonly Access[] {
  return [...new Set([...reads.keys(), ...writes.keys()])].flatMap((cell): Access[] => {
    const [read, write] = [reads.get(cell), writes.get(cell)];
    if (read !== undefined && read === write) return [{ cell, kind: 'read-write', isMarked: read }];
    const only = (kind: AccessKind, isMarked: boolean | undefined): Access[] =>
      isMarked === undefined ? [] : [{ cell, kind, isMarked }];
    return [...only('read', read), ...only('write', write)];
  });
}

/** A cell that a place may be: all of them belong to one variable. */
export function someCellOf(place: GroundExpr): number {
  if (place.kind === 'cell') return place.cell;
  if (place.kind === 'select' && place.choices[0] !== undefined)
    return someCellOf(place.choices[0]);
  throw new Error('only variables are assigned');
}

/** The variable is a ghost: no code of the kernel's fills it, so that what is read for it is not read. */
export const isGhost = (cells: readonly Cell[], place: GroundPlace): boolean =>
  cells[someCellOf(place)]?.kind === 'ghost';

/** Cells that a step reads or writes in some state; `true`: it may write them. */
export function possibleAccesses(
  statement: StepStatement,
  model: readonly Cell[],
): ReadonlyMap<number, boolean> {
  const cells = new Map<number, boolean>();
  const read = (expr: GroundExpr | null): void => {
    if (expr === null) return;
    readsOf(expr, (each) => {
      if ('cell' in each && !cells.has(each.cell)) cells.set(each.cell, false);
    });
  };
  const add = (each: GroundStatement): void => {
    if (each.kind === 'when' || each.kind === 'while') read(each.condition);
    if (each.kind !== 'step') return;
    read(each.guard);
    for (const effect of each.effects)
      if (!isGhost(model, effect.place)) addEffect(effect, read, (cell) => cells.set(cell, true));
  };
  add(statement);
  if (statement.kind === 'atomically') for (const inner of allInside(statement)) add(inner);
  return cells;
}

function addEffect(
  effect: GroundEffect,
  read: (expr: GroundExpr | null) => void,
  write: (cell: number) => void,
): void {
  if (effect.kind === 'assign') read(effect.value);
  else for (const { where } of effect.options) read(where);
  const written = (place: GroundExpr): void => {
    if (place.kind === 'cell') write(place.cell);
    if (place.kind !== 'select') return;
    read(place.index);
    place.choices.forEach(written);
  };
  written(effect.place);
}

/** Every statement inside of one, however deep. */
export function allInside(statement: GroundStatement): readonly GroundStatement[] {
  return innerBlocks(statement)
    .flat()
    .flatMap((inner) => [inner, ...allInside(inner)]);
}
