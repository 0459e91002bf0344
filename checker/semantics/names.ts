/**
 * Names of steps and of places, for paths: how a position is spoken of outside of the semantics.
 */
import type { GroundStatement, Model } from '../model/index.ts';
import { RunError } from './evaluate.ts';
import type { PathState, PositionText, StepName } from './result.ts';
import { type Position, type State, statementAt } from './state.ts';
import type { System, Transition } from './system.ts';

/** The name of a fired step. */
export function stepName(model: Model, { process, firing }: Transition): StepName {
  return Object.freeze({
    process: model.processes[process]?.name ?? '?',
    calls: callsAround(firing.at),
    label: labelOf(statementAt(firing.at)),
    choices: Object.freeze([...firing.choices]),
  });
}

export const sameStep = (a: StepName, b: StepName): boolean => stepText(a) === stepText(b);

/** One line that identifies a step. */
export const stepText = ({ process, calls, label, choices }: StepName): string =>
  [process, ...calls, label, ...choices].join(' / ');

/** Calls with arguments and loop values around a position, outermost first. */
export function callsAround(position: Position): readonly string[] {
  const calls: string[] = [];
  for (let at = position.parent; at !== null; at = at.parent) {
    const compound = statementAt(at);
    if (compound.kind === 'call') calls.unshift(`${compound.fn}(${compound.args.join(', ')})`);
    if (compound.kind === 'scope' && compound.binding !== null) calls.unshift(compound.binding);
  }
  return Object.freeze(calls);
}

const labelOf = (statement: GroundStatement): string =>
  'label' in statement ? statement.label : '';

/** A state as plain values, with the places of its processes in words. */
export function pathState(system: System, { cells, positions }: State): PathState {
  return Object.freeze({
    cells: Object.freeze(cells.toArray()),
    positions: Object.freeze(
      positions.toArray().map((position) => positionText(system, position, cells)),
    ),
  });
}

function positionText(
  { asks }: System,
  position: Position | null,
  cells: State['cells'],
): PositionText {
  const calls = position === null ? [] : callsAround(position);
  try {
    const labels = asks.next(position, cells).map((step) => labelOf(statementAt(step)));
    const isResting = asks.isResting(position, cells);
    return Object.freeze({ calls, next: Object.freeze([...new Set(labels)]), isResting });
  } catch (error) {
    // A condition in front of the next step reads outside of a domain: there is no next step to name.
    if (error instanceof RunError) return Object.freeze({ calls, next: [], isResting: false });
    throw error;
  }
}
