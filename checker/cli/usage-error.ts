/**
 * What the user has to change: one line, with the value, the allowed values and the nearest name. Exit code 2.
 */
import { nearest, nearestOf } from '../model/index.ts';

export class UsageError extends Error {}

/** More than this on one line nobody reads. */
const MOST_NAMES = 12;

/** Says that a name does not exist, and which one is meant or which ones there are. */
export function unknownName(kind: string, name: string, valid: readonly string[]): UsageError {
  // A letter is near to every other letter.
  const near = name.replace(/^-+/, '').length > 1 ? nearest(name, valid) : null;
  const help =
    near !== null
      ? `did you mean '${near}'?`
      : valid.length === 0
        ? 'there is none'
        : valid.length <= MOST_NAMES
          ? `there are: ${valid.join(', ')}`
          : `the nearest of ${valid.length}: ${nearestOf(name, valid, MOST_NAMES).join(', ')}`;
  return new UsageError(`${kind} '${name}' is unknown: ${help}`);
}
