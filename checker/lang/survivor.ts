/**
 * What a spec says of mutants of its own code that behave otherwise and that no property notices, for `ordeal mutants`: why that is
 * no missing property. A note changes no behaviour; one that is not true any more is a finding.
 */
import { captureSource, type Source } from './source.ts';

export interface SurvivorNote {
  /** Names of mutants of the variant that is mutated when none is named, as `ordeal mutants` prints them. */
  readonly mutants: readonly string[];
  readonly reason: string;
  readonly source: Source;
}

/** For one reason, these mutants may go unnoticed. */
export const unnoticed = (reason: string, ...mutants: readonly string[]): SurvivorNote =>
  Object.freeze({ mutants: Object.freeze([...mutants]), reason, source: captureSource() });
