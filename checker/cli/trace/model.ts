/**
 * The model of a stored trace, and what has to be said of a file before its trace is trusted.
 */
import { modelOf } from '../../explore/index.ts';
import type { Expectation } from '../../lang/index.ts';
import type { Model } from '../../model/index.ts';
import type { StoredTrace, Trace } from '../../trace/index.ts';
import type { Context } from '../context.ts';
import type { CatalogEntry } from '../targets/catalog.ts';
import { printProblems } from '../targets/problems.ts';
import { chooseSpec, chooseVariant } from '../targets/targets.ts';
import { UsageError, unknownName } from '../usage-error.ts';
import type { Recorded } from './source.ts';

/** The model that a trace was recorded with, or its counterpart in another variant. */
export function modelFor(
  stored: StoredTrace,
  variant: string,
  entries: readonly CatalogEntry[],
  context: Context,
): Model {
  const entry = chooseSpec(entries, stored.spec);
  const { spec } = entry;
  chooseVariant(entry, variant);
  const { configuration, constants } = stored;
  const configurations = spec.configurations.map(({ name }) => name);
  if (!configurations.includes(configuration))
    throw unknownName(`${spec.id}: configuration`, configuration, configurations);
  const built = modelOf(spec, { variant, configuration, overrides: constants });
  if (built.kind === 'model') return built.model;
  printProblems(built.problems, context);
  throw new UsageError(`${stored.spec} has problems`);
}

/** What a file recorded of another model may run otherwise, or not at all; of an edited one nothing is proven. */
export function warnOfFile(
  { digest }: Model,
  { stored, isFile, isEdited }: Recorded,
  file: string,
  { err }: Context,
): void {
  if (!isFile) return;
  if (isEdited) {
    err(
      `ordeal: '${file}' was edited, or written by an older version: nothing is known of shorter traces\n`,
    );
  }
  if (stored.digest === digest) return;
  const [recorded, today] = [stored.digest, digest].map((each) => each.slice(0, 16));
  err(
    `ordeal: '${file}' was recorded on another model (${recorded}) than that of today (${today})\n`,
  );
}

export const isViolation = ({ ending }: Trace): boolean =>
  ending.kind !== 'completed' && ending.kind !== 'stopped';

/** Whether the recorded violation is what its variant expects. */
export function isExpected(stored: StoredTrace, entries: readonly CatalogEntry[]): boolean {
  if (Object.keys(stored.constants).length > 0) return false;
  const { spec } = chooseSpec(entries, stored.spec);
  const variant = spec.variants.find(({ name }) => name === stored.variant);
  return expects(variant?.expect[stored.configuration], stored.property);
}

const expects = (expectation: Expectation | undefined, property: string): boolean =>
  expectation?.kind === 'violates' &&
  (expectation.properties.includes(property) ||
    expectation.also.some((also) => also.property === property));
