/**
 * Judging mutants: who notices, and of what nobody notices whether it behaves otherwise at all.
 *
 * The base is searched once per configuration. A mutant is searched in those configurations in which its model differs from that
 * of the base: what a property says there of the base is what it has to say of the mutant, else it notices.
 */
import { compile, type Program } from '../../compile/index.ts';
import { modelOf } from '../../explore/index.ts';
import type { Settings, Spec, Variant } from '../../lang/index.ts';
import type { Model } from '../../model/index.ts';
import type { Bound } from '../../semantics/index.ts';
import { notesFor } from '../races/index.ts';
import { BaseCell } from './base-cell.ts';
import { difference } from './difference.ts';
import type { Mutant } from './mutants.ts';
import { Notices } from './notices.ts';
import type { Operator } from './operators.ts';
import type { Judged } from './outcome.ts';
import { judgeByRaces } from './race-notices.ts';
import { ComparisonCut, look, type SearchHooks } from './searched.ts';

export interface JudgeWish {
  readonly spec: Spec;
  readonly variant: Variant;
  readonly configurations: readonly string[];
  readonly overrides: Settings;
  /** The one property that counts; null: all. */
  readonly property: string | null;
  /** Whether survivors are compared with the base; else they only hold. */
  readonly isCompared: boolean;
}

/** A model of a mutant that is another one than that of the base. */
interface Cell {
  readonly base: BaseCell;
  readonly program: Program;
}

/** Where a mutant has models of its own; or why there is nothing to search. */
type Cells =
  | { readonly kind: 'cells'; readonly cells: readonly Cell[] }
  | Extract<Judged, { kind: 'illFormed' | 'absent' | 'undecided' }>;

export class Judge {
  readonly #wish: JudgeWish;
  readonly #hooks: SearchHooks;
  readonly #bases: readonly BaseCell[];

  /** The names must be those of the spec: throws otherwise. */
  constructor(wish: JudgeWish, hooks: SearchHooks) {
    this.#wish = wish;
    this.#hooks = hooks;
    const { spec, variant, overrides } = wish;
    this.#bases = wish.configurations.map((configuration) => {
      const built = modelOf(spec, { variant: variant.name, configuration, overrides });
      if (built.kind !== 'model') throw new Error(`${spec.id}[${configuration}] is no model`);
      return new BaseCell(built.model, notesFor(spec, variant), hooks);
    });
  }

  /**
   * Configurations in which the base itself violates the one property that counts: there no mutant can make it fall. None without such
   * a property.
   */
  get violating(): readonly string[] {
    const { property } = this.#wish;
    if (property === null) return [];
    return this.#bases
      .filter(({ program, violated }) => program !== null && violated.has(property))
      .map(({ model }) => model.configuration);
  }

  judge(mutant: Mutant): Judged {
    const made = this.#cellsOf(mutant);
    if (made.kind !== 'cells') return made;
    if (mutant.operator === 'unmark') return this.#unmarked(made.cells);
    const notices = new Notices(this.#wish.property);
    let bound: Bound | 'not compiled' | null = null;
    for (const { base, program } of made.cells) {
      if (base.bound !== null) {
        bound ??= base.bound;
        continue;
      }
      look(program, this.#hooks, (found) => {
        notices.look(base, found);
        const { completion } = found.searched.result;
        if (completion.kind === 'limitReached') bound ??= completion.bound;
      });
      if (this.#hooks.isInterrupted()) return { kind: 'undecided', bound: 'interrupted' };
    }
    if (bound === null) bound = notices.together(this.#bases);
    const noticed = notices.all();
    if (noticed !== null) return noticed;
    if (bound !== null) return { kind: 'undecided', bound };
    if (!this.#wish.isCompared) return { kind: 'holds' };
    const { spec } = this.#wish;
    // Where a spec says nothing of races, no check looks for them.
    return (spec.areRacesJudged ? this.#raced(made.cells) : null) ?? this.#survivor(made.cells);
  }

  /** A mark changes no behaviour: only a race shows that it is gone. */
  #unmarked(cells: readonly Cell[]): Judged {
    if (!this.#wish.isCompared) return { kind: 'holds' };
    return this.#raced(cells) ?? { kind: 'equivalent' };
  }

  #raced(cells: readonly Cell[]): Judged | null {
    const { spec, variant } = this.#wish;
    return judgeByRaces(notesFor(spec, variant), cells, this.#hooks);
  }

  /** Told is the first configuration in which they differ: narrow ones come first. */
  #survivor(cells: readonly Cell[]): Judged {
    try {
      for (const { base, program } of cells) {
        const found = difference(base, program, this.#hooks);
        if (found !== null) return { kind: 'unnoticed', difference: found };
      }
      return { kind: 'equivalent' };
    } catch (error) {
      if (!(error instanceof ComparisonCut)) throw error;
      return { kind: 'undecided', bound: error.bound };
    }
  }

  #cellsOf({ spec, variant, changed, operator }: Mutant): Cells {
    const cells: Cell[] = [];
    let isRefused = false;
    for (const base of this.#bases) {
      if (!changed.some((owner) => base.runs(owner))) continue;
      const { configuration } = base.model;
      const { overrides } = this.#wish;
      const built = modelOf(spec, { variant: variant.name, configuration, overrides });
      if (built.kind === 'specError')
        return {
          kind: 'illFormed',
          problem: built.problems.map(({ message }) => message).join('; '),
        };
      if (isSameModel(built.model, base.model, operator)) continue;
      const compiled = compile(built.model);
      if (compiled.kind === 'program') cells.push({ base, program: compiled.program });
      else isRefused = true;
    }
    if (isRefused) return { kind: 'undecided', bound: 'not compiled' };
    return cells.length === 0 ? { kind: 'absent' } : { kind: 'cells', cells };
  }
}

/** Marks are no part of the digest. */
const isSameModel = (mutant: Model, base: Model, operator: Operator): boolean =>
  operator === 'unmark'
    ? JSON.stringify(mutant.processes) === JSON.stringify(base.processes)
    : mutant.digest === base.digest;
