/** The reference meaning: statement trees on immutable states, and a plain breadth-first checker on top. */
export { evaluate, type PositionQuestions, type Reading, RunError } from './evaluate.ts';
export { pathState, sameStep, stepName, stepText } from './names.ts';
export { ERROR, premiseName } from './observe.ts';
export { plainName, Questions } from './questions.ts';
export * from './replay.ts';
export * from './result.ts';
export * from './search.ts';
export type { Position, State } from './state.ts';
export { MOST_STATES } from './store.ts';
export { System, type Transition } from './system.ts';
