/**
 * What the search saw and when: read off the flags that generated code sets, at the end of each half of a level.
 *
 * A property keeps the smallest depth at which it is violated; of a false clause and a failed check at that depth, the clause.
 */
import type { Program } from '../compile/index.ts';
import { DEADLOCK } from '../model/index.ts';
import { type Coverage, ERROR, premiseName } from '../semantics/index.ts';
import type { MemoryMap } from './memory/memory-map.ts';

/** The first violation of a property: where it is, is for the trace to find out. */
export interface Sighting {
  readonly property: string;
  /** `misread`: a property, a goal or the start of a process reads outside of a domain in the state itself. */
  readonly kind: 'invariant' | 'check' | 'deadlock' | 'error' | 'misread';
  /** Steps of the shortest trace; of an error, without the step that fails. */
  readonly depth: number;
}

export interface Snapshot {
  readonly sightings: readonly Sighting[];
  /** Put into words only when it is asked for. */
  readonly coverage: () => Coverage;
}

export class Sightings {
  readonly #program: Program;
  readonly #map: MemoryMap;
  readonly #bytes: Uint8Array;
  readonly #first = new Map<string, Sighting>();
  readonly #failLeaves: readonly number[];
  hasStartFailed = false;

  constructor(program: Program, map: MemoryMap, memory: WebAssembly.Memory) {
    this.#program = program;
    this.#map = map;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#failLeaves = program.leaves.flatMap(({ kind }, leaf) => (kind === 'fail' ? [leaf] : []));
  }

  /** Control passed from the start of a process to its first place. */
  passed(leaf: number): void {
    this.#bytes[this.#map.flags.leaf(leaf)] = 1;
  }

  startFailed(): void {
    this.hasStartFailed = true;
  }

  /** The states of this depth were judged. */
  judged(depth: number): void {
    const { flags } = this.#map;
    if (this.#isSet(flags.misread) || this.hasStartFailed)
      this.#see({ property: ERROR, kind: 'misread', depth });
    for (const [number, { property }] of this.#program.clauses.entries()) {
      if (this.#isSet(flags.violated(number)))
        this.#see({ property: this.#nameOf(property), kind: 'invariant', depth });
    }
  }

  /** The states of this depth were expanded. */
  expanded(depth: number): void {
    const { flags } = this.#map;
    if (this.#failLeaves.some((leaf) => this.#isSet(flags.leaf(leaf))))
      this.#see({ property: ERROR, kind: 'error', depth });
    if (this.#isSet(flags.deadlock)) this.#see({ property: DEADLOCK, kind: 'deadlock', depth });
    for (const [number, { id }] of this.#program.model.properties.entries()) {
      if (this.#isSet(flags.failed(number)))
        this.#see({ property: id, kind: 'check', depth: depth + 1 });
    }
  }

  snapshot(): Snapshot {
    const { start, end } = this.#map.flags;
    const copy = this.#bytes.slice(start, end);
    const isSet = (address: number): boolean => copy[address - start] !== 0;
    return { sightings: [...this.#first.values()], coverage: () => this.#coverage(isSet) };
  }

  #see(sighting: Sighting): void {
    const known = this.#first.get(sighting.property);
    const isBetter =
      known === undefined ||
      sighting.depth < known.depth ||
      (sighting.depth === known.depth && sighting.kind === 'invariant' && known.kind === 'check');
    if (isBetter) this.#first.set(sighting.property, sighting);
  }

  #coverage(isSet: (address: number) => boolean): Coverage {
    const { leaves, clauses, goals } = this.#program;
    const { flags } = this.#map;
    const fired = leaves.filter((_, leaf) => isSet(flags.leaf(leaf)));
    return Object.freeze({
      units: sorted(fired.flatMap(({ units }) => units.map(({ id }) => id))),
      premises: sorted(
        clauses
          .filter((_, number) => isSet(flags.premise(number)))
          .map(({ property, clause }) => premiseName(this.#nameOf(property), clause)),
      ),
      checks: sorted(fired.flatMap(({ checks }) => checks)),
      goals: sorted(goals.filter((_, number) => isSet(flags.goal(number))).map(({ name }) => name)),
    });
  }

  #nameOf(property: number): string {
    return this.#program.model.properties[property]?.id as string;
  }

  #isSet(address: number): boolean {
    return this.#bytes[address] !== 0;
  }
}

const sorted = (names: readonly string[]): readonly string[] =>
  Object.freeze([...new Set(names)].sort());
