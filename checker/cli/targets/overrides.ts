/**
 * Constants set on the command line: what is wrong with them is the user's mistake and not that of a spec.
 */
import type { Settings, Spec } from '../../lang/index.ts';
import type { Problem } from '../../model/index.ts';
import { UsageError, unknownName } from '../usage-error.ts';

/** Throws if a spec does not have one of the constants. */
export function refuseUnknownConstants(specs: readonly Spec[], overrides: Settings): void {
  for (const name of Object.keys(overrides)) {
    for (const { id, constants } of specs) {
      const names = constants.map((constant) => constant.name);
      if (!names.includes(name)) throw unknownName(`-c: ${id}: constant`, name, names);
    }
  }
}

/** Throws if a value is none of the constant's: models report it under the name of the option. */
export function refuseBadValues(problems: readonly Problem[]): void {
  const mistake = problems.find(({ message }) => message.startsWith('-c: '));
  if (mistake !== undefined) throw new UsageError(`${mistake.message}: ${mistake.help ?? ''}`);
}
