/**
 * Position predicates: inside a function, at a step, resting.
 *
 * A process in front of a check is about to take the step behind it, so the answers are those of that step. Which step that is, and what a
 * branch of `oneOf` begins with, is asked of control flow itself: conditions over locals may have a say.
 */
import type { List } from 'immutable';
import type { Control } from './control.ts';
import type { PositionQuestions } from './evaluate.ts';
import { type Position, statementAt } from './state.ts';

/** The name of a function without the note that tells two calls apart. */
export const plainName = (fn: string): string => fn.split('#')[0] as string;

export class Questions implements PositionQuestions {
  readonly #controls: readonly Control[];
  readonly #functions = new Map<Position, ReadonlySet<string>>();

  /** `controls` by number of the process; may be filled in later than this is made. */
  constructor(controls: readonly Control[]) {
    this.#controls = controls;
  }

  isInside(position: Position | null, cells: List<number>, fn: string): boolean {
    const ahead = this.#ahead(position, cells);
    return ahead !== null && this.#functionsAround(ahead).has(fn);
  }

  isAt(position: Position | null, cells: List<number>, fn: string, label: string): boolean {
    return this.next(position, cells).some((step) => {
      const statement = statementAt(step);
      return 'unit' in statement && statement.unit.id === `${fn}: ${label}`;
    });
  }

  isResting(position: Position | null, cells: List<number>): boolean {
    const ahead = this.#ahead(position, cells);
    if (ahead === null) return true;
    const statement = statementAt(ahead);
    if ('rest' in statement && statement.rest) return true;
    const starts = this.#branchStarts(ahead, cells);
    return starts?.every((start) => this.isResting(start.position, start.cells)) ?? false;
  }

  next(position: Position | null, cells: List<number>): readonly Position[] {
    const ahead = this.#ahead(position, cells);
    if (ahead === null) return [];
    const starts = this.#branchStarts(ahead, cells);
    return starts === null
      ? [ahead]
      : starts.flatMap((start) => this.next(start.position, start.cells));
  }

  /** The position behind the checks. */
  #ahead(position: Position | null, cells: List<number>): Position | null {
    let at = position;
    let now = cells;
    while (at !== null && statementAt(at).kind === 'check') {
      ({ position: at, cells: now } = this.#control(at).after(at, now, []));
    }
    return at;
  }

  #branchStarts(position: Position, cells: List<number>) {
    const statement = statementAt(position);
    if (statement.kind !== 'oneOf') return null;
    return statement.branches.map((branch, number) =>
      this.#control(position).into(position, branch, number, cells, []),
    );
  }

  #control({ process }: Position): Control {
    return this.#controls[process] as Control;
  }

  #functionsAround(position: Position): ReadonlySet<string> {
    let known = this.#functions.get(position);
    if (known === undefined) {
      known = functionsAround(position);
      this.#functions.set(position, known);
    }
    return known;
  }
}

function functionsAround(position: Position): ReadonlySet<string> {
  const functions = new Set<string>();
  for (let at = position.parent; at !== null; at = at.parent) {
    const compound = statementAt(at);
    if (compound.kind === 'call') functions.add(plainName(compound.fn));
  }
  return functions;
}
