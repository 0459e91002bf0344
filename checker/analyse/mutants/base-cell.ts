/**
 * The base in one configuration, searched when the first mutant asks: what it violates itself, what happens in it, how it moves, and
 * which races it has.
 */
import { compile, type Program } from '../../compile/index.ts';
import type { RaceNote } from '../../lang/index.ts';
import { type Block, innerBlocks, type Model } from '../../model/index.ts';
import { type Bound, plainName } from '../../semantics/index.ts';
import { findRaces, type Races } from '../races/index.ts';
import type { Analysed } from '../threads/analysis.ts';
import type { Searched } from '../vacuity.ts';
import { type Moves, movesOf, Observer } from './moves.ts';
import { look, lookAtAll, type SearchHooks } from './searched.ts';

export class BaseCell {
  readonly model: Model;
  readonly program: Program | null;
  readonly #races: readonly RaceNote[];
  readonly #hooks: SearchHooks;
  readonly #owners: ReadonlySet<string>;
  #known: { readonly searched: Searched; readonly violated: ReadonlySet<string> } | null = null;
  #moves: { readonly observer: Observer; readonly moves: Moves } | null = null;
  #raced: Analysed<Races> | null = null;

  constructor(model: Model, races: readonly RaceNote[], hooks: SearchHooks) {
    this.model = model;
    this.#races = races;
    this.#hooks = hooks;
    const compiled = compile(model);
    this.program = compiled.kind === 'program' ? compiled.program : null;
    const owners = new Set(model.processes.map(({ role }) => role));
    for (const { body } of model.processes) addCalled(body, owners);
    this.#owners = owners;
  }

  /** Some process has this role, or calls this function. */
  runs(owner: string): boolean {
    return this.#owners.has(owner);
  }

  /** Why it is not known what the base does here; null: it is. */
  get bound(): Bound | 'not compiled' | null {
    if (this.program === null) return 'not compiled';
    const { completion } = this.searched.result;
    return completion.kind === 'complete' ? null : completion.bound;
  }

  get searched(): Searched {
    return this.#found.searched;
  }

  /** Ids of the properties that the base violates itself. */
  get violated(): ReadonlySet<string> {
    return this.#found.violated;
  }

  /** How the base moves. Throws `ComparisonCut`. */
  get moves(): { readonly observer: Observer; readonly moves: Moves } {
    if (this.#moves !== null) return this.#moves;
    const { program } = this;
    if (program === null) throw new Error('a base that is not compiled has no moves');
    const observer = new Observer(program);
    const goesOn = (): boolean => !this.#hooks.isInterrupted();
    const moves = lookAtAll(program, this.#hooks, ({ explored }) =>
      movesOf(explored, observer, goesOn),
    );
    this.#moves = { observer, moves };
    return this.#moves;
  }

  /** May be cut: then what is not there says nothing. */
  races(): Analysed<Races> {
    const wish = { model: this.model, limits: this.#hooks.limits, hooks: this.#hooks };
    this.#raced ??= findRaces(wish, this.#races);
    return this.#raced;
  }

  get #found() {
    if (this.#known !== null) return this.#known;
    const { program } = this;
    if (program === null) throw new Error('a base that is not compiled has no result');
    const known = look(program, this.#hooks, ({ searched, sightings }) => ({
      searched,
      violated: new Set(sightings.map(({ property }) => property)),
    }));
    this.#known = known;
    return known;
  }
}

function addCalled(block: Block, owners: Set<string>): void {
  for (const statement of block) {
    if (statement.kind === 'call') owners.add(plainName(statement.fn));
    for (const inner of innerBlocks(statement)) addCalled(inner, owners);
  }
}
