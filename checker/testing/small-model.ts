/**
 * The frame of a spec for the tests of models that are counted by hand: one configuration, and no expectation.
 */
import {
  clause,
  configuration,
  type Expr,
  openQuestion,
  type Property,
  property,
  type Role,
  type Spec,
  type SpecOptions,
  spec,
} from '../lang/index.ts';

/** A spec of these processes and properties. */
export function small(
  processes: readonly Role[],
  properties: readonly Property[] = [],
  more: Partial<SpecOptions> = {},
): Spec {
  return spec('small/model', {
    summary: 'A small model.',
    mirrors: 'nothing',
    processes,
    properties,
    ...more,
    configurations: [configuration('all', { bounds: 'as it stands' })],
    base: { summary: 'the model', ref: 'derived', expect: { all: openQuestion('what holds?') } },
  });
}

/** A property with one clause. */
export const always = (id: string, then: Expr<boolean>): Property =>
  property(id, 'It holds in every state.', [clause('then', { then })]);
