/**
 * What the user has to change: one line, with the value, the allowed values and the nearest name. Exit code 2.
 */
import { nearest } from '../model/index.ts';

export class UsageError extends Error {}

/** Says that a name does not exist, and which one is meant or which ones there are. */
export function unknownName(kind: string, name: string, valid: readonly string[]): UsageError {
  // A letter is near to every other letter.
  const near = name.replace(/^-+/, '').length > 1 ? nearest(name, valid) : null;
  const help =
    near !== null
      ? `did you mean '${near}'?`
      : valid.length === 0
        ? 'there is none'
        : `there are: ${valid.join(', ')}`;
  return new UsageError(`${kind} '${name}' is unknown: ${help}`);
}
