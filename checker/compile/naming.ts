/**
 * Names of steps, as traces and replays speak of them.
 */
import { type Place, statementOf } from './flow.ts';

/** Calls with arguments and loop values around a place, outermost first. */
export function callsAround(place: Place): readonly string[] {
  const calls: string[] = [];
  for (let at = place.parent; at !== null; at = at.parent) {
    const compound = statementOf(at);
    if (compound.kind === 'call') calls.unshift(`${compound.fn}(${compound.args.join(', ')})`);
    if (compound.kind === 'scope' && compound.binding !== null) calls.unshift(compound.binding);
  }
  return Object.freeze(calls);
}

export function labelAt(place: Place): string {
  const statement = statementOf(place);
  return 'label' in statement ? statement.label : '';
}

/** Functions around a place, without the note that tells two calls apart. */
export function functionsAround(place: Place): ReadonlySet<string> {
  const functions = new Set<string>();
  for (let at = place.parent; at !== null; at = at.parent) {
    const compound = statementOf(at);
    if (compound.kind === 'call') functions.add(compound.fn.split('#')[0] as string);
  }
  return functions;
}
