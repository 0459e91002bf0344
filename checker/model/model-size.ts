/**
 * How large a model may become while it is built. A constant with three zeros too many is told to its author before it fills the memory.
 */
import type { Source } from '../lang/index.ts';

/** Far beyond what a search could finish, and well within memory. */
const MOST = {
  processes: 1_000,
  values: 100_000,
  quantified: 1_000,
  variables: 100_000,
  statements: 200_000,
  operations: 1_000_000,
} as const;

const WORDS: Readonly<Record<keyof typeof MOST, string>> = {
  processes: 'processes',
  values: 'values to go through one by one',
  quantified: 'values under one quantifier',
  variables: 'scalar variables',
  statements: 'statements, with loops unrolled and calls expanded',
  operations: 'operations, with quantifiers unrolled',
};

/** Thrown out of the middle of the construction, which cannot go on. */
export class ModelTooLarge extends Error {
  readonly source: Source | null;

  constructor(kind: keyof typeof MOST, source: Source | null) {
    super(`the model has more than ${MOST[kind].toLocaleString('en-US')} ${WORDS[kind]}`);
    this.source = source;
  }
}

type Counted = 'processes' | 'variables' | 'statements' | 'operations';

/** Counts what a model is made of. */
export class ModelSize {
  readonly #made: Record<Counted, number> = {
    processes: 0,
    variables: 0,
    statements: 0,
    operations: 0,
  };

  /** So many more of a kind. Throws `ModelTooLarge`. */
  add(kind: Counted, many: number, source: Source | null): void {
    this.#made[kind] += many;
    if (this.#made[kind] > MOST[kind]) throw new ModelTooLarge(kind, source);
  }

  /** So many values of one domain, or rounds of one loop. Throws `ModelTooLarge`. */
  static values(many: number, source: Source | null): void {
    if (many > MOST.values) throw new ModelTooLarge('values', source);
  }

  /** So many values of a quantifier, which become operands of one expression. Throws `ModelTooLarge`. */
  static quantified(many: number, source: Source | null): void {
    if (many > MOST.quantified) throw new ModelTooLarge('quantified', source);
  }
}
