/**
 * The source of all choices of a random program: a list of numbers, read one after the other.
 *
 * So a program is a function of a list, the list is what shrinks, and a choice of 0 is always the simplest.
 */
export class Choices {
  readonly #numbers: readonly number[];
  #used = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A number from 0 to `count - 1`; 0 when the list is used up. */
  below(count: number): number {
    const chosen = this.#numbers[this.#used] ?? 0;
    this.#used++;
    return chosen % count;
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True in so many cases of a hundred. */
  percent(share: number): boolean {
    return this.below(100) >= 100 - share;
  }

  pick<T>(options: readonly [T, ...T[]] | readonly T[]): T {
    if (options.length === 0) throw new RangeError('nothing to pick from');
    return options[this.below(options.length)] as T;
  }

  /** As `pick`, with weights; the first is the simplest. */
  weighted<T>(options: readonly (readonly [weight: number, option: T])[]): T {
    let left = this.below(options.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, option] of options) {
      if (left < weight) return option;
      left -= weight;
    }
    throw new RangeError('nothing to pick from');
  }

  list<T>(low: number, high: number, make: () => T): T[] {
    return Array.from({ length: this.between(low, high) }, make);
  }
}
