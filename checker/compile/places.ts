/**
 * The places at which a process can be between two steps, in the order of its tree, numbered.
 *
 * Only what control can reach counts: the numbers become the domain of the position in the state. In tree order the places of one
 * function are neighbours, so "inside this function" is a comparison with two bounds.
 */
import { type Block, type ModelProcess, unreachable } from '../model/index.ts';
import {
  type Arrival,
  afterPlace,
  branchOf,
  enterProcess,
  intoBlock,
  type Place,
  statementOf,
} from './flow.ts';
import { Refused } from './refused.ts';

/** More places than any spec has; the generated code would be too large to be worth it. */
const MOST_PLACES = 20_000;

export class Places {
  /** In tree order; number `all.length` is the end of the process. */
  readonly all: readonly Place[];
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(process: ModelProcess) {
    this.all = reachable(process.body).sort(inTreeOrder);
    this.#numbers = new Map(this.all.map(({ key }, number) => [key, number]));
  }

  get end(): number {
    return this.all.length;
  }

  number(place: Place | null): number {
    return place === null ? this.end : (this.#numbers.get(place.key) as number);
  }
}

function reachable(body: Block): Place[] {
  const between = new Map<string, Place>();
  const visited = new Set<string>();
  const queue: Place[] = [];
  const visit = (place: Place | null): void => {
    if (place === null || visited.has(place.key)) return;
    if (visited.size >= MOST_PLACES) throw new Refused('a process has too many steps');
    visited.add(place.key);
    queue.push(place);
  };
  const rest = (place: Place | null): void => {
    if (place !== null) between.set(place.key, place);
    visit(place);
  };
  eachEnd(enterProcess(body), rest);
  for (const place of queue) expand(place, visit, rest);
  return [...between.values()];
}

/** Calls `visit` where control passes on as part of the same step, and `rest` where a step ends. */
function expand(
  place: Place,
  visit: (place: Place | null) => void,
  rest: (place: Place | null) => void,
): void {
  const statement = statementOf(place);
  switch (statement.kind) {
    case 'check':
      eachEnd(afterPlace(place), visit);
      return;
    case 'oneOf':
      for (const [branch, block] of statement.branches.entries())
        eachEnd(intoBlock(place, block, branch), visit);
      return;
    case 'when':
    case 'while':
      eachEnd(branchOf(place, statement, true), rest);
      eachEnd(branchOf(place, statement, false), rest);
      return;
    case 'step':
    case 'atomically':
      eachEnd(afterPlace(place), rest);
      return;
    case 'scope':
    case 'call':
    case 'label':
    case 'goto':
    case 'return':
    case 'stop':
      throw new Refused(`a process would rest at a ${statement.kind}`);
    default:
      unreachable(statement);
  }
}

function eachEnd(arrival: Arrival, take: (place: Place | null) => void): void {
  switch (arrival.kind) {
    case 'rest':
      take(arrival.place);
      return;
    case 'reset':
      eachEnd(arrival.then, take);
      return;
    case 'decide':
      eachEnd(arrival.yes, take);
      eachEnd(arrival.no, take);
      return;
    default:
      unreachable(arrival);
  }
}

function inTreeOrder(a: Place, b: Place): number {
  const left = trailOf(a);
  const right = trailOf(b);
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at] as number) - (right[at] as number);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Index in the outermost block, branch and index in the next, and so on. */
function trailOf(place: Place): readonly number[] {
  const trail: number[] = [];
  for (let at: Place | null = place; at !== null; at = at.parent)
    trail.unshift(at.branch, at.index);
  return trail;
}
