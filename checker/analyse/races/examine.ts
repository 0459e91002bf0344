/**
 * The races of a search that has been done anyway, as `check` wants them: between which functions and how far, without traces.
 */
import type { Row } from '../../compile/index.ts';
import { type Explored, walk } from '../../explore/index.ts';
import type { FoundRace, RaceAccess } from '../../semantics/index.ts';
import { plainCell, Sites } from '../threads/sites.ts';
import { type Meeting, type MeetingEnd, Meetings } from './meetings.ts';
import { raceKey } from './notes.ts';
import { meetingIn, type SightedRace, sightRaces } from './sight.ts';

/**
 * Every race, nearest first; null: it was interrupted. Cost: a microsecond or two per state, and a walk per pair of steps that
 * race.
 */
export function examineRaces(
  explored: Explored,
  notMemory: readonly string[],
  goesOn: () => boolean = () => true,
): readonly FoundRace[] | null {
  const { program } = explored;
  const meetings = new Meetings(program.model, new Sites(program), notMemory);
  const { sighted, isWhole } = sightRaces(explored, meetings, goesOn);
  if (!isWhole) return null;
  const races = sighted.map((each) => foundRace(explored, meetings, each));
  const nearest = new Map([...races].reverse().map((race) => [raceKey(race), race]));
  return races.filter((race) => nearest.get(raceKey(race)) === race);
}

function foundRace(explored: Explored, meetings: Meetings, { key, depth }: SightedRace): FoundRace {
  // Which instances meet in the nearest states depends on the number of workers; the walk does not.
  const { rows } = walk(explored, {
    kind: 'sought',
    depth,
    isSought: (row) => meetingIn(meetings, key, row) !== null,
  });
  const { cell, ends } = meetingIn(meetings, key, rows.at(-1) as Row) as Meeting;
  return Object.freeze({
    variable: plainCell(explored.program.model, cell),
    ends: Object.freeze([accessOf(ends[0]), accessOf(ends[1])] as const),
    steps: depth,
  });
}

const accessOf = ({ step, access }: MeetingEnd): RaceAccess =>
  Object.freeze({
    owner: step.statement.unit.owner,
    access: access.kind,
    isMarked: access.isMarked,
  });
