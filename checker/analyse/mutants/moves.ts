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

/** A step that was taken: none that fails. */
export type MadeMove = Move & { readonly next: Row };

/** Moves by key, with the depth of the nearest state from which the move is made. */
export type Moves = ReadonlyMap<MoveKey, number>;

/** More than these do not fit the memory of a thread. */
const MOST_MOVES = 4_000_000;
const MOST_VALUATIONS = 2 ** 25;
/** Each is one more look at every transition. */
const MOST_COMBINATIONS = 1024;
/** States between two questions whether to go on: a state takes some ten microseconds here. */
const CHUNK_STATES = 4096;

/** The number of the valuation in a state. */
type Observe = (row: Row) => number;

type Observed = Pick<Cell, 'name' | 'initial'>;

/** Numbers for valuations, the same for both models. What is observed is fixed by the first: shared variables and clauses by name. */
export class Observer {
  readonly #variables: readonly Observed[];
  readonly #clauses: readonly string[];
  readonly #numbers = new Map<string, number>();

  constructor(program: Program) {
    this.#variables = program.model.cells.filter(({ kind }) => kind === 'shared');
    this.#clauses = clauseNames(program);
  }

  /**
   * How to observe one program. A variable that no line mentions any more is no cell: it stays what it is at the start, so that a
   * program may be observed in several ways, one for each of the values it can start with. Observing throws `ComparisonCut` where there
   * are too many valuations.
   */
  of(explored: Pick<Explored, 'program' | 'machine'>): readonly Observe[] {
    const known = new Set(explored.program.model.cells.map(({ name }) => name));
    const lost = this.#variables.filter(({ name }) => !known.has(name));
    return combinations(lost).map((starts) => this.#starting(explored, starts));
  }

  #starting(
    { program, machine }: Pick<Explored, 'program' | 'machine'>,
    starts: ReadonlyMap<string, number>,
  ): Observe {
    const numberOf = new Map(program.model.cells.map(({ name, index }) => [name, index]));
    const fields = this.#variables.map(({ name }) => ({
      field: numberOf.get(name) ?? -1,
      start: starts.get(name) ?? 0,
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

/** Every choice of an initial value for each, by name. Cost: the product of their numbers. */
function combinations(variables: readonly Observed[]): readonly ReadonlyMap<string, number>[] {
  let all: readonly ReadonlyMap<string, number>[] = [new Map()];
  for (const { name, initial } of variables) {
    if (all.length * initial.length > MOST_COMBINATIONS) throw new ComparisonCut('max-mem');
    all = all.flatMap((each) => initial.map((value) => new Map([...each, [name, value]])));
  }
  return all;
}

const clauseNames = ({ model }: Program): readonly string[] =>
  model.properties.flatMap(({ id, clauses }) => clauses.map(({ name }) => `${id} ${name}`));

/**
 * Every observable move of what was explored. Throws `ComparisonCut`. Cost: some
 * microseconds per transition.
 */
export function movesOf(explored: Explored, observer: Observer, goesOn: () => boolean): Moves {
  const moves = new Map<MoveKey, number>();
  const ways = observer.of(explored);
  let visited = 0;
  eachReached(explored, (state) => {
    if (++visited % CHUNK_STATES === 0 && !goesOn()) throw new ComparisonCut('interrupted');
    const row = state.row();
    const made = explored.machine.moves(row).filter(isMade);
    for (const observe of ways) {
      for (const key of keysOf(observe, row, made))
        if (!moves.has(key)) moves.set(key, state.depth);
    }
    if (moves.size > MOST_MOVES) throw new ComparisonCut('max-mem');
  });
  return moves;
}

const isMade = (move: Move): move is MadeMove => move.next !== null;

/** The observable ones of the moves from a state. */
function keysOf(observe: Observe, row: Row, made: readonly MadeMove[]): readonly MoveKey[] {
  const before = observe(row);
  return made.flatMap(({ next }) => {
    const after = observe(next);
    return after === before ? [] : [keyOf(before, after)];
  });
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
): (row: Row) => readonly MadeMove[] {
  const ways = observer.of(explored);
  const isOwn = (row: Row, move: MadeMove): boolean =>
    ways.some((observe) => keysOf(observe, row, [move]).some((key) => !others.has(key)));
  return (row) =>
    explored.machine
      .moves(row)
      .filter(isMade)
      .filter((move) => isOwn(row, move));
}
