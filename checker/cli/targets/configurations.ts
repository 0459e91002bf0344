/**
 * Which configurations a variant is run in: those it declares, narrowed by names and sizes.
 */
import type { Configuration } from '../../lang/index.ts';
import { UsageError, unknownName } from '../usage-error.ts';
import type { Chosen } from './targets.ts';

const SIZES: readonly string[] = ['small', 'medium', 'large'] satisfies Configuration['size'][];

export interface Pairing {
  readonly chosen: Chosen;
  readonly configuration: Configuration;
}

/** The configurations of each variant, in declared order. A variant that is named and has none of them is an error, as is an unknown name. */
export function configurationsOf(
  all: readonly Chosen[],
  wanted: readonly string[],
): readonly Pairing[] {
  refuseUnknown(all, wanted);
  const pairings = all.flatMap((chosen) => {
    const own = declared(chosen).filter(
      ({ name, size }) => wanted.includes(name) || wanted.includes(size),
    );
    if (own.length === 0 && chosen.isVariant) throw notRunIn(chosen, wanted);
    return own.map((configuration) => ({ chosen, configuration }));
  });
  const [first] = all;
  if (pairings.length === 0 && first !== undefined) throw notRunIn(first, wanted);
  return pairings;
}

/** The configurations that a variant declares, in the order of the spec. */
export const declared = ({ entry, variant }: Chosen): readonly Configuration[] =>
  entry.spec.configurations.filter(({ name }) => name in variant.expect);

function refuseUnknown(all: readonly Chosen[], wanted: readonly string[]): void {
  const names = all.flatMap(({ entry }) => entry.spec.configurations.map(({ name }) => name));
  const valid = [...new Set([...names, ...SIZES])];
  const unknown = wanted.find((name) => !valid.includes(name));
  if (unknown !== undefined) throw unknownName('configuration', unknown, valid);
}

function notRunIn(chosen: Chosen, wanted: readonly string[]): UsageError {
  const own = declared(chosen).map(({ name, size }) => `${name} (${size})`);
  return new UsageError(
    `${chosen.id} is not run in '${wanted.join(',')}'; its configurations: ${own.join(', ')}`,
  );
}
