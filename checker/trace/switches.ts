/** Context switches: what a reader has to follow, and what the choice among the shortest traces keeps small. */

/** How often a step is by another thread than the step before. */
export function contextSwitches(actors: readonly (string | number)[]): number {
  return actors.filter((actor, at) => at > 0 && actor !== actors[at - 1]).length;
}
