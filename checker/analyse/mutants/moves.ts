/**
 * Observable moves: what a step changes of the shared variables and of the clauses of properties, whoever takes it and however it is
 * called. Two models with the same set of moves over their reachable states cannot be told apart by any property over these.
 *
 * Locks, locals and ghosts are not observed: a clause shows what a ghost is for. Moves that change nothing observable are left out.
 */
import type { Move, Program, Row } from '../../compile/index.ts';
import { type Explored, eachReached } from '../../explore/index.ts';
import type { Cell } from '../../model/index.ts';
import { ComparisonCut } from './searched.ts';

/** Two valuations, each a number. */
export type MoveKey = number;

/** Moves by key, with the depth of the nearest state from which the move is made. */
export type Moves = ReadonlyMap<MoveKey, number>;

/** More than these do not fit the memory of a thread. */
const MOST_MOVES = 4_000_000;
const MOST_VALUATIONS = 2 ** 25;
/** States between two questions whether to go on: a state takes some ten microseconds here. */
const CHUNK_STATES = 4096;

/** Numbers for valuations, the same for both models. What is observed is fixed by the first: shared variables and clauses by name. */
export class Observer {
  readonly #variables: readonly Pick<Cell, 'name' | 'initial'>[];
  readonly #clauses: readonly string[];
  readonly #numbers = new Map<string, number>();

  constructor(program: Program) {
    this.#variables = program.model.cells.filter(({ kind }) => kind === 'shared');
    this.#clauses = clauseNames(program);
  }

  /** How to observe one program. Throws `ComparisonCut` where there are too many valuations. */
  of(explored: Pick<Explored, 'program' | 'machine'>): (row: Row) => number {
    const { program, machine } = explored;
    const numberOf = new Map(program.model.cells.map(({ name, index }) => [name, index]));
    // A variable that no line mentions any more is no cell: it stays what it is at the start.
    const fields = this.#variables.map(({ name, initial: [start = 0] }) => ({
      field: numberOf.get(name) ?? -1,
      start,
    }));
    const names = clauseNames(program);
    const clauses = this.#clauses.map((name) => names.indexOf(name));
    const codes = new Array<number>(2 * fields.length + clauses.length);
    return (row) => {
      let at = 0;
      for (const { field, start } of fields) {
        const value = field < 0 ? start : (row[field] as number);
        codes[at++] = value & 0xffff;
        codes[at++] = value >>> 16;
      }
      const { premises, violated } = machine.judge(row);
      for (const clause of clauses)
        codes[at++] = clause < 0 ? 4 : (premises[clause] ? 1 : 0) + (violated[clause] ? 2 : 0);
      return this.#number(String.fromCharCode(...codes));
    };
  }

  #number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    if (number >= MOST_VALUATIONS) throw new ComparisonCut('max-mem');
    this.#numbers.set(text, number);
    return number;
  }
}

const clauseNames = ({ model }: Program): readonly string[] =>
  model.properties.flatMap(({ id, clauses }) => clauses.map(({ name }) => `${id} ${name}`));

/**
 * Every observable move of what was explored. Throws `ComparisonCut`. Cost: some
 * microseconds per transition.
 */
export function movesOf(explored: Explored, observer: Observer, goesOn: () => boolean): Moves {
  const moves = new Map<MoveKey, number>();
  const observe = observer.of(explored);
  let visited = 0;
  eachReached(explored, (state) => {
    if (++visited % CHUNK_STATES === 0 && !goesOn()) throw new ComparisonCut('interrupted');
    const row = state.row();
    const before = observe(row);
    for (const { next } of explored.machine.moves(row)) {
      if (next === null) continue;
      const after = observe(next);
      if (after === before) continue;
      const key = keyOf(before, after);
      if (!moves.has(key)) moves.set(key, state.depth);
    }
    if (moves.size > MOST_MOVES) throw new ComparisonCut('max-mem');
  });
  return moves;
}

const keyOf = (before: number, after: number): MoveKey => before * MOST_VALUATIONS + after;

/** The depth at which one has a move that the other has not, nearest first; null: there is none. */
export function nearestOnlyIn(moves: Moves, others: Moves): number | null {
  let nearest: number | null = null;
  for (const [key, depth] of moves)
    if (!others.has(key) && (nearest === null || depth < nearest)) nearest = depth;
  return nearest;
}

/** The moves from a state that the others do not have, in declared order. */
export function ownMoves(
  explored: Explored,
  observer: Observer,
  others: Moves,
): (row: Row) => readonly (Move & { readonly next: Row })[] {
  const observe = observer.of(explored);
  return (row) => {
    const before = observe(row);
    return explored.machine
      .moves(row)
      .filter((move): move is Move & { readonly next: Row } => move.next !== null)
      .filter(({ next }) => {
        const after = observe(next);
        return after !== before && !others.has(keyOf(before, after));
      });
  };
}
