/** Data races, in the shape in which KCSAN tells them. */
export { isRaceViolation, type JudgedRace } from './judge.ts';
export { notesFor, notMemoryIn } from './notes.ts';
export { findRaces, finely, type Race, type RaceEnd, type Races } from './races.ts';
