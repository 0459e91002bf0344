/**
 * What each variable can hold at most: the smallest bounds that contain its initial values and every value that some step assigns.
 *
 * Domains say what a variable may hold; many hold less: a queue that nobody joins, a set of readers of which half the processes never are.
 * Narrower bounds are fewer bits per state and fewer checks. A value outside its domain is still an error, because it is
 * compared with the domain before it is stored.
 */
import {
  type Block,
  type Cell,
  contains,
  type GroundExpr,
  type GroundStatement,
  type Model,
  readsOf,
} from '../model/index.ts';
import { Expressions } from './expressions.ts';
import { type Interval, UNBOUNDED_MASK } from './interval.ts';

/** All values are `low`, or lie between `low + skip + 1` and `high`. */
export interface Bounds extends Interval {
  /** Values behind `low` that do not occur: a reference is NULL or one of a few late processes. */
  readonly skip: number;
}

/** A value goes to one of these cells. */
interface Flow {
  readonly cells: readonly number[];
  readonly value: GroundExpr;
}

/** After so many rounds a variable that still grows is a counter, and gets the bounds of its domain. */
const PATIENCE = 4;

/** The bounds of every cell. Cost: some passes over all assignments. */
export function boundsOf(model: Model): readonly Bounds[] {
  const bounds = model.cells.map(({ initial, domain }) =>
    initial.reduce<Bounds | null>(
      (known, value) => joined(known, { low: value, high: value }, domain.low),
      null,
    ),
  ) as Bounds[];
  const expressions = new Expressions(bounds);
  const flows = model.processes.flatMap(({ body }) => flowsIn(body));
  for (let round = 0, isStable = false; !isStable; round++) {
    isStable = true;
    for (const { cells, value } of flows) {
      const pieces = piecesOf(value, expressions);
      for (const cell of cells) {
        const { domain } = model.cells[cell] as Cell;
        const before = bounds[cell] as Bounds;
        const after = pieces.reduce<Bounds>((known, piece) => grown(known, piece, domain), before);
        if (isSame(before, after)) continue;
        isStable = false;
        bounds[cell] = round < PATIENCE ? after : { low: domain.low, high: domain.high, skip: 0 };
      }
    }
  }
  return bounds;
}

function grown(known: Bounds, piece: Interval, domain: Cell['domain']): Bounds {
  const low = Math.max(piece.low, domain.low);
  const high = Math.min(piece.high, domain.high);
  if (low > high || (low === high && !contains(domain, low))) return known;
  return joined(known, { low, high }, domain.low);
}

/** The least bounds around both. The gap can only be behind the lowest value of the domain. */
function joined(known: Bounds | null, { low, high }: Interval, least: number): Bounds {
  const all = known === null ? [{ low, high }] : [...piecesOfBounds(known), { low, high }];
  const lowest = Math.min(...all.map((piece) => piece.low));
  const highest = Math.max(...all.map((piece) => piece.high));
  const others = all.filter((piece) => piece.low !== least || piece.high !== least);
  if (lowest !== least || others.length === 0) return { low: lowest, high: highest, skip: 0 };
  const next = Math.min(...others.map((piece) => piece.low));
  return { low: lowest, high: highest, skip: Math.max(0, next - least - 1) };
}

const piecesOfBounds = ({ low, high, skip }: Bounds): readonly Interval[] =>
  skip === 0
    ? [{ low, high }]
    : [
        { low, high: low },
        { low: low + skip + 1, high },
      ];

const isSame = (a: Bounds, b: Bounds): boolean =>
  a.low === b.low && a.high === b.high && a.skip === b.skip;

/** The values of an expression, taken apart where it is one of several. */
function piecesOf(expr: GroundExpr, expressions: Expressions): readonly Interval[] {
  if (expr.kind === 'cell') return piecesOfBounds(expressions.bounds(expr.cell));
  if (expr.kind === 'select') return expr.choices.flatMap((each) => piecesOf(each, expressions));
  if (expr.kind === 'operator' && expr.operator === 'if')
    return expr.operands.slice(1).flatMap((each) => piecesOf(each, expressions));
  const { range } = expressions.lower(expr);
  return [range === UNBOUNDED_MASK ? { low: -(2 ** 31), high: 2 ** 31 - 1 } : range];
}

function flowsIn(block: Block): readonly Flow[] {
  return block.flatMap(flowsOf);
}

function flowsOf(statement: GroundStatement): readonly Flow[] {
  switch (statement.kind) {
    case 'step':
      return statement.effects.flatMap((effect): readonly Flow[] => {
        const cells = cellsIn(effect.place);
        return effect.kind === 'assign'
          ? [{ cells, value: effect.value }]
          : effect.options.map(({ value }) => ({ cells, value: { kind: 'literal', value } }));
      });
    case 'when':
      return [...flowsIn(statement.then), ...flowsIn(statement.otherwise)];
    case 'oneOf':
      return statement.branches.flatMap(flowsIn);
    case 'call':
      return [
        ...statement.resets.map(
          ({ cell, value }): Flow => ({
            cells: [cell],
            value: { kind: 'literal', value },
          }),
        ),
        ...flowsIn(statement.body),
      ];
    case 'while':
    case 'scope':
    case 'atomically':
      return flowsIn(statement.body);
    default:
      return [];
  }
}

/** Cells that a place may denote; those that its index reads are not meant, but do no harm. */
function cellsIn(place: GroundExpr): readonly number[] {
  const cells: number[] = [];
  readsOf(place, (read) => {
    if ('cell' in read) cells.push(read.cell);
  });
  return cells;
}
