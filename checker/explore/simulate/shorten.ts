/**
 * Shorter traces from a random one: parts of it are left out as long as what remains can be walked and ends in the same violation.
 *
 * This is delta debugging (Zeller, Hildebrandt 2002) over steps. The result cannot be made shorter by leaving out one of its steps, which does
 * not make it shortest.
 */
import type { Machine, Move, Program, Row } from '../../compile/index.ts';
import { DEADLOCK } from '../../model/index.ts';
import type { Walk } from '../trace-walk.ts';
import type { Seen } from './random-walk.ts';

/** Attempts, each as long as the trace: some seconds at most. */
const MOST_ATTEMPTS = 3000;

/** Whether a walk ends in the violation; with the step that completes it, where the violation is one of a step. */
export type Ending = (walk: Walk) => Walk | null;

/** What it takes to end in a violation of `seen`. */
export function endingIn(program: Program, machine: Machine, { property, kind }: Seen): Ending {
  const number = program.model.properties.findIndex(({ id }) => id === property);
  const isViolation = (move: Move): boolean =>
    kind === 'error' ? move.next === null : move.failed.includes(number);
  return (walk) => {
    const last = walk.rows.at(-1) as Row;
    if (kind === 'check' || kind === 'error') {
      const move = machine.moves(last).find(isViolation);
      if (move === undefined) return null;
      const rows = move.next === null ? walk.rows : [...walk.rows, move.next];
      return { rows, moves: [...walk.moves, move] };
    }
    if (property === DEADLOCK)
      return machine.moves(last).length === 0 && !machine.isAtRest(last) ? walk : null;
    const judged = machine.judge(last);
    const isFalse = program.clauses.some(
      (clause, at) => clause.property === number && judged.violated[at] === true,
    );
    return (kind === 'misread' ? judged.isMisread : isFalse) ? walk : null;
  };
}

/** A walk that ends in the same violation and has no superfluous step. Throws if `walk` does not end so. */
export function shorten(machine: Machine, walk: Walk, ending: Ending): Walk {
  let best = ending(walk);
  if (best === null) throw new Error('a random walk does not end in what was seen');
  let kept = walk;
  let attempts = 0;
  for (let part = Math.ceil(kept.moves.length / 2); part >= 1; part = nextPart(part)) {
    for (let from = 0; from < kept.moves.length && attempts < MOST_ATTEMPTS; attempts++) {
      const rest = [...kept.moves.slice(0, from), ...kept.moves.slice(from + part)];
      const shorter = walkable(machine, kept.rows[0] as Row, rest);
      const ended = shorter === null ? null : ending(shorter);
      if (shorter === null || ended === null) from += part;
      else [kept, best] = [shorter, ended];
    }
  }
  return best;
}

const nextPart = (part: number): number => (part === 1 ? 0 : Math.ceil(part / 2));

/** The same steps by name from another state, as far as they are enabled one after the other; null if one is not. */
function walkable(machine: Machine, first: Row, steps: readonly Move[]): Walk | null {
  const rows: Row[] = [first];
  const moves: Move[] = [];
  for (const { leaf, process } of steps) {
    const same = machine
      .moves(rows.at(-1) as Row)
      .find((each) => each.process === process && each.leaf === leaf);
    if (same?.next == null) return null;
    moves.push(same);
    rows.push(same.next);
  }
  return { rows, moves };
}
