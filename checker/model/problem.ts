/**
 * What is wrong with a spec: collected in a pass, then reported all at once.
 *
 * Tests assert codes and places; the wording belongs to the caller that knows the name and the value.
 */
import type { Source } from '../lang/index.ts';

export type ProblemCode =
  | 'E-NAME'
  | 'E-ID'
  | 'E-STATEMENT'
  | 'E-VALUE'
  | 'E-TYPE'
  | 'E-DUPLICATE'
  | 'E-UNUSED'
  | 'E-LABEL'
  | 'E-UNREACHABLE'
  | 'E-CYCLE'
  | 'E-REST'
  | 'E-CHECK'
  | 'E-ATOMIC'
  | 'E-ASSIGN'
  | 'E-SCOPE'
  | 'E-POSITION'
  | 'E-PROPERTY'
  | 'E-REPLACE'
  | 'E-EXPECT'
  | 'E-SIZE'
  | 'E-CALL'
  | 'E-BRANCH'
  | 'E-GHOST'
  | 'E-SYMMETRY';

export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  /** `file:line:column`, innermost first. */
  readonly at: readonly string[];
  readonly help: string | null;
}

/** Collects problems while a spec is read. */
export class Problems {
  readonly #found: Problem[] = [];
  readonly #seen = new Set<string>();

  /** `known` are there from the start. */
  constructor(known: readonly Problem[] = []) {
    for (const problem of known) this.#add(problem);
  }

  /** Records a problem; the same one at the same place (another instance of a role, another call) only once. */
  report(
    code: ProblemCode,
    message: string,
    source: Source | null,
    help: string | null = null,
  ): void {
    this.#add(Object.freeze({ code, message, at: source?.frames() ?? [], help }));
  }

  #add(problem: Problem): void {
    // `mapped[0]` and `mapped[1]` are one mistake in the loop that stands there.
    const pattern = problem.message.replace(/\[[^\]]*\]/g, '[]');
    const key = JSON.stringify([problem.code, pattern, problem.at]);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#found.push(problem);
  }

  /** In source order: without a place first, then file by file as they came up, by line and column. */
  get all(): readonly Problem[] {
    return inSourceOrder(this.#found);
  }
}

/** Sorts problems by place; those at the same place stay as they are. */
export function inSourceOrder(problems: readonly Problem[]): readonly Problem[] {
  const files = new Map<string, number>([['', -1]]);
  const placed = problems.map((problem) => {
    const [, file = '', line = '0', column = '0'] = PLACE.exec(problem.at[0] ?? '') ?? [];
    if (!files.has(file)) files.set(file, files.size);
    return { problem, key: [files.get(file) as number, Number(line), Number(column)] as const };
  });
  placed.sort(({ key: a }, { key: b }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return Object.freeze(placed.map(({ problem }) => problem));
}

const PLACE = /^(.*):(\d+):(\d+)$/;

/** A sentence that names the nearest of the valid names, or lists them when none is near. */
export function suggest(name: string, valid: readonly string[]): string {
  const near = nearest(name, valid);
  if (near !== null) return `did you mean '${near}'?`;
  return valid.length === 0 ? 'there is none' : `one of: ${valid.join(', ')}`;
}

/**
 * The valid name that begins with a name, or the one with the smallest edit distance, if that is at most a third of the length (and
 * at least 2), or the one that begins almost so.
 */
export function nearest(name: string, valid: readonly string[]): string | null {
  const lower = name.toLowerCase();
  if (lower.length > 1) {
    const longer = valid.filter((each) => each.toLowerCase().startsWith(lower));
    if (longer.length > 0) return longer.reduce((a, b) => (b.length < a.length ? b : a));
  }
  const distance = (each: string): number => editDistance(lower, each.toLowerCase());
  const limit = Math.max(2, Math.floor(lower.length / 3));
  const beginning = (each: string): number =>
    editDistance(lower, each.toLowerCase().slice(0, lower.length + 1));
  return closest(valid, distance, limit) ?? closest(valid, beginning, Math.floor(lower.length / 4));
}

/** Some of the valid names, the nearest by edit distance to the whole or to a part between slashes first. */
export function nearestOf(name: string, valid: readonly string[], most: number): readonly string[] {
  const lower = name.toLowerCase();
  const distance = (each: string): number =>
    Math.min(...[each, ...each.split('/')].map((part) => editDistance(lower, part.toLowerCase())));
  const placed = [...new Set(valid)].map((each) => ({ each, far: distance(each) }));
  return placed
    .toSorted((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ each }) => each);
}

function closest(
  valid: readonly string[],
  distance: (candidate: string) => number,
  limit: number,
): string | null {
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of valid) {
    const found = distance(candidate);
    if (found < bestDistance) [best, bestDistance] = [candidate, found];
  }
  return best;
}

/** Levenshtein distance (1966), one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
