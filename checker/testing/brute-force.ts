/**
 * The brute force: a third meaning of a program, written from the design alone, on plain objects with JSON keys.
 *
 * It shares no code with the semantics or the model: it interprets the description of a random program as it stands. Breadth
 * first, level by level, it counts and finds what a search has to count and find. Slow, and obviously right.
 */
import { advance, functionsOf, settle, statementAt } from './brute-control.ts';
import { isTrue, OutsideDomain, type Positions, type Scope } from './brute-expressions.ts';
import { type Code, initialStates, loadCode, type State } from './brute-state.ts';
import { branchesOf, outcomesOf } from './brute-steps.ts';
import type { Program, PropertyText } from './random-program.ts';

/** A shortest way to a finding. */
export interface Shortest {
  readonly steps: number;
  /** Found at a step, a false check or one that fails, and not in a state; where both are as short, the state goes first. */
  readonly isStep: boolean;
  /** The fewest context switches among all ways of that length and kind. */
  readonly switches: number;
}

export interface BruteForceResult {
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
  /** By property, of those that do not hold; `ERROR` without the step that fails. */
  readonly found: ReadonlyMap<string, Shortest>;
}

/** Explores everything; null beyond `maxStates`. Cost: everything is copied all the time. */
export function bruteForce(program: Program, maxStates: number): BruteForceResult | null {
  const search = new Search(loadCode(program));
  while (search.level.size > 0) {
    if (search.distinct > maxStates) return null;
    search.expandLevel();
  }
  return {
    distinct: search.distinct,
    generated: search.generated,
    depth: search.depth - 1,
    found: search.found,
  };
}

/** Reached in the current level: the state, and by last process (-1: none) the fewest switches of a shortest path to it. */
interface Reached {
  readonly state: State;
  readonly switches: Map<number, number>;
}

class Search {
  level = new Map<string, Reached>();
  generated = 0;
  depth = 0;
  readonly found = new Map<string, Shortest>();
  readonly #code: Code;
  readonly #seen = new Set<string>();

  constructor(code: Code) {
    this.#code = code;
    for (const start of initialStates(code)) {
      const state = code.roleOf.reduce((now, _, process) => settle(code, now, process), start);
      this.generated++;
      this.#reach(this.level, state, -1, 0);
    }
  }

  get distinct(): number {
    return this.#seen.size;
  }

  expandLevel(): void {
    const next = new Map<string, Reached>();
    for (const reached of this.level.values()) {
      this.#inspect(reached);
      this.#expand(reached, next);
    }
    this.level = next;
    this.depth++;
  }

  #reach(into: Map<string, Reached>, state: State, process: number, switches: number): void {
    const key = JSON.stringify(state);
    if (!this.#seen.has(key)) {
      this.#seen.add(key);
      into.set(key, { state, switches: new Map() });
    }
    const known = into.get(key)?.switches;
    known?.set(process, Math.min(switches, known.get(process) ?? Number.POSITIVE_INFINITY));
  }

  #inspect({ state, switches }: Reached): void {
    const { program } = this.#code;
    const scope: Scope = {
      code: this.#code,
      state,
      process: null,
      bindings: {},
      positions: this.#positions,
    };
    const way: Shortest = {
      steps: this.depth,
      isStep: false,
      switches: Math.min(...switches.values()),
    };
    for (const { name, clauses } of program.properties) {
      for (const clause of clauses) {
        const verdict = judge(clause, scope);
        if (verdict !== 'holds') this.#note(verdict === 'error' ? 'ERROR' : name, way);
      }
    }
  }

  #expand({ state, switches }: Reached, next: Map<string, Reached>): void {
    let isStuck = true;
    const processes = this.#code.roleOf.keys();
    for (const process of processes) {
      // The switch to the process that takes the step counts, also where the step fails.
      const fewest = Math.min(
        ...[...switches].map(([last, count]) => count + (last === -1 || last === process ? 0 : 1)),
      );
      for (const outcome of outcomesOf(this.#code, state, process)) {
        isStuck = false;
        if (outcome.kind === 'error') {
          this.#note('ERROR', { steps: this.depth, isStep: true, switches: fewest });
          continue;
        }
        this.generated++;
        for (const property of outcome.failed) {
          this.#note(property, { steps: this.depth + 1, isStep: true, switches: fewest });
        }
        this.#reach(next, outcome.state, process, fewest);
      }
    }
    const all = [...this.#code.roleOf.keys()];
    if (isStuck && !all.every((process) => this.#positions.isResting(state, process))) {
      this.#note('deadlock', {
        steps: this.depth,
        isStep: false,
        switches: Math.min(...switches.values()),
      });
    }
  }

  #note(property: string, way: Shortest): void {
    const known = this.found.get(property);
    const rank = ({ steps, isStep, switches }: Shortest): number[] => [
      steps,
      isStep ? 1 : 0,
      switches,
    ];
    if (known === undefined || isLess(rank(way), rank(known))) this.found.set(property, way);
  }

  /** A check is no step: where the process is, is where it is without the checks that it stands at. */
  #behindChecks(state: State, process: number): State {
    let now = state;
    while (statementAt(this.#code, now, process)?.kind === 'check') {
      now = settle(this.#code, advance(now, process), process);
    }
    return now;
  }

  /** At its end, at a step marked `rest`, or at a choice that is marked or can only go on with such steps. */
  #isResting(at: State, process: number): boolean {
    const state = this.#behindChecks(at, process);
    const statement = statementAt(this.#code, state, process);
    if (statement === undefined || ('rest' in statement && statement.rest)) return true;
    if (statement.kind !== 'oneOf' && statement.kind !== 'oneOfEach') return false;
    const branches = branchesOf(state, process, statement);
    return branches.every((branch) =>
      this.#isResting(settle(this.#code, branch, process), process),
    );
  }

  readonly #positions: Positions = {
    isInside: (state, process, fn) =>
      functionsOf(this.#behindChecks(state, process), process).includes(fn),
    isResting: (state, process) => this.#isResting(state, process),
  };
}

function judge(
  { given, then }: PropertyText['clauses'][number],
  scope: Scope,
): 'holds' | 'false' | 'error' {
  try {
    return (given !== null && !isTrue(given, scope)) || isTrue(then, scope) ? 'holds' : 'false';
  } catch (error) {
    if (error instanceof OutsideDomain) return 'error';
    throw error;
  }
}

/** Whether a list comes before another in the order of the dictionary. */
function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}
