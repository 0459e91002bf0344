/** Data races, in the shape in which KCSAN tells them. */
export { findRaces, type Race, type RaceEnd, type Races } from './races.ts';
