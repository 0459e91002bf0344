/**
 * Names of steps and of places, for paths: how a position is spoken of outside of the semantics.
 */
import type { GroundStatement, Model } from '../model/index.ts';
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
export function pathState(system: System, state: State): PathState {
  return Object.freeze({
    cells: Object.freeze(state.cells.toArray()),
    positions: Object.freeze(
      state.positions.toArray().map((position) => positionText(system, position)),
    ),
  });
}

function positionText(system: System, position: Position | null): PositionText {
  return Object.freeze({
    calls: position === null ? [] : callsAround(position),
    next:
      position === null ? [] : Object.freeze(nextLabels(position.block[position.index], position)),
    isResting: system.isResting(position),
  });
}

function nextLabels(statement: GroundStatement | undefined, position: Position): readonly string[] {
  if (statement === undefined) return [];
  if (statement.kind === 'check')
    return nextLabels(position.block[position.block.indexOf(statement) + 1], position);
  if (statement.kind === 'oneOf')
    return [...new Set(statement.branches.flatMap((branch) => firstLabels(branch)))];
  if (statement.kind === 'scope' || statement.kind === 'call') return firstLabels(statement.body);
  return [labelOf(statement)];
}

function firstLabels([first, ...others]: readonly GroundStatement[]): readonly string[] {
  if (first === undefined) return [];
  if (first.kind === 'check') return firstLabels(others);
  if (first.kind === 'oneOf') return first.branches.flatMap((branch) => firstLabels(branch));
  if (first.kind === 'scope' || first.kind === 'call') return firstLabels(first.body);
  return [labelOf(first)];
}
