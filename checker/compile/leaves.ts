/**
 * Leaves under construction: equal ones are one, so that a step which is reached in two ways is not told apart without need.
 */
import type { Leaf } from './program.ts';

export class Leaves {
  readonly #numbers = new Map<string, number>();
  readonly all: Leaf[] = [];

  number(leaf: Leaf): number {
    const { process, kind, calls, label, choices, units, checks } = leaf;
    const ids = units.map(({ id }) => id);
    const key = JSON.stringify([process, kind, calls, label, choices, ids, checks]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.all.length;
    this.all.push(Object.freeze(leaf));
    this.#numbers.set(key, number);
    return number;
  }
}
