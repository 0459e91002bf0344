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
import type { Path } from '../../semantics/index.ts';
import type { AccessKind } from '../threads/accesses.ts';
import { type Analysed, type AnalysisWish, analyse, pathTo } from '../threads/analysis.ts';
import type { Mode } from '../threads/held.ts';
import { plainCell, Sites } from '../threads/sites.ts';
import { isNamed, labelOf, type Meeting, type MeetingEnd, Meetings } from './meetings.ts';
import { meetingIn, type SightedRace, sightRaces } from './sight.ts';

/** One of the two accesses. */
export interface RaceEnd {
  readonly process: string;
  /** Function or role whose body holds the step. */
  readonly owner: string;
  /** Calls and loop values around the step, outermost first. */
  readonly calls: readonly string[];
  readonly label: string;
  readonly access: AccessKind;
  readonly isMarked: boolean;
  readonly held: readonly { readonly lock: string; readonly mode: Mode }[];
}

export interface Race {
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
  /** Why the spec says that it is harmless, or null. */
  readonly benign: string | null;
  /** How many pairs of steps of these functions race so. */
  readonly pairs: number;
}

export interface Races {
  readonly races: readonly Race[];
  /** What the spec calls benign and did not happen here. */
  readonly unseen: readonly { readonly variable: string; readonly reason: string }[];
}

/** Searches the model and finds every race of it. Cost: the search, a microsecond or two per state, and a walk per race. */
export function findRaces(wish: AnalysisWish, notes: readonly RaceNote[]): Analysed<Races> {
  return analyse(wish, (explored, goesOn) => {
    const { program } = explored;
    const meetings = new Meetings(program.model, new Sites(program), notes);
    const { sighted, isWhole } = sightRaces(explored, meetings, goesOn);
    const told = new Teller(explored, meetings, notes);
    const races = merged(sighted.map((each) => told.race(each)));
    return { found: { races, unseen: told.unseen() }, isWhole };
  });
}

/** Of races that differ in their steps only, the nearest one. */
function merged(races: readonly Race[]): readonly Race[] {
  const kept = new Map<string, Race>();
  for (const race of races) {
    const ends = race.ends.map(({ owner, access, isMarked }) => [owner, access, isMarked]);
    const key = JSON.stringify([race.variable, race.benign, ...ends]);
    const known = kept.get(key);
    kept.set(key, known === undefined ? race : { ...known, pairs: known.pairs + 1 });
  }
  return [...kept.values()];
}

class Teller {
  readonly #explored: Explored;
  readonly #meetings: Meetings;
  readonly #notes: readonly RaceNote[];
  readonly #used = new Set<RaceNote>();

  constructor(explored: Explored, meetings: Meetings, notes: readonly RaceNote[]) {
    this.#explored = explored;
    this.#meetings = meetings;
    this.#notes = notes.filter(({ kind }) => kind === 'benign');
  }

  race({ key, depth }: SightedRace): Race {
    const { model } = this.#explored.program;
    const isSought = (row: Row): boolean => meetingIn(this.#meetings, key, row) !== null;
    const { path, row } = pathTo(this.#explored, depth, isSought);
    const meeting = meetingIn(this.#meetings, key, row) as Meeting;
    const { cell, ends } = meeting;
    const note = this.#noteOn(meeting);
    if (note !== undefined) this.#used.add(note);
    return Object.freeze({
      variable: plainCell(model, cell),
      cell: model.cells[cell]?.name ?? '?',
      ends: [this.#end(ends[0], row), this.#end(ends[1], row)] as const,
      change: this.#change(ends[0], cell, row),
      path,
      benign: note?.reason ?? null,
      pairs: 1,
    });
  }

  unseen(): Races['unseen'] {
    return this.#notes
      .filter((note) => !this.#used.has(note))
      .map(({ variable, reason }) => ({ variable, reason }));
  }

  #noteOn({ cell, ends }: Meeting): RaceNote | undefined {
    const name = plainCell(this.#explored.program.model, cell);
    const functions = ends.flatMap(({ step }) => [
      step.statement.unit.owner,
      ...callsAround(step.place).map((call) => call.replace(/\(.*/, '')),
    ]);
    return this.#notes.find(
      (note) =>
        isNamed(name, note.variable) &&
        (note.functions.length === 0 || note.functions.some((each) => functions.includes(each))),
    );
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

  #change({ process, step }: MeetingEnd, cell: number, row: Row): Race['change'] {
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
