/**
 * Data races: two enabled next steps of different threads that touch one plain variable, at least one writing, not both marked, and
 * under no common lock in conflicting modes. (Two threads that hold such locks are never in one state; steps that take
 * the lock themselves can be.)
 *
 * One race per variable and pair of functions, whichever instances call them and whichever of their steps meet: the nearest state is
 * told, with its trace.
 */
import { callsAround, type Leaf, type Row } from '../../compile/index.ts';
import type { Explored } from '../../explore/index.ts';
import type { RaceNote } from '../../lang/index.ts';
import { type Cell, valueText } from '../../model/index.ts';
import type { Path, RaceAccess } from '../../semantics/index.ts';
import { type Analysed, type AnalysisWish, analyse, pathTo } from '../threads/analysis.ts';
import type { Mode } from '../threads/held.ts';
import { plainCell, Sites } from '../threads/sites.ts';
import { fineModel } from './fine.ts';
import { labelOf, type Meeting, type MeetingEnd, Meetings } from './meetings.ts';
import { noteOn, notMemoryIn, raceKey } from './notes.ts';
import { meetingIn, type SightedRace, sightRaces } from './sight.ts';

/** One of the two accesses. */
export interface RaceEnd extends RaceAccess {
  readonly process: string;
  /** Calls and loop values around the step, outermost first. */
  readonly calls: readonly string[];
  readonly label: string;
  readonly held: readonly { readonly lock: string; readonly mode: Mode }[];
}

/** A race by itself, whatever anybody says of it. */
export interface BareRace {
  /** Without indices: `revoked`. */
  readonly variable: string;
  /** As in the trace: `revoked[0]`. */
  readonly cell: string;
  /** The first one writes. */
  readonly ends: readonly [RaceEnd, RaceEnd];
  /** What the first one would change; null: it writes the value that is there. */
  readonly change: { readonly from: string; readonly to: string } | null;
  /** To the nearest state in which both are about to happen. */
  readonly path: Path;
  /** How many pairs of steps of these functions race so. */
  readonly pairs: number;
}

export interface Race extends BareRace {
  /** Why it is harmless, or null. */
  readonly benign: string | null;
  /** Why the variant has it, or null. */
  readonly expected: string | null;
}

export interface Races {
  readonly races: readonly Race[];
  /** What is called benign or expected and did not happen here. */
  readonly unseen: readonly { readonly variable: string; readonly reason: string }[];
}

/** Searches the model and finds every race of it. Cost: the search, a microsecond or two per state, and a walk per race. */
export function findRaces(wish: AnalysisWish, notes: readonly RaceNote[]): Analysed<Races> {
  return analyse(wish, (explored, goesOn) => {
    const { races, isWhole } = racesIn(explored, notMemoryIn(notes), goesOn);
    const used = races.map((race) => noteOn(race, notes));
    const unseen = notes
      .filter((note) => note.kind !== 'not memory' && !used.includes(note))
      .map(({ variable, reason }) => ({ variable, reason }));
    return { found: { races: races.map((race, at) => noted(race, used[at])), unseen }, isWhole };
  });
}

/** The same wish for the model with its merged steps taken apart. Cost: a multiple of the states. */
export const finely = (wish: AnalysisWish, notes: readonly RaceNote[]): AnalysisWish => ({
  ...wish,
  model: fineModel(wish.model, notMemoryIn(notes)),
});

function noted(race: BareRace, note: RaceNote | undefined): Race {
  const reasonOf = (kind: RaceNote['kind']): string | null =>
    note?.kind === kind ? note.reason : null;
  return { ...race, benign: reasonOf('benign'), expected: reasonOf('expected') };
}

function racesIn(
  explored: Explored,
  notMemory: readonly string[],
  goesOn: () => boolean,
): { readonly races: readonly BareRace[]; readonly isWhole: boolean } {
  const { program } = explored;
  const meetings = new Meetings(program.model, new Sites(program), notMemory);
  const { sighted, isWhole } = sightRaces(explored, meetings, goesOn);
  const told = new Teller(explored, meetings);
  return { races: merged(sighted.map((each) => told.race(each))), isWhole };
}

/** Of races that differ in their steps only, the nearest one. */
function merged(races: readonly BareRace[]): readonly BareRace[] {
  const kept = new Map<string, BareRace>();
  for (const race of races) {
    const key = raceKey(race);
    const known = kept.get(key);
    kept.set(key, known === undefined ? race : { ...known, pairs: known.pairs + 1 });
  }
  return [...kept.values()];
}

class Teller {
  readonly #explored: Explored;
  readonly #meetings: Meetings;

  constructor(explored: Explored, meetings: Meetings) {
    this.#explored = explored;
    this.#meetings = meetings;
  }

  race({ key, depth }: SightedRace): BareRace {
    const { model } = this.#explored.program;
    const isSought = (row: Row): boolean => meetingIn(this.#meetings, key, row) !== null;
    const { path, row } = pathTo(this.#explored, depth, isSought);
    const { cell, ends } = meetingIn(this.#meetings, key, row) as Meeting;
    return Object.freeze({
      variable: plainCell(model, cell),
      cell: model.cells[cell]?.name ?? '?',
      ends: [this.#end(ends[0], row), this.#end(ends[1], row)] as const,
      change: this.#change(ends[0], cell, row),
      path,
      pairs: 1,
    });
  }

  #end({ process, step, access }: MeetingEnd, row: Row): RaceEnd {
    const { model } = this.#explored.program;
    const { held } = this.#meetings;
    const key = held.key(process, (cell) => row[cell] as number);
    return Object.freeze({
      process: model.processes[process]?.name ?? '?',
      owner: step.statement.unit.owner,
      calls: callsAround(step.place),
      label: labelOf(step),
      access: access.kind,
      isMarked: access.isMarked,
      held: held.of(key).map(({ lock, mode }) => ({ lock: model.locks[lock]?.name ?? '?', mode })),
    });
  }

  #change({ process, step }: MeetingEnd, cell: number, row: Row): BareRace['change'] {
    const { machine, program } = this.#explored;
    const { domain } = program.model.cells[cell] as Cell;
    const calls = callsAround(step.place).join();
    for (const { leaf, next, process: mover } of machine.moves(row)) {
      const fired = program.leaves[leaf] as Leaf;
      if (mover !== process || next === null || fired.label !== labelOf(step)) continue;
      if (fired.calls.join() !== calls || next[cell] === row[cell]) continue;
      const text = (value: number | undefined): string => valueText(domain, value as number);
      return { from: text(row[cell]), to: text(next[cell]) };
    }
    return null;
  }
}
