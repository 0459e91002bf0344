/**
 * Calls and loop values around the steps of one process, with a number for each execution of them.
 *
 * Two steps inside the same call statement may belong to two executions of it; a rendering opens the second one anew. A position
 * that does not lie behind the one before tells that a loop around both began again. (A `goto` backwards and an iteration that
 * skips ahead of where the one before stopped are not noticed; only headings depend on it.)
 */
import type { GroundStatement } from '../model/index.ts';
import { type Position, plainName } from '../semantics/index.ts';
import type { Frame } from './trace.ts';

interface Open {
  readonly position: Position;
  readonly frame: Frame;
}

export class FrameTracker {
  readonly #nextActivation: () => number;
  #last: Position | null = null;
  #open: readonly Open[] = [];

  constructor(nextActivation: () => number) {
    this.#nextActivation = nextActivation;
  }

  /** The frames of the next step of the process. */
  enter(position: Position): readonly Frame[] {
    const positions = framePositions(position);
    const kept = this.#kept(position, positions);
    const opened = positions
      .slice(kept)
      .map((each) => ({ position: each, frame: this.#frame(each) }));
    this.#open = [...this.#open.slice(0, kept), ...opened];
    this.#last = position;
    return Object.freeze(this.#open.map(({ frame }) => frame));
  }

  /** Whether a process at this position is still in the middle of what its last step belonged to. */
  isUnderway(position: Position): boolean {
    if (this.#last === null) return false;
    const positions = framePositions(position);
    if (positions.length === 0)
      return this.#open.length === 0 && loopBetween(this.#last, position) === null;
    return this.#kept(position, positions) > 0;
  }

  /** Activations that are still open when the process is at this position; none at its end. */
  stillOpen(position: Position | null): readonly number[] {
    const kept = position === null ? 0 : this.#kept(position, framePositions(position));
    return this.#open.slice(0, kept).map(({ frame }) => frame.activation);
  }

  /** How many of the open frames, outermost first, are still open at `position`. */
  #kept(position: Position, positions: readonly Position[]): number {
    const loop = this.#last === null ? null : loopBetween(this.#last, position);
    const changed = positions.findIndex(
      (each, depth) =>
        this.#open[depth]?.position !== each || (loop !== null && isWithin(each, loop)),
    );
    return changed < 0 ? positions.length : changed;
  }

  #frame(position: Position): Frame {
    const statement = position.block[position.index] as GroundStatement;
    const activation = this.#nextActivation();
    if (statement.kind !== 'call') {
      const text = statement.kind === 'scope' ? (statement.binding ?? '') : '';
      return Object.freeze({ text, title: text, isCall: false, activation });
    }
    const text = `${plainName(statement.fn)}(${statement.args.join(', ')})`;
    return Object.freeze({ text, title: statement.title, isCall: true, activation });
  }
}

/** Calls and bound iterations around a position, outermost first. */
function framePositions(position: Position): readonly Position[] {
  return ancestors(position)
    .filter(({ block, index }) => {
      const statement = block[index];
      return (
        statement?.kind === 'call' || (statement?.kind === 'scope' && statement.binding !== null)
      );
    })
    .toReversed();
}

/** Innermost first. */
function ancestors(position: Position): readonly Position[] {
  return position.parent === null ? [] : [position.parent, ...ancestors(position.parent)];
}

const isWithin = (position: Position, around: Position): boolean =>
  ancestors(position).includes(around);

/** The loop that began again between two steps of a process, or null. */
function loopBetween(before: Position, after: Position): Position | null {
  if (isBehind(after, before)) return null;
  const around = ancestors(after);
  const loops = [before, ...ancestors(before)].filter(
    ({ block, index }) => block[index]?.kind === 'while',
  );
  return loops.find((loop) => loop === after || around.includes(loop)) ?? null;
}

/** Whether `a` comes after `b` in the text of the process. */
function isBehind(a: Position, b: Position): boolean {
  const [left, right] = [numbers(a), numbers(b)];
  const at = left.findIndex((number, depth) => number !== right[depth]);
  return at >= 0 && (left[at] as number) > (right[at] ?? -1);
}

const numbers = ({ path }: Position): readonly number[] => path.split(/[.:]/).map(Number);
