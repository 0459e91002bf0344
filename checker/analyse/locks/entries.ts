/**
 * Entries: the steps with which control enters a function, and what is held then. To be at the first step of a function is not enough: a
 * loop comes back to it.
 */
import {
  type Arrival,
  enterProcess,
  type Place,
  type Row,
  statementOf,
} from '../../compile/index.ts';
import type { GroundCall, ModelProcess } from '../../model/index.ts';
import { allInside } from '../threads/accesses.ts';
import { doingsOf } from '../threads/doings.ts';
import type { HeldLocks } from '../threads/held.ts';
import {
  arrivalsBehind,
  landingBehind,
  landingOf,
  type NextStep,
  nextSteps,
  type PossibleStep,
  possibleSteps,
  type StepStatement,
} from '../threads/next-steps.ts';
import type { Site, Sites } from '../threads/sites.ts';

/** Control passes into `entered` and comes to `place`. */
interface Way {
  readonly place: Place | null;
  readonly entered: readonly Place[];
}

export class Entries {
  /** By function, the sets of locks that were held when it was entered. */
  readonly heldIn = new Map<string, Set<number>>();
  readonly #sites: Sites;
  readonly #held: HeldLocks;
  /** How many ways into functions there are from a site with the same locks held; they are looked for until all were seen. */
  readonly #most: readonly number[];
  /** Ways seen, by site and what was held there. */
  readonly #seen = new Map<number, Map<number, Set<string>>>();

  constructor(sites: Sites, held: HeldLocks) {
    this.#sites = sites;
    this.#held = held;
    this.#most = sites.all.map(mostWays);
  }

  /** What a process enters before its first step; `row`: an initial state. */
  start({ index, body }: ModelProcess, row: Row): void {
    const landing = landingOf(enterProcess(body), row);
    if (landing !== null) this.#note(landing, this.#key(index, row));
  }

  /** There are ways into functions from the site. */
  mayEnter(site: number): boolean {
    return this.#most[site] !== 0;
  }

  /** There may be ways into functions that were not seen. `key`: what the process holds. */
  isOpen(site: number, key: number): boolean {
    const seen = this.#seen.get(site)?.get(key)?.size ?? 0;
    return seen < (this.#most[site] as number);
  }

  /** What the process at a site enters with its next step. */
  state(site: number, key: number, row: Row): void {
    const byKey = this.#seen.get(site) ?? new Map<number, Set<string>>();
    this.#seen.set(site, byKey);
    const seen = byKey.get(key) ?? new Set<string>();
    byKey.set(key, seen);
    const { process, place } = this.#sites.at(site);
    for (const step of nextSteps(place, row)) {
      for (const { after } of doingsOf(step, [])) {
        this.#note(step, key, seen, step);
        const landing = landingBehind(step, after);
        if (landing !== null) this.#note(landing, this.#key(process, after), seen, step);
      }
    }
  }

  #note(way: Way, key: number, seen?: Set<string>, step?: NextStep): void {
    const calls = around(way);
    if (calls.length === 0) return;
    if (seen !== undefined && step !== undefined) seen.add(nameOf(step.place, way));
    for (const call of calls) {
      const { fn } = statementOf(call) as GroundCall;
      const name = fn.split('#')[0] as string;
      const keys = this.heldIn.get(name) ?? new Set<number>();
      this.heldIn.set(name, keys.add(key));
    }
  }

  #key(process: number, row: Row): number {
    return this.#held.key(process, (cell) => row[cell] as number);
  }
}

/** Calls that are entered and not left again. */
const around = ({ place, entered }: Way): readonly Place[] =>
  entered.filter(({ key }) => place?.key.startsWith(`${key}/`) === true);

const nameOf = (from: Place, { place, entered }: Way): string =>
  JSON.stringify([from.key, place?.key, entered.map(({ key }) => key)]);

function mostWays({ place }: Site): number {
  const ways = new Set<string>();
  let isFixed = true;
  for (const step of possibleSteps(place)) {
    const found = waysOf(step).filter((way) => around(way).length > 0);
    for (const way of found) ways.add(nameOf(step.place, way));
    isFixed &&= found.length === 0 || isHeldFixed(step.statement);
  }
  return isFixed ? ways.size : Number.POSITIVE_INFINITY;
}

const waysOf = (step: PossibleStep): readonly Way[] => [
  step,
  ...arrivalsBehind(step.place, step.statement).flatMap(endsOf),
];

/** What is held behind the step follows from what is held in front of it. */
function isHeldFixed(statement: StepStatement): boolean {
  if (statement.kind === 'step') return statement.lock === null || statement.lock.lock !== null;
  if (statement.kind !== 'atomically') return true;
  return !allInside(statement).some((each) => each.kind === 'step' && each.lock !== null);
}

/** Every way that an arrival may take. */
function endsOf(arrival: Arrival): readonly Way[] {
  switch (arrival.kind) {
    case 'rest':
      return [arrival];
    case 'reset':
      return endsOf(arrival.then);
    case 'decide':
      return [...endsOf(arrival.yes), ...endsOf(arrival.no)];
  }
}
