/**
 * Random walks with generated code: a state, its successors, one of them chosen, and so on until something is violated.
 *
 * A walk is remembered by its choices only; the plain machine walks again when somebody wants to see it.
 */
import { type Machine, type Move, type Program, pack, type Row } from '../../compile/index.ts';
import { DEADLOCK } from '../../model/index.ts';
import { ERROR } from '../../semantics/index.ts';
import { type MemoryMap, mapMemory, PAGE } from '../memory/memory-map.ts';
import { returnMemory, takeMemory } from '../memory/search-memory.ts';
import { taskOf } from '../reduction/reduction.ts';
import type { Sighting } from '../sightings.ts';
import { Team } from '../team.ts';
import type { Walk } from '../trace-walk.ts';
import type { Random } from './random.ts';

export type Seen = Pick<Sighting, 'property' | 'kind'>;

/** What a walk met: the properties violated in its last state, or by a step from there. */
export interface Met {
  readonly seen: readonly Seen[];
  readonly walk: Walk;
}

/** A process and which of its successors, in declared order. */
type Choice = readonly [process: number, successor: number];

export class RandomWalks {
  readonly #program: Program;
  readonly #machine: Machine;
  readonly #initial: readonly Row[];
  readonly #task;
  readonly #memory = takeMemory();
  readonly #map: MemoryMap;
  readonly #team: Team;
  readonly #words: BigUint64Array;
  readonly #bytes: Uint8Array;
  /** Steps of all walks. */
  steps = 0;

  /** `initial`: not empty. */
  constructor(program: Program, machine: Machine, initial: readonly Row[]) {
    this.#program = program;
    this.#machine = machine;
    this.#initial = initial;
    this.#task = taskOf(program, {});
    const pages = this.#memory.buffer.byteLength / PAGE;
    this.#map = mapMemory(program, this.#task.layout, pages);
    this.#team = new Team(this.#task, this.#map, this.#memory, { take: () => 0, giveBack() {} });
    this.#words = new BigUint64Array(this.#memory.buffer);
    this.#bytes = new Uint8Array(this.#memory.buffer);
  }

  /** Walks at most `most` steps; stops at the first violation of a property that is not `known`. */
  walk(random: Random, most: number, known: ReadonlySet<string>): Met | null {
    const first = this.#initial[random.below(this.#initial.length)] as Row;
    this.#words.set(pack(this.#task.layout, first), this.#map.store / 8);
    const choices: Choice[] = [];
    for (;;) {
      this.#clearFlags();
      const counts = this.#successorCounts();
      const seen = this.#seen(counts).filter(({ property }) => !known.has(property));
      if (seen.length > 0) return { seen, walk: this.#again(first, choices) };
      const choice = chosen(counts, random);
      if (choice === null || choices.length === most) return null;
      this.#take(choice);
      choices.push(choice);
      this.steps++;
    }
  }

  close(): void {
    returnMemory(this.#memory, this.#map, this.#map.table, this.#map.store + this.#map.state);
  }

  #clearFlags(): void {
    const { start, end } = this.#map.flags;
    this.#bytes.fill(0, start, end);
  }

  #successorCounts(): readonly number[] {
    const { batch, stride, store } = this.#map;
    return this.#program.processes.map(
      (_, process) => ((this.#team.code.moves(store | 0, process) >>> 0) - batch) / stride,
    );
  }

  /** What the state violates, or a step from it, all of which were just tried. */
  #seen(counts: readonly number[]): readonly Seen[] {
    const { flags, store, state } = this.#map;
    const { code } = this.#team;
    const { clauses, leaves, model } = this.#program;
    code.judge(store | 0, (store + state) | 0);
    const seen: Seen[] = [];
    const isSet = (flag: number): boolean => this.#bytes[flag] !== 0;
    const hasFailed = leaves.some(({ kind }, leaf) => kind === 'fail' && isSet(flags.leaf(leaf)));
    if (isSet(flags.misread)) seen.push({ property: ERROR, kind: 'misread' });
    else if (hasFailed) seen.push({ property: ERROR, kind: 'error' });
    for (const [number, { id }] of model.properties.entries()) {
      const isFalse = clauses.some(
        (each, at) => each.property === number && isSet(flags.violated(at)),
      );
      if (isFalse) seen.push({ property: id, kind: 'invariant' });
      else if (isSet(flags.failed(number))) seen.push({ property: id, kind: 'check' });
    }
    const isStill = counts.every((count) => count === 0) && !hasFailed;
    if (isStill && code.isAtRest(store | 0) === 0)
      seen.push({ property: DEADLOCK, kind: 'deadlock' });
    return seen;
  }

  #take([process, successor]: Choice): void {
    const { batch, stride, store, state } = this.#map;
    this.#team.code.moves(store | 0, process);
    const from = batch + successor * stride;
    this.#bytes.copyWithin(store, from, from + state);
  }

  #again(first: Row, choices: readonly Choice[]): Walk {
    const rows: Row[] = [first];
    const moves: Move[] = [];
    for (const [process, successor] of choices) {
      const fired = this.#machine
        .moves(rows.at(-1) as Row)
        .filter((each) => each.process === process && each.next !== null);
      const move = fired[successor] as Move;
      moves.push(move);
      rows.push(move.next as Row);
    }
    return { rows, moves };
  }
}

function chosen(counts: readonly number[], random: Random): Choice | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let left = random.below(all);
  for (const [process, count] of counts.entries()) {
    if (left < count) return [process, left];
    left -= count;
  }
  return null;
}
