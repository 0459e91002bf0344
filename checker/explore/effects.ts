/**
 * What the calls of a model change: the reason why a step that stands there may not matter.
 *
 * Every fired transition is counted for every call around it, by the value that one variable has before. What counts as a
 * change is a shared variable: taking a lock, a local and a ghost are no effect that anybody else could see.
 */
import { type Cell, type Model, valueText } from '../model/index.ts';
import { type Position, plainName, type State, type Transition } from '../semantics/index.ts';
import type { EffectCount } from './jobs/job.ts';

interface Tally {
  fired: number;
  changed: number;
  /** Cells that changed. */
  readonly cells: Set<number>;
}

export class EffectCounter {
  readonly #model: Model;
  readonly #by: Cell;
  readonly #shared: readonly number[];
  readonly #calls = new Map<Position, readonly string[]>();
  /** By call, then by value of the variable; calls in the order in which they first fire. */
  readonly #tallies = new Map<string, Map<number, Tally>>();

  /** `variable` is the name of a cell; throws if there is none of that name. */
  constructor(model: Model, variable: string) {
    const by = model.cells.find(({ name }) => name === variable);
    if (by === undefined) throw new Error(`${model.id} has no variable '${variable}'`);
    this.#model = model;
    this.#by = by;
    this.#shared = model.cells.filter(({ kind }) => kind === 'shared').map(({ index }) => index);
  }

  readonly count = ({ cells }: State, { process, firing, next }: Transition): void => {
    if (next === null) return;
    const value = cells.get(this.#by.index) as number;
    const changed = this.#shared.filter((cell) => cells.get(cell) !== next.cells.get(cell));
    for (const call of this.#callsAround(firing.at, process)) {
      const tally = this.#tally(call, value);
      tally.fired++;
      if (changed.length > 0) tally.changed++;
      for (const cell of changed) tally.cells.add(cell);
    }
  };

  counts(): readonly EffectCount[] {
    const { domain } = this.#by;
    return [...this.#tallies].flatMap(([call, byValue]) =>
      [...byValue]
        .toSorted(([a], [b]) => a - b)
        .map(([value, { fired, changed, cells }]) => {
          const variables = this.#variablesOf(cells);
          return { call, value: valueText(domain, value), fired, changed, variables };
        }),
    );
  }

  /** Names without the index, in the order of the model. */
  #variablesOf(cells: ReadonlySet<number>): readonly string[] {
    const changed = this.#model.cells.filter(({ index }) => cells.has(index));
    return [...new Set(changed.map(({ name }) => name.replace(/\[.*/, '')))];
  }

  #tally(call: string, value: number): Tally {
    const byValue = this.#tallies.get(call) ?? new Map<number, Tally>();
    const tally = byValue.get(value) ?? { fired: 0, changed: 0, cells: new Set() };
    this.#tallies.set(call, byValue.set(value, tally));
    return tally;
  }

  /** Positions are interned, so each is looked at once. */
  #callsAround(position: Position, process: number): readonly string[] {
    const known = this.#calls.get(position);
    if (known !== undefined) return known;
    const calls: string[] = [];
    let inner: string | null = null;
    for (let at = position.parent; at !== null; at = at.parent) {
      const statement = at.block[at.index];
      if (statement?.kind !== 'call') continue;
      if (inner !== null) calls.unshift(`${plainName(statement.fn)} > ${inner}`);
      inner = `${statement.fn}(${statement.args.join(', ')})`;
    }
    if (inner !== null) calls.unshift(`${this.#model.processes[process]?.role} > ${inner}`);
    this.#calls.set(position, calls);
    return calls;
  }
}
