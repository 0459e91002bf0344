/**
 * The trace of a sighting, without parent pointers: walk back level by level, regenerating successors, and then forwards.
 *
 * On the way back every state on a shortest path gets a note: with how few context switches the trace can go on from there, and which
 * process may move first so that it is so few (`code/cone.ts`). On the way forwards the first step in declared order that
 * keeps to this optimum is taken. Neither the order of the store nor the number of workers has a say. Memory: 16 bytes per state on a
 * shortest path, in the room of the table, which is no longer needed.
 */
import { type Move, pack, type Row, unpack } from '../compile/index.ts';
import { coneSlotBytes, NOTE_BYTES, SWITCH_BITS } from './code/cone.ts';
import type { Explored } from './compiled-search.ts';
import type { Level } from './memory/level-store.ts';
import type { Sighting } from './sightings.ts';

/** A shortest trace: rows by field, the initial state first, and the moves between them. */
export interface Walk {
  readonly rows: readonly Row[];
  /** The last one may lead nowhere: the step that fails. */
  readonly moves: readonly Move[];
}

/** States that an analysis looks for, all of them at this depth and at none before. */
export interface Sought {
  readonly kind: 'sought';
  readonly depth: number;
  readonly isSought: (row: Row) => boolean;
}

/** The notes of one level, by address. */
interface Notes {
  readonly from: number;
  readonly to: number;
}

const EVERY_PROCESS = (1n << 48n) - 1n;
const SWITCHES = (1n << BigInt(SWITCH_BITS)) - 1n;
/** The smallest table of notes, and how much room it has for each. */
const LEAST_SLOTS = 64;
const SLOTS_PER_NOTE = 2;

/** Finds the trace. Cost: the successors of every state up to its level, once more. */
export function walk(explored: Explored, sighting: Sighting | Sought): Walk {
  return new TraceWalk(explored, sighting).run();
}

class TraceWalk {
  readonly #explored: Explored;
  readonly #sighting: Sighting | Sought;
  readonly #property: number;
  readonly #bytes: Uint8Array;
  readonly #notes: Notes[] = [];
  readonly #words: BigUint64Array;

  constructor(explored: Explored, sighting: Sighting | Sought) {
    const { memory, program } = explored;
    this.#explored = explored;
    this.#sighting = sighting;
    this.#property =
      sighting.kind === 'sought'
        ? -1
        : program.model.properties.findIndex(({ id }) => id === sighting.property);
    this.#bytes = new Uint8Array(memory.buffer);
    this.#words = new BigUint64Array(memory.buffer);
  }

  run(): Walk {
    const last = this.#lastLevel();
    const firstNote = this.#firstNote(last);
    this.#notes[last] = { from: firstNote, to: this.#noteEnds(last, firstNote) };
    for (let depth = last - 1; depth >= 0; depth--) {
      const above = this.#notes[depth + 1] as Notes;
      this.#index(above);
      const { lo, hi } = this.#level(depth);
      const to = this.#explored.team.code.back(lo | 0, hi | 0, above.to | 0) >>> 0;
      this.#notes[depth] = { from: above.to, to };
    }
    this.#explored.notes.end = Math.max(this.#explored.notes.end, (this.#notes[0] as Notes).to);
    return this.#forwards(last);
  }

  /** The level of the states in which the trace ends, or from which its last step starts. */
  #lastLevel(): number {
    const { kind, depth } = this.#sighting;
    return kind === 'check' ? depth - 1 : depth;
  }

  /** Behind the table of the largest level. */
  #firstNote(last: number): number {
    const { map, levels } = this.#explored;
    const most = Math.max(...levels.slice(0, last + 1).map(({ states }) => states));
    const bytes = slotsFor(most) * coneSlotBytes(map.state);
    return map.table + Math.ceil(bytes / NOTE_BYTES) * NOTE_BYTES;
  }

  #noteEnds(last: number, from: number): number {
    const { lo, hi } = this.#level(last);
    const { state } = this.#explored.map;
    let to = from;
    for (let at = lo; at < hi; at += state) {
      if (this.#words[at / 8] === 0n) continue;
      const firsts = this.#firstsOfEnd(at);
      if (firsts === 0n) continue;
      this.#words[to / 8] = BigInt(at);
      this.#words[to / 8 + 1] = firsts << BigInt(SWITCH_BITS);
      to += NOTE_BYTES;
    }
    return to;
  }

  /** Processes that may move first from an end: those whose step violates, or all where the state itself does. */
  #firstsOfEnd(at: number): bigint {
    const { team, map } = this.#explored;
    const { code } = team;
    switch (this.#sighting.kind) {
      case 'invariant':
        return this.#isFlagged(this.#clauses(), () => code.judge(at | 0, (at + map.state) | 0))
          ? EVERY_PROCESS
          : 0n;
      case 'misread':
        return this.#isMisread(at) ? EVERY_PROCESS : 0n;
      case 'deadlock':
        return this.#isStuck(at) ? EVERY_PROCESS : 0n;
      case 'sought':
        return this.#sighting.isSought(this.#row(at)) ? EVERY_PROCESS : 0n;
      case 'check': {
        const flag = [map.flags.failed(this.#property)];
        return this.#movers(at, (move) => this.#isFlagged(flag, move));
      }
      case 'error':
        return this.#movers(at, (move) => {
          const before = code.fails();
          move();
          return code.fails() !== before;
        });
    }
  }

  #row(at: number): Row {
    const { layout } = this.#explored;
    return unpack(layout, this.#words.subarray(at / 8, at / 8 + layout.words));
  }

  #clauses(): readonly number[] {
    const { program, map } = this.#explored;
    return program.clauses.flatMap(({ property }, number) =>
      property === this.#property ? [map.flags.violated(number)] : [],
    );
  }

  /** At depth 0 the start may have failed instead: then every initial state will do. */
  #isMisread(at: number): boolean {
    const { team, map, hasStartFailed } = this.#explored;
    if (hasStartFailed) return true;
    return this.#isFlagged([map.flags.misread], () =>
      team.code.judge(at | 0, (at + map.state) | 0),
    );
  }

  #isStuck(at: number): boolean {
    const { team, map, program } = this.#explored;
    const { code } = team;
    const fails = code.fails();
    const isStill = program.processes.every(
      (_, process) => code.moves(at | 0, process) >>> 0 === map.batch,
    );
    return isStill && code.fails() === fails && code.isAtRest(at | 0) === 0;
  }

  #movers(at: number, violates: (move: () => void) => boolean): bigint {
    const { team, program } = this.#explored;
    let movers = 0n;
    for (const process of program.processes.keys()) {
      if (violates(() => team.code.moves(at | 0, process))) movers |= 1n << BigInt(process);
    }
    return movers;
  }

  /** Whether generated code sets one of the flags. */
  #isFlagged(flags: readonly number[], run: () => void): boolean {
    for (const flag of flags) this.#bytes[flag] = 0;
    run();
    return flags.some((flag) => this.#bytes[flag] !== 0);
  }

  /** Makes the notes of one level findable, and those of no other. */
  #index({ from, to }: Notes): void {
    const { team, map } = this.#explored;
    const slots = slotsFor((to - from) / NOTE_BYTES);
    const bytes = slots * coneSlotBytes(map.state);
    team.code.clear(map.table | 0, bytes | 0);
    team.code.setCone(BigInt(slots), (map.table + bytes) | 0);
    team.code.note(from | 0, to | 0);
  }

  #forwards(last: number): Walk {
    const { machine, initial } = this.#explored;
    this.#index(this.#notes[0] as Notes);
    let row = leastOf(initial, (each) => this.#cost(each, null));
    const rows = [row];
    const moves: Move[] = [];
    let mover: number | null = null;
    for (let depth = 0; depth < last; depth++) {
      this.#index(this.#notes[depth + 1] as Notes);
      const move: Move = leastOf(machine.moves(row), (each) => this.#costOf(each, mover));
      row = move.next as Row;
      rows.push(row);
      moves.push(move);
      mover = move.process;
    }
    const { kind } = this.#sighting;
    if (kind !== 'check' && kind !== 'error') return { rows, moves };
    const ends = machine.moves(row).filter((each) => this.#isSighted(each));
    const end = leastOf(ends, ({ process }) => switchesTo(process, mover));
    return { rows: end.next === null ? rows : [...rows, end.next], moves: [...moves, end] };
  }

  #isSighted({ next, failed }: Move): boolean {
    return this.#sighting.kind === 'error' ? next === null : failed.includes(this.#property);
  }

  #costOf({ process, next }: Move, mover: number | null): number {
    if (next === null) return Number.POSITIVE_INFINITY;
    return switchesTo(process, mover) + this.#cost(next, process);
  }

  /** Context switches with which the trace can go on from a state, after a step of `mover`; its note is that of its representative. */
  #cost(row: Row, mover: number | null): number {
    const { layout, team, map } = this.#explored;
    this.#words.set(pack(layout, row), map.batch / 8);
    team.code.setMover(mover ?? 0);
    const note = BigInt.asUintN(64, team.code.look(map.batch | 0));
    if (note === 0n) return Number.POSITIVE_INFINITY;
    const firsts = note >> BigInt(SWITCH_BITS);
    const isFree = mover === null || ((firsts >> BigInt(team.code.mover())) & 1n) === 1n;
    return Number(note & SWITCHES) + (isFree ? 0 : 1);
  }

  #level(depth: number): Level {
    return this.#explored.levels[depth] as Level;
  }
}

const slotsFor = (notes: number): number => Math.max(LEAST_SLOTS, SLOTS_PER_NOTE * notes);

const switchesTo = (process: number, mover: number | null): number =>
  mover === null || mover === process ? 0 : 1;

/** The first of those with the smallest cost. */
function leastOf<T>(candidates: readonly T[], cost: (candidate: T) => number): T {
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const now = cost(candidate);
    if (now < least) [best, least] = [candidate, now];
  }
  if (best === undefined) throw new Error('the way back and the way forwards do not meet');
  return best;
}
