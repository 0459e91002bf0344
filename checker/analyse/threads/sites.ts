/**
 * Sites: every place of every process, numbered through, so that what is known of a place is found by one number per process of a
 * state.
 */
import { type Place, Places, type Program } from '../../compile/index.ts';
import type { Model } from '../../model/index.ts';

export interface Site {
  readonly process: number;
  readonly place: Place;
}

export class Sites {
  /** By number; a process that has ended is at no site. */
  readonly all: readonly Site[];
  readonly #firsts: readonly number[];
  readonly #ends: readonly number[];
  readonly #fields: readonly number[];

  constructor({ model, processes }: Pick<Program, 'model' | 'processes'>) {
    const places = model.processes.map((process) => new Places(process).all);
    this.all = places.flatMap((of, process) => of.map((place) => ({ process, place })));
    this.#ends = places.map(({ length }) => length);
    this.#firsts = this.#ends.map((_, at) =>
      this.#ends.slice(0, at).reduce((sum, length) => sum + length, 0),
    );
    this.#fields = processes.map(({ field }) => field);
  }

  /** Number of the site of a process; -1: it has ended. `field` reads a field of the state. */
  of(process: number, field: (number: number) => number): number {
    const position = field(this.#fields[process] as number);
    return position === this.#ends[process] ? -1 : (this.#firsts[process] as number) + position;
  }

  /** The sites of all processes of a state. */
  in(field: (number: number) => number): readonly number[] {
    return this.#fields.map((_, process) => this.of(process, field));
  }

  at(site: number): Site {
    return this.all[site] as Site;
  }
}

/** The name of a cell without indices: what a spec calls it. */
export const plainCell = (model: Model, cell: number): string =>
  withoutIndices(model.cells[cell]?.name ?? '?');

export const withoutIndices = (name: string): string => name.replace(/\[[^\]]*\]/g, '');
